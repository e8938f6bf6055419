"""Two web processes over one database see who is on a page, and who writes, with the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from essp.app import create_app
from essp.core import attending, clock
from essp.core.attending import LineHolder, LineView
from essp.core.db import transaction
from essp.discussions.models import Thread
from essp.discussions.web import live as talk_live
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from tests.discussions.talking import ask
from tests.lines import Open, Window, open_line, told

__all__ = ["open_line"]


@pytest.fixture(scope="module")
def other(database: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as a second process of the same site."""
    folder: Path = tmp_path_factory.mktemp("other")
    return create_app(Settings(data=folder, database=database, testing=True, secret_key="test"))


@pytest.fixture
def open_there(other: Flask, session: Session) -> Iterator[Open]:
    windows: list[Window] = []

    def open_line(person: Person | None) -> Window:
        assert person is not None
        token = sessions.begin_sign_in(person, days=1)
        session.commit()
        browser = other.test_client()
        with browser.session_transaction() as cookie:
            cookie[TOKEN] = token
        windows.append(Window(other, browser))
        return windows[-1]

    yield open_line
    for window in windows:
        window.disconnect()
    forget(other)


@pytest.fixture(autouse=True)
def _forgotten(app: Flask, session: Session) -> Iterator[None]:
    yield
    forget(app)


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Switching plan", text="One.\n").page


def forget(app: Flask) -> None:
    with app.app_context():
        attending.withdraw()


@pytest.fixture
def look(app: Flask, other: Flask) -> Callable[[], None]:
    """Both processes look twice: to tell, and to hear."""

    def look() -> None:
        for each in (app, other, app, other):
            with each.app_context():
                attending.keep()

    return look


def here(window: Window) -> list[tuple[str, bool]]:
    return [(each["name"], each["writing"]) for each in told(window, "page:people")[-1]["people"]]


def test_people_on_a_page_see_each_other_across_processes(
    open_line: Open, open_there: Open, femke: Person, ruben: Person, page: Page, look: Any
) -> None:
    look()
    mine, theirs = open_line(femke), open_there(ruben)
    mine.emit("page:open", {"uid": page.uid})
    theirs.emit("page:open", {"uid": page.uid, "writing": True})
    look()
    assert here(mine) == [(ruben.name, True)]
    assert here(theirs) == [(femke.name, False)]
    theirs.emit("page:close", {})
    look()
    assert here(mine) == []


def test_who_writes_a_reply_is_shown_across_processes_and_when_they_stop(
    open_line: Open, open_there: Open, femke: Person, ruben: Person, space: Space, look: Any
) -> None:
    thread: Thread = ask(femke, space)
    look()
    mine, theirs = open_line(femke), open_there(ruben)
    for window in (mine, theirs):
        window.emit("thread:open", {"uid": thread.uid})
    for on, names in ((True, [ruben.name]), (False, [])):
        theirs.emit("thread:writing", {"uid": thread.uid, "on": on})
        look()
        shown = told(mine, "thread:writing")[-1]["people"]
        assert [each["name"] for each in shown] == names


def test_who_stops_to_write_without_a_word_is_no_longer_shown_elsewhere(
    other: Flask, open_line: Open, open_there: Open, femke: Person, ruben: Person, space: Space,
    look: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    thread: Thread = ask(femke, space)
    look()
    mine, theirs = open_line(femke), open_there(ruben)
    for window in (mine, theirs):
        window.emit("thread:open", {"uid": thread.uid})
    monkeypatch.setattr(talk_live, "LASTS", -1.0)
    theirs.emit("thread:writing", {"uid": thread.uid})
    look()
    with other.app_context():
        talk_live.tell_ended()
    look()
    assert told(mine, "thread:writing")[-1]["people"] == []


def test_who_may_not_read_a_page_any_more_is_not_shown_from_elsewhere_either(
    open_line: Open, open_there: Open, femke: Person, ruben: Person, closed_space: Space, look: Any
) -> None:
    with transaction():
        page = create_page(femke, closed_space, title="Reorganisation", text="One.\n").page
        membership.add_member(femke, closed_space, ruben)
    look()
    mine, theirs = open_line(femke), open_there(ruben)
    mine.emit("page:open", {"uid": page.uid})
    theirs.emit("page:open", {"uid": page.uid})
    look()
    assert here(mine) == [(ruben.name, False)]
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    mine.emit("page:open", {"uid": page.uid})
    assert here(mine) == []


def test_a_process_that_is_alone_keeps_nothing_of_who_is_where(
    app: Flask, open_line: Open, femke: Person, page: Page, session: Session
) -> None:
    open_line(femke).emit("page:open", {"uid": page.uid})
    attending.keep()
    assert session.scalar(select(func.count()).select_from(LineHolder)) == 1
    assert session.scalar(select(func.count()).select_from(LineView)) == 0


def test_a_process_that_died_is_forgotten_with_its_lease(
    open_line: Open, open_there: Open, femke: Person, ruben: Person, page: Page,
    look: Any, monkeypatch: pytest.MonkeyPatch, session: Session,
) -> None:  # fmt: skip
    look()
    mine, theirs = open_line(femke), open_there(ruben)
    mine.emit("page:open", {"uid": page.uid})
    theirs.emit("page:open", {"uid": page.uid})
    look()
    later = clock.now() + attending.LASTS + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    attending.keep()
    assert here(mine) == []
    assert session.scalar(select(func.count()).select_from(LineView)) == 0
