"""Guarded pages in the browser: what is said before, at the save and after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from essp.attachments.changing import archive_file, rename_file
from essp.attachments.storing import store
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Refused
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.steward_models import Stewardship
from essp.wiki.editing import create_page, edit_page
from essp.wiki.file_uses import note_file_uses
from essp.wiki.guard_models import Level
from essp.wiki.guarding import guard_of
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.protecting import Wish, protect, set_on
from essp.wiki.sections import sections_of
from essp.wiki.texts import text_of
from tests.hygiene import HygieneClient
from tests.wiki.test_reading import counted

TEXT = "Intro.\n\n## Limits\n\nNever above 92%.\n\n## After\n\nWrite it down.\n"


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page in a space of Femke, with two sections."""
    with transaction():
        return create_page(femke, space, title="Playbook", text=TEXT).page


def guard(actor: Person, page: Page, level: Level, **values: object) -> None:
    with transaction():
        protect(actor, page, Wish(level, **values))


def limits(page: Page) -> int:
    return next(each.id for each in sections_of(page) if each.words == "Limits")


def at(page: Page) -> str:
    return f"/s/congestion-management/{page.slug}"


Open = Callable[[Person], HygieneClient]


def test_a_page_reviewed_first_offers_others_to_propose_and_its_owner_to_edit(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    assert "Propose an edit" not in browser_of(ruben).get(at(page)).text
    guard(femke, page, Level.BEFORE)
    seen = browser_of(ruben).get(at(page)).text
    assert "Propose an edit" in seen
    assert "Protected: edits need approval" in seen
    assert "Propose an edit" not in browser_of(femke).get(at(page)).text


@pytest.mark.parametrize(
    ("of_space", "accepted", "decides"),
    [(False, True, True), (True, True, True), (False, False, False)],
)
def test_who_owns_a_guarded_page_or_is_deputy_of_its_space_edits_it(
    page: Page, femke: Person, noor: Person, browser_of: Open,
    of_space: bool, accepted: bool, decides: bool,
) -> None:  # fmt: skip
    with transaction():
        row = Stewardship(
            uid=new_uid(), space_id=page.space_id, page_id=None if of_space else page.id,
            person_id=noor.id, deputy=of_space, asked_at=clock.now(),
            accepted_at=clock.now() if accepted else None,
        )  # fmt: skip
        session().add(row)
    guard(femke, page, Level.BEFORE)
    shown = "Propose an edit" not in browser_of(noor).get(at(page)).text
    assert (shown, guard_of(noor, page).decides) == (decides, decides)


def test_a_locked_page_says_why_and_offers_a_suggestion(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.LOCKED, reason="Incident ZVN-0417")
    seen = browser_of(ruben).get(at(page)).text
    assert "Locked by Femke" in seen and "Incident ZVN-0417" in seen
    assert "Suggest a change" in seen


def test_a_guarded_section_is_marked_for_readers(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.BEFORE, section_id=limits(page))
    seen = browser_of(ruben).get(at(page)).text
    assert 'id="h-limits" data-guarded="Guarded: edits of this part need approval"' in seen
    assert "1 part is guarded" in seen
    assert "Propose an edit" not in seen


def test_the_owner_guards_confirms_and_lifts_on_one_screen(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    mine, where = browser_of(femke), f"/p/{page.uid}/protection"
    form = {"level": "locked", "scope": "page", "until": "", "reason": ""}
    answer = mine.submit(where, form, seen_on=where)
    assert answer.status_code == 422 and "Say why it is locked" in answer.text
    answer = mine.submit(where, form | {"reason": "Legal hold"}, seen_on=where)
    assert answer.status_code == 303
    [row] = set_on(page)
    assert "Legal hold" in mine.get(where).text
    assert "Legal hold" in browser_of(ruben).get(where).text
    for deed in ("confirm", "release"):
        assert mine.submit(f"{where}/{row.uid}/{deed}", {}, seen_on=where).status_code == 303
    assert set_on(page) == []


def test_the_owner_changes_a_guard_where_it_stands(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.BEFORE, reason="Limits count")
    [row] = set_on(page)
    mine, where = browser_of(femke), f"/p/{page.uid}/protection/{row.uid}/change"
    assert "Limits count" in mine.get(where).text
    form = {"level": "locked", "until": "2001-01-01T09:00", "reason": "Legal hold"}
    answer = mine.submit(where, form, seen_on=where)
    assert answer.status_code == 422 and "Legal hold" in answer.text
    assert mine.submit(where, form | {"until": ""}, seen_on=where).status_code == 303
    assert (row.level, row.reason) == ("locked", "Legal hold")
    theirs = browser_of(ruben)
    assert theirs.get(where).status_code == 403
    edit = f"/p/{page.uid}/edit"
    assert theirs.submit(where, form, seen_on=edit).status_code == 403


@pytest.mark.parametrize(
    ("field", "typed"),
    [("until", "soon"), ("until", "2001-01-01T09:00"), ("scope", "sx"), ("level", "closed")],
)
def test_what_cannot_be_kept_is_given_back(
    page: Page, femke: Person, browser_of: Open, field: str, typed: str
) -> None:
    where = f"/p/{page.uid}/protection"
    form = {"level": "before", "scope": "page", "until": "", "reason": "My reason"}
    answer = browser_of(femke).submit(where, form | {field: typed}, seen_on=where)
    assert answer.status_code == 422
    assert "My reason" in answer.text
    assert set_on(page) == []


def test_who_does_not_own_a_page_guards_nothing(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.BEFORE)
    [row] = set_on(page)
    where, theirs = f"/p/{page.uid}/protection", browser_of(ruben)
    form = {"level": "open", "scope": "page", "until": "", "reason": ""}
    edit = f"/p/{page.uid}/edit"
    assert theirs.submit(where, form, seen_on=edit).status_code == 403
    assert theirs.submit(f"{where}/{row.uid}/release", {}, seen_on=edit).status_code == 403
    assert theirs.submit(f"{where}/nothing/release", {}, seen_on=edit).status_code == 404


def test_the_editor_says_before_the_first_word_what_will_happen(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.BEFORE)
    seen = browser_of(ruben).get(f"/p/{page.uid}/edit").text
    assert "Send for approval" in seen and "Femke" in seen
    assert "How long that usually takes is not known yet." in seen
    assert "Send for approval" not in browser_of(femke).get(f"/p/{page.uid}/edit").text


def test_a_mixed_save_says_what_went_live_and_what_waits(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.BEFORE, section_id=limits(page))
    theirs, edit = browser_of(ruben), f"/p/{page.uid}/edit"
    assert "“Limits”" in theirs.get(edit).text
    form = {
        "text": TEXT.replace("Intro", "Preface").replace("92", "95"), "based_on": "1",
        "summary": "", "save_key": "one",
    }  # fmt: skip
    assert theirs.submit(edit, form, seen_on=edit).status_code == 303
    assert text_of(page) == TEXT.replace("Intro", "Preface")
    assert "went live" in theirs.get(at(page)).text


def test_a_save_onto_a_page_locked_meanwhile_is_a_proposal(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    theirs, edit = browser_of(ruben), f"/p/{page.uid}/edit"
    theirs.get(edit)
    guard(femke, page, Level.LOCKED, reason="An incident")
    form = {"text": TEXT + "More.\n", "based_on": "1", "summary": "", "save_key": "one"}
    assert theirs.submit(edit, form, seen_on=edit).status_code == 303
    assert session().scalars(select(Proposal)).one().author_id == ruben.id
    assert "Sent for approval" in theirs.get(at(page)).text


def test_the_preview_says_what_goes_live_and_what_waits(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    guard(femke, page, Level.BEFORE, section_id=limits(page))
    theirs, edit = browser_of(ruben), f"/p/{page.uid}/edit"
    form = {"text": TEXT.replace("Intro", "Preface").replace("92", "95"), "based_on": "1"}
    seen = theirs.submit(f"/preview?page={page.uid}", form, seen_on=edit).text
    assert "waits for approval" in seen
    form["text"] = TEXT.replace("Intro", "Preface")
    assert "waits" not in theirs.submit(f"/preview?page={page.uid}", form, seen_on=edit).text


def test_a_file_that_a_guarded_page_shows_is_changed_by_its_owners(
    page: Page, space: Space, femke: Person, ruben: Person
) -> None:
    with transaction():
        file = store(ruben, space, name="plan.txt", content=b"a plan")
        text = TEXT.replace("92%.", f"92%. [Plan](/files/{file.uid}/plan.txt)")
        edit_page(femke, page, text=text, based_on=1)
        note_file_uses.run([{"page_id": page.id}])
    guard(femke, page, Level.BEFORE, section_id=limits(page))
    with pytest.raises(Refused, match="Playbook"), transaction():
        archive_file(ruben, file)
    with transaction():
        rename_file(femke, file, "the plan.txt")


def test_a_guarded_page_is_read_with_no_more_questions_than_an_open_one(
    page: Page, femke: Person, ruben: Person, browser_of: Open
) -> None:
    theirs = browser_of(ruben)
    guard(femke, page, Level.BEFORE, section_id=limits(page))
    with transaction():
        edit_page(femke, page, text=TEXT + "\n", based_on=1)
    where = at(page)
    theirs.get(where)
    with counted() as asked:
        theirs.get(where)
    assert len(asked) <= 2
