"""What the tests of home begin with: people who belong to spaces, and the jobs that follow deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from essp.core.db import db, transaction
from essp.home.gathering import Asked, Needs, News, needs_of, news_of, visit
from essp.home.interests import interests_of
from essp.home.visits import visit_of
from essp.people.models import Person
from essp.spaces.membership import join_space
from essp.spaces.models import Space

Home = Callable[..., tuple[Needs, News]]


@pytest.fixture
def joined(space: Space, ruben: Person) -> Person:
    """Ruben, who belongs to the open space."""
    with transaction():
        join_space(ruben, space)
    return ruben


@pytest.fixture
def home_of(app: Flask) -> Home:
    """What somebody finds at home: what needs them and what is new."""

    def look(person: Person, **asked: object) -> tuple[Needs, News]:
        with app.test_request_context("/"):  # what is told holds addresses
            who = interests_of(person)
            needs = needs_of(who)
            since, _before = visit(visit_of(person))
            return needs, news_of(who, since, Asked(**asked), needs)

    return look


def titles(news: News) -> list[str]:
    """What is new, by title, place after place."""
    return [item.title for place in news.places for item in place.items]


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """What is asked of the database meanwhile."""

    @contextmanager
    def heard() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE")):
                asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return heard
