"""Fixtures of every test: an application, a database that forgets, people, spaces, a browser's client.

Each test runs inside one outer transaction on one connection that is rolled back at its end; the
session's own commits are savepoints in it. `ESSP_TEST_DATABASE=postgresql` runs the same tests on a
private PostgreSQL server, started for the run.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as examples
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session, scoped_session

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import Base, db
from essp.core.ids import key_of, slugify
from essp.core.shelf import shelf
from essp.people import passwords, sessions
from essp.people.current import TOKEN
from essp.people.models import Person, Role
from essp.spaces import governing
from essp.spaces.models import Access, Membership, Space
from essp.stats import recording
from tests import servers, turns
from tests.hygiene import HygieneClient

# A busy machine is not a fault of the code: no test fails for the time one example takes.
PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
examples.register_profile("house", max_examples=50, **PATIENT)
examples.register_profile("thorough", max_examples=500, **PATIENT)
examples.load_profile("house")

CHECKOUT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 4 * 2**30


def real_data(name: str) -> Path:
    """A file of real content, or a skip that says what is missing."""
    folder = Path(os.environ.get("ESSP_TEST_DATA", CHECKOUT.parent / "shared" / "data"))
    if not (folder / name).exists():
        pytest.skip(f"real content {name} is not in {folder} (set ESSP_TEST_DATA)")
    return folder / name


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of long walks."""
    turns.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the part of the long walks, and keep what tests write in memory where there is much."""
    turns.choose(config)
    if config.option.thorough:
        examples.load_profile("thorough")
    if "TMPDIR" not in os.environ and _much_memory():
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _much_memory() -> bool:
    if not (MEMORY.is_mount() and os.access(MEMORY, os.W_OK)):
        return False
    there = os.statvfs(MEMORY)
    free = there.f_bavail * there.f_frsize
    return free >= ENOUGH_MEMORY and not there.f_flag & os.ST_NOEXEC


def pytest_report_header(config: pytest.Config) -> str:
    """Which part of the long walks is taken."""
    return turns.said(config)


def pytest_collection_finish() -> None:
    """What was imported stays for the run: the collector of garbage need not look at it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what does not touch this database: it was tested on the first run."""
    if os.environ.get("ESSP_TEST_DATABASE", "sqlite") != "postgresql":
        return
    without = [item for item in items if "database" not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=without)
    left_out = set(without)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of this test process."""
    if os.environ.get("ESSP_TEST_DATABASE", "sqlite") == "postgresql":
        with servers.postgresql() as address:
            yield address
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'essp.db'}"


@pytest.fixture(scope="session", autouse=True)
def careful_hashes() -> Iterator[PasswordHasher]:
    """How an installation hashes passwords. A careful hash takes long: tests hash quickly instead."""
    careful = passwords.hasher
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "hasher", quick)
        yield careful


@pytest.fixture(scope="session")
def app(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on an empty database with all tables."""
    with application(database, tmp_path_factory.mktemp("data")) as app:
        yield app


@contextmanager
def application(database: str, data: Path) -> Iterator[Flask]:
    """An application of its own on an empty database, with all tables."""
    app = create_app(Settings(data=data, database=database, testing=True, secret_key="test"))
    app.test_client_class = HygieneClient
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_compiled(data)))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def _compiled(data: Path) -> Path:
    """A folder that all processes of this run share for their compiled templates."""
    folder = data.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else data.parent
    compiled = folder / "templates"
    compiled.mkdir(exist_ok=True)
    return compiled


@pytest.fixture(autouse=True)
def _isolated(request: pytest.FixtureRequest) -> Iterator[None]:
    """Roll back whatever a test that uses the application wrote."""
    if "app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    with app.app_context():
        connection = db.engine.connect()
        outer = connection.begin()
        shelf.clear()
        # Sites that other tests made write what is opened by themselves, in a thread of their own.
        recording.rest()
        usual = db.session
        # One session for the test and for the requests it makes, whatever context they run in.
        bound = Session(
            bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        db.session = scoped_session(lambda: bound, scopefunc=lambda: 0)
        db.session.remove = bound.expire_all  # type: ignore[method-assign]
        try:
            yield
        finally:
            bound.close()
            db.session = usual
            outer.rollback()
            connection.close()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session that the code under test uses."""
    return db.session()


@pytest.fixture
def make_person(session: Session) -> Callable[..., Person]:
    """Make people: `make_person("Femke de Boer", department="Grid planning")`."""

    return partial(add_person, session)


def add_person(session: Session, name: str = "Femke de Boer", **values: Any) -> Person:
    """Somebody with an account, and a handle and an address made of the name."""
    handle = values.pop("handle", slugify(name))
    person = Person(
        handle=handle,
        name=name,
        name_key=key_of(name),
        email=values.pop("email", f"{handle}@example.org"),
        created_at=clock.now(),
        joined_at=values.pop("joined_at", clock.now()),
        **values,
    )
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def femke(make_person: Callable[..., Person]) -> Person:
    """A member who writes."""
    return make_person("Femke de Boer", department="Grid planning")


@pytest.fixture
def ruben(make_person: Callable[..., Person]) -> Person:
    """Another member."""
    return make_person("Ruben Haak", department="System operations")


@pytest.fixture
def noor(make_person: Callable[..., Person]) -> Person:
    """Somebody who belongs to no space: the outsider."""
    return make_person("Noor Jansen", department="Customer connections")


@pytest.fixture
def administrator(make_person: Callable[..., Person]) -> Person:
    """An administrator."""
    return make_person("Ada Beheer", role=Role.ADMINISTRATOR.value)


@pytest.fixture
def make_space(session: Session) -> Callable[..., Space]:
    """Make a space owned by a person: `make_space(femke, "Congestion", access=Access.CLOSED)`."""

    def make(owner: Person, name: str = "Congestion management", **values: Any) -> Space:
        members = values.pop("members", ())
        space = governing.create_space(owner, name=name, **values)
        for person in members:
            session.add(Membership(space_id=space.id, person_id=person.id, since=clock.now()))
        session.commit()
        return space

    return make


@pytest.fixture
def space(make_space: Callable[..., Space], femke: Person) -> Space:
    """An open space that Femke owns."""
    return make_space(femke)


@pytest.fixture
def closed_space(make_space: Callable[..., Space], femke: Person, ruben: Person) -> Space:
    """A closed space of Femke and Ruben; Noor may not know of it."""
    return make_space(femke, "Reorganisation", access=Access.CLOSED, members=(ruben,))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def browser_of(app: Flask, session: Session) -> Callable[[Person], FlaskClient]:
    """A browser in which this person is signed in."""

    def sign_in(person: Person) -> FlaskClient:
        token = sessions.begin_sign_in(person, days=30)
        session.commit()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie[TOKEN] = token
        return browser

    return sign_in
