"""Fields that every profile has and a directory fills in: nobody changes them by hand."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Refused
from essp.people import answering, managing, profiles, reporting, sourcing
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


def test_the_directory_says_who_works_for_whom(femke, ruben, make_person, from_directory) -> None:
    bram, lotte = make_person("Bram Terpstra"), make_person("Lotte Brouwer")
    with transaction():
        bram.email = "bram@example.org"
    said = {
        femke.id: "Bram@Example.org ",
        ruben.id: "@femke-de-boer",
        lotte.id: "nobody@example.org",
    }
    with transaction():
        taken = reporting.take_team(said)
    assert (femke.manager_id, ruben.manager_id, lotte.manager_id) == (bram.id, femke.id, None)
    assert list(taken.refused) == [lotte.id] and "nobody@example.org" in str(
        taken.refused[lotte.id]
    )
    with transaction():
        assert not reporting.take_team({femke.id: "bram-terpstra"}).changed
        assert profiles.take_from_source(ruben, {"manager": ""}) == ("manager",)
    assert ruben.manager_id is None


def test_a_directory_may_name_a_manager_by_a_number_that_it_fills_in(
    femke, ruben, make_field, from_directory
) -> None:
    number = make_field("Personnel number", kind="text", hand="source")
    with transaction():
        answering.take_from_source(ruben, {number.uid: ["E 4711"]})
        reporting.take_team({femke.id: "e 4711"})
    assert femke.manager_id == ruben.id


def test_a_circle_of_the_directory_is_told_by_name_and_changes_nothing(
    femke, ruben, make_person, administrator, from_directory
) -> None:
    bram, lotte = make_person("Bram Terpstra"), make_person("Lotte Brouwer")
    with transaction():
        lotte.manager_id = femke.id
    said = {bram.id: "femke-de-boer", femke.id: "bram-terpstra", ruben.id: "lotte-brouwer"}
    with transaction():
        taken = reporting.take_team(said)
    assert taken.changed == (ruben.id,) and ruben.manager_id == lotte.id
    assert (bram.manager_id, femke.manager_id, lotte.manager_id) == (None, None, femke.id)
    for each in (bram, femke):
        why = str(taken.refused[each.id])
        assert "Bram Terpstra" in why and "Femke de Boer" in why
    with transaction():  # what stands already and what is new make a circle together as well
        assert list(reporting.take_team({femke.id: "ruben-haak"}).refused) == [femke.id]


def test_two_people_may_change_places_in_the_tree(femke, ruben, from_directory) -> None:
    with transaction():
        ruben.manager_id = femke.id
    with transaction():
        taken = reporting.take_team({femke.id: "ruben-haak", ruben.id: ""})
    assert not taken.refused and (femke.manager_id, ruben.manager_id) == (ruben.id, None)


def test_managers_are_not_taken_over_where_people_say_them(femke, ruben) -> None:
    with transaction():
        assert not reporting.take_team({femke.id: "ruben-haak"}).changed
    assert femke.manager_id is None


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
