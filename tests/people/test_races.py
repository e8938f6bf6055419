"""What several do at the same moment happens as often as it should."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from config import Settings
from essp.app import create_app
from essp.core.db import Base, db, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people import accounts, links, managing, queries, tree, unclaimed
from essp.people.models import Person, Purpose, Role
from tests import servers
from tests.people.conftest import PASSWORD

AT_ONCE = 4


@pytest.fixture
def site(tmp_path: Path):
    """An application on a database of its own, so that threads may really commit."""
    site = create_app(Settings(data=tmp_path, testing=True, secret_key="test"))
    with site.app_context():
        Base.metadata.create_all(db.engine)
    yield site
    with site.app_context():
        db.engine.dispose()


def successes(site: Flask, act: Callable[[int], object]) -> int:
    """How many of several threads that begin together succeed; the others are refused in words."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> bool:
        start.wait()
        with site.app_context():
            try:
                with transaction():
                    act(number)
            except (NotFound, Refused, Invalid):
                return False
            return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(run, range(AT_ONCE)))


def test_an_invitation_is_accepted_once(site: Flask) -> None:
    with site.app_context(), transaction():
        person = accounts.expect_person("Noor Vos", "noor@example.org", invited_by=None)
        token = links.make_link(Purpose.INVITATION, person)

    def accept(_number: int) -> None:
        accounts.accept_invitation(token, PASSWORD, site_name="Kantlijn")

    assert successes(site, accept) == 1


def test_one_first_administrator_is_made(site: Flask) -> None:
    with site.app_context(), transaction():
        token = accounts.make_setup_link()

    def set_up(number: int) -> None:
        name = f"Ada {chr(97 + number) * 3}"
        accounts.set_up(token, name, f"a{number}@x.example", PASSWORD, site_name="Kantlijn")

    assert successes(site, set_up) == 1


def test_somebody_is_invited_once_into_being(site: Flask) -> None:
    def invite(number: int) -> None:
        accounts.expect_person("Noor Vos", f"noor{number}@example.org", invited_by=None)

    assert successes(site, invite) == 1


def test_administrators_who_leave_together_leave_one(site: Flask) -> None:
    with site.app_context(), transaction():
        people = [
            unclaimed.find_or_create_unclaimed(f"Ada {chr(97 + number) * 3}", None)
            for number in range(AT_ONCE)
        ]
        for person in people:
            person.joined_at = person.created_at
            person.role = Role.ADMINISTRATOR.value
        handles = [person.handle for person in people]

    def leave(number: int) -> None:
        person: Person = queries.find_person(handles[number])
        accounts.close(person)

    assert successes(site, leave) == AT_ONCE - 1


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request: pytest.FixtureRequest, tmp_path: Path):
    """An application on a database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("site")
        return
    with servers.postgresql() as address:
        settings = Settings(data=tmp_path, database=address, testing=True, secret_key="test")
        site = create_app(settings)
        with site.app_context():
            Base.metadata.create_all(db.engine)
        yield site
        with site.app_context():
            db.engine.dispose()


def test_people_who_name_each_other_at_once_make_no_circle(either_site: Flask) -> None:
    with either_site.app_context(), transaction():
        ring = [
            accounts.expect_person(f"Ring {c * 3}", f"{c}@x.example", invited_by=None)
            for c in "abcd"
        ]
        handles = [person.handle for person in ring]

    def name_the_next(number: int) -> None:
        person, leader = (queries.find_person(handles[n % AT_ONCE]) for n in (number, number + 1))
        managing.set_manager(person, person, leader)

    assert successes(either_site, name_the_next) == AT_ONCE - 1
    with either_site.app_context():
        ways = [tree.above(queries.find_person(handle)) for handle in handles]
        assert sorted(map(len, ways)) == list(range(AT_ONCE))
