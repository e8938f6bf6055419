"""Answers of the finder made by hand, for what its screens do with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.i18n import lazy
from essp.expertise import finding
from essp.expertise.models import Knower
from essp.expertise.shapes import Answer, Figures, Found, Kind, Level, Line, Room
from essp.people.models import Person
from essp.topics.models import Topic
from essp.topics.naming import take_up
from essp.topics.words import key_of_name

MONTHS = (0, 1, 0, 2, 1, 3, 1, 0, 2, 4, 3, 5)


def found(person: Person, **given: Any) -> Found:
    """Somebody who knows: wrote half of a page, with two answers."""
    said: dict[str, Any] = {
        "level": Level.STRONG,
        "lines": (Line(Kind.WROTE, lazy("Wrote 46%% of %(work)s", work="%(work)s"), "Peak <b>",
                       "/s/peak/loads"),),
        "figures": Figures(0.46, 2, 1, MONTHS),
        "room": Room(answers_within=5.0),
        "last_at": clock.now() - timedelta(days=3),
    }  # fmt: skip
    return Found(person, **{**said, **given})


def knower(person: Person, topic: Topic, **given: Any) -> Knower:
    """What somebody has shown about a topic, seen by everyone since a year."""
    long_ago = clock.now() - timedelta(days=365)
    said: dict[str, Any] = {
        "words": 400, "share": 0.4, "pages": 2, "answers": 1, "evidence": 2.0,
        "months": list(MONTHS), "first_at": long_ago, "last_at": clock.now(),
        "since": long_ago, "shown_from": long_ago,
    }  # fmt: skip
    return Knower(person_id=person.id, topic_id=topic.id, **{**said, **given})


def a_topic(session: Session, person: Person, name: str) -> Topic:
    """A topic that everyone may know of."""
    made = take_up(person, {key_of_name(name): name}, "en", openly=True)[0]
    session.commit()
    return made


@pytest.fixture
def topic(session: Session, femke: Person) -> Topic:
    """Winter peak, which everyone may know of."""
    return a_topic(session, femke, "Winter peak")


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the finder answer this: `finds(found(femke), shown=1)`."""

    def answer(*people: Found, **given: Any) -> None:
        shown = given.pop("shown", len(people))
        monkeypatch.setattr(
            finding, "find",
            lambda _actor, asked, wanted=None: Answer(asked, people, shown, **given),
        )  # fmt: skip

    return answer
