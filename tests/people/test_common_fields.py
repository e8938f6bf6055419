"""Fields that every profile has and a directory fills in: nobody changes them by hand."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Refused
from essp.people import managing, profiles, sourcing
from tests.people.conftest import send


@pytest.fixture
def from_directory(administrator, femke):
    """Department, languages and manager come from the directory; Femke had said where she works."""
    with transaction():
        femke.department, femke.speaks = "Grid planning", ["Dutch"]
        sourcing.say_source(administrator, ["department", "speaks", "manager", "password_hash"])


def test_only_administrators_say_what_comes_from_the_directory(femke, from_directory) -> None:
    assert sourcing.from_source() == {"department", "speaks", "manager"}
    with pytest.raises(Refused), transaction():
        sourcing.say_source(femke, [])


def test_what_comes_from_the_directory_is_not_changed_by_hand(
    femke, ruben, administrator, from_directory
) -> None:
    said = profiles.Profile(name=femke.name, job_title="Lead", department="Mine", speaks="")
    with transaction():
        assert profiles.edit_profile(femke, femke, said) == ("job_title",)
    assert (femke.department, femke.speaks) == ("Grid planning", ["Dutch"])
    for actor in (femke, administrator):
        with pytest.raises(Refused, match="where people sign in"), transaction():
            managing.set_manager(actor, femke, ruben)


def test_the_directory_changes_only_what_is_its_own_and_can_be_used(femke, from_directory) -> None:
    brought = {"department": " Grid  operations ", "location": "Zwolle", "speaks": "x" * 200}
    with transaction():
        assert profiles.take_from_source(femke, brought) == ("department",)
    assert (femke.department, femke.location, femke.speaks) == ("Grid operations", "", ["Dutch"])


def test_the_screens_say_why_it_cannot_be_changed(
    browser_of, administrator, femke, ruben, from_directory
) -> None:
    browser, office = browser_of(femke), browser_of(administrator)
    form = browser.get("/account/profile").text
    assert 'name="department"' not in form and 'name="location"' in form
    assert "This comes from where people sign in" in form and "Grid planning" in form
    assert send(browser, "/account/profile", {"name": femke.name}).status_code == 303
    assert femke.department == "Grid planning"
    assert 'name="manager"' not in office.get("/people/ruben-haak/fields").text
    assert 'value="department" checked' in office.get("/profile-fields").text
    answer = office.submit("/profile-fields/common", {"sourced": []}, seen_on="/profile-fields")
    assert answer.status_code == 303 and sourcing.from_source() == frozenset()
    assert browser.post("/profile-fields/common").status_code in {400, 404}
