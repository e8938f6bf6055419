"""Who is on a page now: told over the live line, to those who may read it, as long as they may."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from essp.core import realtime
from essp.core.db import transaction
from essp.people import sessions
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki import presence
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from tests.lines import Open, Window, open_line, told

__all__ = ["open_line"]


def show(window: Window, page: Page, *, writing: bool = False) -> Any:
    return window.emit("page:open", {"uid": page.uid, "writing": writing})


def here(window: Window) -> list[tuple[str, bool]]:
    """Names and whether they write, by the last that was told."""
    return [(each["name"], each["writing"]) for each in told(window, "page:people")[-1]["people"]]


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Switching plan", text="One.\n").page


@pytest.fixture
def closed_page(femke: Person, closed_space: Space) -> Page:
    with transaction():
        return create_page(femke, closed_space, title="Reorganisation", text="One.\n").page


def test_everyone_on_a_page_sees_the_others_and_who_writes(
    open_line: Open, femke: Person, ruben: Person, page: Page
) -> None:
    reading, writing = open_line(femke), open_line(ruben)
    assert show(reading, page) == {"number": 1, "name": "Femke de Boer"}
    assert here(reading) == []
    show(writing, page, writing=True)
    assert here(writing) == [("Femke de Boer", False)]
    assert here(reading) == [(ruben.name, True)]
    writing.disconnect()
    assert here(reading) == []


def test_one_person_with_two_windows_is_one_person(
    open_line: Open, femke: Person, ruben: Person, page: Page
) -> None:
    windows = [open_line(ruben), open_line(ruben), open_line(femke)]
    show(windows[0], page)
    show(windows[1], page, writing=True)
    show(windows[2], page)
    assert here(windows[2]) == [(ruben.name, True)]
    assert here(windows[0]) == [("Femke de Boer", False)]


def test_who_writes_is_told_of_a_revision_by_somebody_else(
    open_line: Open, femke: Person, ruben: Person, page: Page
) -> None:
    mine, theirs = open_line(femke), open_line(ruben)
    show(mine, page, writing=True)
    show(theirs, page, writing=True)
    with transaction():
        edit_page(ruben, page, text="Two.\n", based_on=1)
    assert told(mine, "page:revised") == [{"number": 2, "name": ruben.name, "handle": ruben.handle}]
    assert told(theirs, "page:revised") == []


def test_a_page_one_may_not_know_of_answers_like_one_that_is_missing(
    open_line: Open, noor: Person, closed_page: Page
) -> None:
    window = open_line(noor)
    hidden = show(window, closed_page)
    missing = window.emit("page:open", {"uid": "zzzzzzzzzz"})
    assert hidden == missing == {"error": "missing"}
    assert window.get_received() == []


def test_who_loses_the_right_to_read_hears_nothing_more(
    open_line: Open, femke: Person, ruben: Person, closed_space: Space, closed_page: Page
) -> None:
    with transaction():
        membership.add_member(femke, closed_space, ruben)
    theirs, mine = open_line(ruben), open_line(femke)
    show(theirs, closed_page)
    show(mine, closed_page)
    theirs.get_received()
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
        edit_page(femke, closed_page, text="Two.\n", based_on=1)
    assert not theirs.is_connected() or theirs.get_received() == []
    presence.tell_who_is_here(closed_page.id)
    assert here(mine) == []


def test_a_line_of_a_sign_in_that_ended_hears_nothing_more(
    open_line: Open, femke: Person, ruben: Person, page: Page, session: Session
) -> None:
    theirs, mine = open_line(ruben), open_line(femke)
    show(theirs, page)
    with transaction():
        sessions.end_all(ruben)
    show(mine, page)
    assert here(mine) == []


def test_nobody_opens_a_line_without_being_signed_in(open_line: Any) -> None:
    assert not open_line(None).is_connected()


@pytest.mark.parametrize(
    "sent", [(), ({}, {}), ("x",), (None,), ([],), ({"uid": {"__proto__": 1}},), ({"uid": 7},)]
)
def test_odd_messages_are_answered_and_break_nothing(
    open_line: Open, femke: Person, page: Page, sent: tuple[Any, ...]
) -> None:
    window = open_line(femke)
    answer = window.emit("page:open", *sent)
    assert answer["error"] in {"malformed", "missing"}
    assert show(window, page)["number"] == 1


def test_a_person_has_only_so_many_lines(
    open_line: Open, femke: Person, ruben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime, "MOST_OF_ONE_PERSON", 2)
    windows = [open_line(femke) for _ in range(3)]
    assert [window.is_connected() for window in windows] == [True, True, False]
    assert open_line(ruben).is_connected()


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        (None, True),
        ("https://wiki.example", True),
        ("http://inner:8000", True),
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_only_pages_of_this_site_open_a_line(origin: str | None, own: bool) -> None:
    environ = {"HTTP_HOST": "inner:8000"}
    assert realtime._own_site("wiki.example", origin, environ) is own
