"""The world of canaries, and a browser or a program for every kind of reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from essp.core import clock
from essp.core.db import db
from essp.core.worker import do_all
from essp.people import sessions
from essp.people.current import TOKEN
from tests import servers
from tests.canary import world as worlds
from tests.canary.building import NOON, open_world, searched_in
from tests.canary.caring import care
from tests.canary.comments import passage_comments
from tests.canary.doubting import doubting
from tests.canary.figuring import figuring
from tests.canary.guarding import guarding
from tests.canary.inviting import inviting
from tests.canary.knowing import knowing
from tests.canary.owning import owning
from tests.canary.piloting import piloting
from tests.canary.proposals import proposals
from tests.canary.talking import talk
from tests.canary.weaving import woven
from tests.canary.world import World
from tests.conftest import add_person, application
from tests.turns import Turn, turn_of

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
        return answer


@pytest.fixture(scope="session")
def database(database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database apart from that of other tests: the world is written into it once, and stays."""
    return servers.another_database(database, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def app(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of its own for the world."""
    with application(database, tmp_path_factory.mktemp("data")) as app:
        yield app


@pytest.fixture(scope="session")
def built(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """The organisation with all its closed things, and the folder of its search index."""
    folder = tmp_path_factory.mktemp("index")
    with app.app_context(), clock.held_at(NOON), searched_in(folder):
        made = open_world(partial(add_person, db.session()))
        worlds.guarded_content(made, db.session())
        passage_comments(made)
        doubting(made)
        inviting(made)
        proposals(made)
        guarding(made)
        owning(made)
        talk(made)
        knowing(made)
        piloting(made)
        care(made)
        worlds.moved_page(made)
        worlds.kept_searches(made)
        woven(made)
        worlds.unsaved_page(made)
        do_all()
        figuring(made)
        do_all()
    return made, folder


@pytest.fixture
def world(
    app: Flask, built: tuple[World, Path], session: Session, tmp_path: Path
) -> Iterator[World]:
    """The organisation as it was built, searchable; what a test changes is undone."""
    app.extensions.pop("essp.limits", None)  # what an earlier walk tried does not count
    made, index = built
    shutil.copytree(index, tmp_path / "index")
    with clock.held_at(NOON), searched_in(tmp_path / "index"):
        yield made.within(session)


@pytest.fixture
def turn(pytestconfig: pytest.Config) -> Turn:
    """The part of the long walks that this run takes."""
    return turn_of(pytestconfig)


@pytest.fixture
def reader(app: Flask, world: World, session: Session) -> Callable[[str], Reader]:
    """Make a reader of a kind."""
    return lambda name: Reader(app, name, world, session)
