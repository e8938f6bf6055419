"""The world of canaries, and a browser or a program for every kind of reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core import clock
from essp.core.worker import do_all
from essp.people import sessions
from essp.people.current import TOKEN
from essp.search import indexing, live
from essp.search.backends.whoosh import WhooshIndex
from tests.canary import world as worlds
from tests.canary.comments import passage_comments
from tests.canary.talking import talk
from tests.canary.world import MakePerson, World

READERS = (
    "anonymous", "outsider", "asker", "member", "owner", "manager", "administrator", "left",
    "program",
)  # fmt: skip
Ask = Callable[..., TestResponse]


def some_on_both(on_both: str, everyone: Sequence[str]) -> list[Any]:
    """All of these on SQLite, some of them also on PostgreSQL, where `slow` tests are left out: the
    rules in SQL are held to the same table on both databases."""
    some = on_both.split()
    return [
        each if each in some else pytest.param(each, marks=pytest.mark.slow) for each in everyone
    ]


class Reader:
    """One kind of reader at a browser or as a program."""

    def __init__(self, app: Flask, name: str, world: World, session: Session) -> None:
        self.app, self.name, self.session = app, name, session
        self.browser = FlaskClient(app, app.response_class, use_cookies=True)
        self.headers: dict[str, str] = {}
        if name == "program":
            self.headers = {"Authorization": f"Bearer {world.api_tokens['outsider']}"}
        elif name != "anonymous":
            token = world.sign_ins.get(name) or sessions.begin_sign_in(world.people[name], days=30)
            session.commit()
            with self.browser.session_transaction() as cookie:
                cookie[TOKEN] = token
        name = app.config["SESSION_COOKIE_NAME"]
        found = self.browser.get_cookie(name)
        self.cookie = (name, found.value if found else "")

    def ask(self, path: str, method: str = "GET", **options: object) -> TestResponse:
        """The answer to a request; whatever it changed is undone."""
        self.session.commit()
        # As it was: an earlier request may have signed out, or left a message for the next page.
        self.browser.set_cookie(*self.cookie)
        connection = self.session.get_bind()
        undo = connection.begin_nested()  # type: ignore[union-attr]
        headers = {**self.headers, **options.pop("headers", {})}  # type: ignore[dict-item]
        try:
            with self.app.app_context():
                answer = self.browser.open(path, method=method, headers=headers, **options)
        finally:
            self.session.rollback()
            self.session.info.pop("inside", None)
            undo.rollback()
            self.session.expire_all()
        return answer


@pytest.fixture
def own_index(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A search index of this test alone."""
    index = WhooshIndex(tmp_path / "index")
    monkeypatch.setattr(live, "index", lambda: index)
    indexing.rebuild()
    yield
    index.close()


@pytest.fixture
def noon() -> Iterator[None]:
    """One moment for the whole test, so that no answer differs by the clock."""
    with clock.held_at(datetime(2026, 11, 19, 12, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def open_world(app: Flask, make_person: MakePerson, noon: None, own_index: None) -> World:
    """The organisation as long as there is nothing to hide but private data."""
    app.extensions.pop("essp.limits", None)  # what an earlier walk tried does not count
    made = World()
    worlds.people_of(made, make_person)
    worlds.open_content(made)
    worlds.private_data(made)
    worlds.profile_fields(made)
    do_all()
    return made


@pytest.fixture
def world(open_world: World, session: Session) -> World:
    """The organisation with all its closed things, searchable."""
    worlds.guarded_content(open_world, session)
    passage_comments(open_world)
    talk(open_world)
    worlds.moved_page(open_world)
    worlds.kept_searches(open_world)
    worlds.woven(open_world)
    worlds.unsaved_page(open_world)
    do_all()
    return open_world


@pytest.fixture
def reader(app: Flask, world: World, session: Session) -> Callable[[str], Reader]:
    """Make a reader of a kind."""
    return lambda name: Reader(app, name, world, session)
