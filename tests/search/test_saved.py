"""Searches that are kept: one's own list, an address for everybody, and the reader's own rights."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.people.models import Person
from essp.search import saving
from essp.search.filters import Filters
from essp.wiki.models import Page

Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def kept(library: dict[str, Page], femke: Person) -> str:
    with transaction():
        found = saving.save_search(
            femke, name="Stations", query="station", filters=Filters(kind="page")
        )
    return found.uid


def test_a_search_is_saved_beside_its_results_and_leads_back(
    library: dict[str, Page], noor: Person, browser_of: Browser
) -> None:
    browser = browser_of(noor)
    answer = browser.submit(
        "/search/saved", {"q": "kabels", "kind": "page", "name": "Cables"},
        seen_on="/search?q=kabels&kind=page",
    )  # fmt: skip
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Your saved search “Cables”" in page and "<mark>kabels</mark>" in page.lower()
    (address,) = set(re.findall(r'/search/saved/\w{10}(?=")', page))
    assert browser.get(address).headers["Location"].startswith("/search?q=kabels&kind=page&saved=")


def test_a_shared_search_shows_only_what_its_reader_may_read(
    kept: str, femke: Person, noor: Person, browser_of: Browser
) -> None:
    shown = {}
    for reader in (femke, noor):
        where = browser_of(reader).get(f"/search/saved/{kept}").headers["Location"]
        shown[reader.handle] = browser_of(reader).get(where).get_data(as_text=True)
    assert "Zebravink" in shown["femke-de-boer"] and "Zebravink" not in shown["noor-jansen"]
    assert "a search saved by Femke de Boer" in shown["noor-jansen"]


def test_only_its_owner_lists_renames_and_removes_a_search(
    kept: str, femke: Person, noor: Person, browser_of: Browser
) -> None:
    hers, his = browser_of(femke), browser_of(noor)
    assert "Stations" in hers.get("/search/saved").get_data(as_text=True)
    assert "Stations" not in his.get("/search/saved").get_data(as_text=True)
    for act in (lambda: saving.rename_search(noor, kept, "Mine"), lambda: saving.remove_search(noor, kept)):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    renamed = hers.submit(
        f"/search/saved/{kept}", {"name": "All stations"}, seen_on="/search/saved"
    )
    assert renamed.status_code == 303
    assert "All stations" in hers.get("/search/saved").get_data(as_text=True)
    hers.submit(f"/search/saved/{kept}/remove", {}, seen_on="/search/saved")
    assert his.get(f"/search/saved/{kept}").status_code == 404


def test_a_name_that_cannot_be_used_is_given_back(
    kept: str, femke: Person, browser_of: Browser
) -> None:
    browser = browser_of(femke)
    again = browser.submit(
        "/search/saved", {"q": "kabels", "name": "stations "}, seen_on="/search?q=kabels"
    )
    assert again.status_code == 422
    assert "You have a search of this name already" in again.get_data(as_text=True)
    empty = browser.submit(f"/search/saved/{kept}", {"name": " "}, seen_on="/search/saved")
    assert empty.status_code == 422 and "Give the search a name" in empty.get_data(as_text=True)


def test_a_search_for_nothing_and_one_too_many_are_not_kept(
    femke: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid):
        saving.save_search(femke, name="Nothing", query=" ", filters=Filters())
    monkeypatch.setattr(saving, "MOST", 0)
    with pytest.raises(Invalid):
        saving.save_search(femke, name="One", query="one", filters=Filters())
    with pytest.raises(Invalid):
        saving.save_search(femke, name="n" * 81, query="one", filters=Filters())
