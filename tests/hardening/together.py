"""Several people at the same moment: threads that really commit, each in a context of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import Base, db, session, transaction
from essp.core.decision import Invalid, Refused
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces import governing
from essp.spaces.models import Space
from essp.wiki.editing import Conflict, create_page
from tests import servers

WRITERS = 8
START = "".join(f"## Part {number}\n\nNobody wrote here yet.\n\n" for number in range(WRITERS))


@pytest.fixture(scope="module")
def address_together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of its own: threads commit for real here."""
    if os.environ.get("ESSP_TEST_DATABASE") == "postgresql":
        with servers.postgresql() as found:
            yield found
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('together') / 'essp.db'}"


@pytest.fixture(scope="module")
def together(address_together: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that many threads use at once, with its people."""
    folder = tmp_path_factory.mktemp("data")
    app = create_app(Settings(data=folder, database=address_together, secret_key="x"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            for number in range(WRITERS):
                name = f"Writer {'abcdefgh'[number] * 3}"
                session().add(
                    Person(
                        handle=f"writer-{number}", name=name, name_key=name.lower(),
                        created_at=clock.now(), joined_at=clock.now(),
                    )
                )  # fmt: skip
            session().flush()
            governing.create_space(writer(0), name="Operations")
    yield app
    with app.app_context():
        db.engine.dispose()


def writer(number: int) -> Person:
    return session().scalars(select(Person).where(Person.handle == f"writer-{number}")).one()


def new_page(app: Flask, title: str, text: str = START) -> str:
    """The uid of a new page by the first writer."""
    with app.app_context(), transaction():
        space = session().scalars(select(Space)).one()
        return create_page(writer(0), space, title=title, text=text).page.uid


def at_once(app: Flask, act: Callable[[int], object], many: int = WRITERS) -> list[object]:
    """What came of several that begin together, each in a context of its own."""
    start = Barrier(many)

    def run(number: int) -> object:
        with app.app_context():
            start.wait()
            return act(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


def outcome(act: Callable[[], object]) -> str:
    """Whether an act in a transaction was done or refused in words."""
    try:
        with transaction():
            act()
    except (Invalid, Refused, Conflict) as refused:
        return type(refused).__name__
    return "done"


def browser(app: Flask, number: int) -> FlaskClient:
    """A browser in which this writer is signed in."""
    with transaction():
        token = sessions.begin_sign_in(writer(number), days=1)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return client
