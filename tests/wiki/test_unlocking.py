"""Who meets a lock asks its owners; they unlock or answer, and who asked hears it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.worker import do_all
from essp.notifications import centre
from essp.notifications.wording import lines_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.guard_asking import answer, ask
from essp.wiki.guard_models import Level, Protection, UnlockRequest
from essp.wiki.models import Page
from essp.wiki.protecting import Wish, change, protect, release, set_on
from tests.hygiene import HygieneClient
from tests.lines import Open, Window, open_line, told
from tests.wiki.test_proposing import TEXT, page

__all__ = ["open_line", "page"]

Browser = Callable[[Person], HygieneClient]


@pytest.fixture
def lock(page: Page, femke: Person) -> Protection:
    """The lock that Femke put on her page."""
    with transaction():
        protect(femke, page, Wish(Level.LOCKED, reason="An incident"))
    [row] = set_on(page)
    return row


def asked(person: Person, page: Page, reason: str = "The rota is wrong") -> UnlockRequest:
    with transaction():
        return ask(person, page, reason=reason)


def heard(person: Person) -> list[str]:
    do_all()
    return [line.text for each in centre.groups(person) for line in lines_of(each.latest)]


def test_the_owners_hear_of_the_question_and_who_asked_of_the_answer(
    page: Page, lock: Protection, femke: Person, ruben: Person
) -> None:
    row = asked(ruben, page)
    assert any(line.startswith("Ruben Haak asks to unlock this page") for line in heard(femke))
    with transaction():
        answer(femke, row.uid, unlock=False, words="Not before Monday")
    assert "Femke de Boer answered your question to unlock this page" in heard(ruben)
    assert (row.answer, row.unlocked, lock.ended_at) == ("Not before Monday", False, None)
    again = asked(ruben, page, "It is Monday")
    with transaction():
        answer(femke, again.uid, unlock=True)
    assert again.unlocked and lock.ended_at is not None


@pytest.mark.parametrize("deed", ["lifted", "loosened", "replaced", "locked anew"])
def test_what_becomes_of_the_lock_answers_the_question(
    page: Page, lock: Protection, femke: Person, ruben: Person, deed: str
) -> None:
    row = asked(ruben, page)
    with transaction():
        if deed == "lifted":
            release(femke, lock.uid)
        if deed == "loosened":
            change(femke, lock.uid, Wish(Level.BEFORE))
        if deed == "replaced":
            protect(femke, page, Wish(Level.AFTERWARDS))
        if deed == "locked anew":
            protect(femke, page, Wish(Level.LOCKED, reason="More of it"))
    assert row.unlocked is (deed != "locked anew")
    [*kept] = set_on(page)
    if deed == "locked anew":
        assert row.protection_id == kept[0].id and row.answered_at is None


def test_nobody_asks_without_reason_twice_of_themselves_or_for_what_is_open(
    page: Page, lock: Protection, femke: Person, ruben: Person, space: Space
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text=TEXT).page
    asked(ruben, page)
    for person, about, reason, wrong in (
        (ruben, page, "Again", Invalid), (ruben, other, "Why not", Invalid),
        (femke, page, "Mine", Refused), (ruben, page, "  ", Invalid),
    ):  # fmt: skip
        with pytest.raises(wrong), transaction():
            ask(person, about, reason=reason)


def test_only_an_owner_answers_and_once(
    page: Page, lock: Protection, femke: Person, ruben: Person, noor: Person
) -> None:
    row = asked(ruben, page)
    with pytest.raises(Refused), transaction():
        answer(noor, row.uid, unlock=True)
    with pytest.raises(Invalid), transaction():
        answer(femke, row.uid, unlock=False)
    with pytest.raises(NotFound), transaction():
        answer(femke, "nothing", unlock=True)
    with transaction():
        answer(femke, row.uid, unlock=True)
    with pytest.raises(Invalid, match="meanwhile"), transaction():
        answer(femke, row.uid, unlock=True)


def test_a_reader_asks_on_the_screen_and_the_owner_answers_there(
    page: Page, lock: Protection, femke: Person, ruben: Person, browser_of: Browser
) -> None:
    theirs, where = browser_of(ruben), f"/p/{page.uid}/unlock"
    assert where in theirs.get(f"/s/congestion-management/{page.slug}").text
    answer = theirs.submit(where, {"reason": ""}, seen_on=where)
    assert answer.status_code == 422 and "Say why" in answer.text
    assert theirs.submit(where, {"reason": "The rota"}, seen_on=where).status_code == 303
    assert "Nobody answered yet." in theirs.get(where).text
    mine, screen = browser_of(femke), f"/p/{page.uid}/protection"
    assert mine.get(where).location == screen
    assert "The rota" in mine.get(screen).text and "The rota" not in theirs.get(screen).text
    row = session().query(UnlockRequest).one()
    target = f"{where}/{row.uid}"
    keep = {"decision": "keep", "answer": ""}
    assert mine.submit(target, keep, seen_on=screen).status_code == 422
    assert theirs.submit(target, keep | {"answer": "No"}, seen_on=where).status_code in {400, 403}
    assert mine.submit(target, keep | {"answer": "On Monday"}, seen_on=screen).status_code == 303
    assert "On Monday" in theirs.get(where).text


def writes(window: Window, page: Page) -> None:
    window.emit("page:open", {"uid": page.uid, "writing": True})


def test_who_is_typing_hears_what_becomes_of_it(
    open_line: Open, page: Page, femke: Person, ruben: Person, noor: Person
) -> None:
    typing, reading, own = open_line(ruben), open_line(noor), open_line(femke)
    writes(typing, page)
    reading.emit("page:open", {"uid": page.uid})
    writes(own, page)
    with transaction():
        protect(femke, page, Wish(Level.LOCKED, reason="An incident"))
    assert told(typing, "page:guarded") == [{"kind": "locked", "name": "Femke de Boer"}]
    with transaction():
        release(femke, set_on(page)[0].uid)
    assert told(typing, "page:guarded") == [{"kind": "open", "name": "Femke de Boer"}]
    assert told(reading, "page:guarded") == told(own, "page:guarded") == []


def test_who_is_typing_below_hears_of_a_guard_of_all_below(
    open_line: Open, page: Page, space: Space, femke: Person, ruben: Person
) -> None:
    with transaction():
        below = create_page(femke, space, title="Below", text=TEXT, parent=page.uid).page
    typing = open_line(ruben)
    writes(typing, below)
    until = clock.now() + timedelta(days=1)
    with transaction():
        protect(femke, page, Wish(Level.BEFORE, subtree=True, until=until))
    assert told(typing, "page:guarded") == [{"kind": "before", "name": "Femke de Boer"}]
