"""A version that says what nobody should read is closed, and nothing of it shows at any door."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import drafts, hiding, integrity
from essp.wiki.attribution import pieces_of
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import restore_revision, undo_revision
from essp.wiki.models import Page, Revision
from essp.wiki.queries import find_revision
from tests.hygiene import HygieneClient

SECRET = "0612345678"
CLEAN = "Call the desk.\n\nWe answer within a day.\n"
PASTED = f"Call the desk.\n\nOr Ruben at home: {SECRET}.\n\nWe answer within a day.\n"


@pytest.fixture
def page(femke: Person, ruben: Person, space: Space) -> Page:
    """A page whose second version has a phone number in its text and its summary."""
    with transaction():
        page = create_page(femke, space, title="Who to call", text=CLEAN).page
    with transaction():
        edit_page(ruben, page, text=PASTED, based_on=1, summary=f"Added {SECRET}")
    with transaction():
        restore_revision(ruben, page, 1)
    return page


@pytest.fixture
def hidden(femke: Person, page: Page) -> Page:
    with transaction():
        hiding.hide_version(femke, page, 2, note="A private number")
    return page


DOORS = (
    "/p/{uid}/history", "/p/{uid}/history?words=0612345678", "/p/{uid}/compare?from=1&to=2",
    "/p/{uid}/compare?from=2&to=3&view=side", "/p/{uid}/revisions/2", "/p/{uid}/revisions/2/text",
    "/p/{uid}/revisions/2/hide", "/p/{uid}/authors", "/p/{uid}/restore/2", "/p/{uid}/undo/2",
    "/p/{uid}/undo/3", "/changes", "/s/{space}/-/changes", "/people/ruben-claes/contributions",
    "/people/ruben-claes", "/",
)  # fmt: skip


def test_no_door_shows_a_hidden_version_to_its_readers(
    hidden: Page, browser_of: object, noor: Person, ruben: Person, space: Space
) -> None:
    for reader in (noor, ruben):
        browser: HygieneClient = browser_of(reader)  # type: ignore[operator]
        for door in DOORS:
            address = door.format(uid=hidden.uid, space=space.slug)
            assert SECRET not in browser.get(address).get_data(as_text=True).replace(
                f'value="{SECRET}"', ""
            ), address


def test_everyone_sees_who_hid_a_version_and_why_and_moderators_read_it(
    hidden: Page, browser_of: object, noor: Person, femke: Person
) -> None:
    theirs: HygieneClient = browser_of(noor)  # type: ignore[operator]
    for door in ("/p/{}/history", "/p/{}/revisions/2", "/p/{}/compare?from=1&to=2"):
        said = theirs.get(door.format(hidden.uid)).get_data(as_text=True)
        assert "Femke de Boer hid version 2 on" in said
        assert "A private number" in said
    assert theirs.get(f"/p/{hidden.uid}/revisions/2/text").status_code == 403
    mine: HygieneClient = browser_of(femke)  # type: ignore[operator]
    for door in ("/p/{}/revisions/2", "/p/{}/revisions/2/text", "/p/{}/compare?from=1&to=2"):
        assert SECRET in mine.get(door.format(hidden.uid)).get_data(as_text=True)


def test_a_version_is_hidden_and_shown_again_by_its_forms(
    page: Page, browser_of: object, femke: Person, noor: Person
) -> None:
    mine: HygieneClient = browser_of(femke)  # type: ignore[operator]
    form = f"/p/{page.uid}/revisions/2/hide"
    assert mine.submit(form, {"note": " "}, seen_on=form).status_code == 422
    assert mine.submit(form, {"note": "A number"}, seen_on=form).status_code == 303
    shown = f"/p/{page.uid}/revisions/2"
    assert mine.submit(f"{shown}/show", {}, seen_on=shown).status_code == 303
    theirs: HygieneClient = browser_of(noor)  # type: ignore[operator]
    assert SECRET in theirs.get(shown).get_data(as_text=True)
    assert "A number" in theirs.get("/care/log").get_data(as_text=True)


def test_what_a_page_says_now_is_not_hidden_but_says_what_to_do_first(
    page: Page, femke: Person, browser_of: object
) -> None:
    with pytest.raises(Refused, match="Restore an earlier version first"), transaction():
        hiding.hide_version(femke, page, 3, note="No")
    mine: HygieneClient = browser_of(femke)  # type: ignore[operator]
    said = mine.get(f"/p/{page.uid}/revisions/3/hide").get_data(as_text=True)
    assert "Restore an earlier version first" in said
    assert f"/p/{page.uid}/restore/2" in said


def test_only_those_who_look_after_a_place_hide_and_show(
    hidden: Page, page: Page, ruben: Person, femke: Person
) -> None:
    with pytest.raises(Refused), transaction():
        hiding.hide_version(ruben, page, 1, note="Mine")
    with pytest.raises(Refused), transaction():
        hiding.show_version(ruben, hidden, 2)
    with pytest.raises(Refused), transaction():
        hiding.hide_version(femke, hidden, 2, note="Again")


def test_a_hidden_version_is_neither_restored_nor_undone_by_anybody(
    hidden: Page, femke: Person
) -> None:
    for verb, number in ((restore_revision, 2), (undo_revision, 2), (undo_revision, 3)):
        with pytest.raises(Refused), transaction():
            verb(femke, hidden, number)


def test_the_history_stays_whole_and_true(hidden: Page, ruben: Person, session: Session) -> None:
    assert integrity.verify() == []
    assert find_revision(hidden, 2).author == ruben
    assert "".join(piece.text for piece in pieces_of(hidden)) == CLEAN


def test_an_edit_from_a_hidden_version_merges_but_lays_nothing_beside_each_other(
    hidden: Page, ruben: Person
) -> None:
    with transaction():
        saved = edit_page(ruben, hidden, text=PASTED.replace("within a day", "at once"), based_on=2)
    assert saved.revision is not None
    with pytest.raises(Invalid, match="hidden meanwhile") as refused, transaction():
        edit_page(ruben, hidden, text="Nothing.\n", based_on=2)
    assert SECRET not in str(refused.value)


def test_drafts_lose_what_only_the_hidden_version_says(
    page: Page, femke: Person, ruben: Person, space: Space
) -> None:
    with transaction():
        typed = PASTED.replace("Call the desk.", "Call the desk first.") + "\nMine.\n"
        drafts.keep_draft(ruben, space, page, text=typed, based_on=2)
    with transaction():
        hiding.hide_version(femke, page, 2, note="A private number")
    draft = drafts.own_draft(ruben, page)
    assert draft is not None
    assert SECRET not in draft.text
    assert "Call the desk first." in draft.text
    assert draft.text.rstrip().endswith("Mine.")


def test_the_summary_of_a_hidden_version_is_nothing_in_a_question_to_the_database_too(
    hidden: Page, session: Session
) -> None:
    told = session.query(Revision.summary).filter_by(page_id=hidden.id, number=2).scalar()
    assert told == ""
