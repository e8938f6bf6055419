"""What a search for people asks and gives: the one shape that every door shows.

Nothing here holds a score: who stands first is all that a reader learns of the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from essp.core.i18n import Message
from essp.people.models import Person
from essp.topics.queries import Named


class Order(Enum):
    """In which order people stand: by evidence, by their latest work, by who has time."""

    EVIDENCE = "evidence"
    RECENT = "recent"
    TIME = "time"


class Level(Enum):
    """How strong the evidence is, in a word."""

    STRONG = "strong"
    GOOD = "good"
    SOME = "some"
    DECLARED = "declared"


class Kind(Enum):
    """What a line of evidence tells."""

    WROTE = "wrote"
    CHANGED = "changed"
    ACCEPTED = "accepted"
    HELPFUL = "helpful"
    BECAME = "became"
    ENDORSED = "endorsed"
    OWNS = "owns"
    VERIFIED = "verified"
    REVIEWED = "reviewed"
    NAMED = "named"
    THANKED = "thanked"
    DECLARED = "declared"


@dataclass(frozen=True)
class Wanted:
    """Whom one looks for: only of a department, a place, a language; work of so many days at most.

    `left` asks for people who left instead: who knew. `limit` people, from the place `start` on.
    `as_typed` takes the words as they are, even where nothing holds them.
    """

    department: str = ""
    location: str = ""
    language: str = ""
    days: int = 0
    order: Order = Order.EVIDENCE
    left: bool = False
    limit: int = 10
    start: int = 0
    as_typed: bool = False


@dataclass(frozen=True)
class Line:
    """One line of evidence: the sentence with its place for the work, what that is called, its address.

    `text` holds `%(work)s` where the link stands; without a path there is none. `at` is the latest of
    the work, `count` how many pieces it tells of.
    """

    kind: Kind
    text: Message
    work: str = ""
    path: str = ""
    at: datetime | None = None
    count: int = 1

    @property
    def around(self) -> tuple[str, str]:
        """The sentence before and behind the work it names; all of it before where it names none."""
        before, _place, after = str(self.text).partition("%(work)s")
        return before, after


@dataclass(frozen=True)
class Figures:
    """What is shown in numbers beside the lines: share of the standing words about it from 0 to 1,
    accepted answers, colleagues who endorse, work in each of the last twelve months, oldest first."""

    share: float = 0.0
    answers: int = 0
    endorsed: int = 0
    months: Sequence[int] = ()


@dataclass(frozen=True)
class Room:
    """Whether somebody has time: away until when and who stands in, questions that wait, how fast.

    `answers_within` is hours until half of their answers came; None where unknown or kept to themselves.
    `full` says that they were brought as many questions today as they want.
    """

    away_until: date | None = None
    deputy: Person | None = None
    waiting: int = 0
    answers_within: float | None = None
    full: bool = False


@dataclass(frozen=True)
class Found:
    """Somebody who knows, and why."""

    person: Person
    level: Level
    lines: Sequence[Line]
    figures: Figures
    room: Room
    last_at: datetime | None


@dataclass(frozen=True)
class Facet:
    """How many of those found are of a department, place or language; None where under five."""

    name: str
    count: int | None


@dataclass(frozen=True)
class Answer:
    """What a search for people gave.

    `shown` have shown it in their work, `declared` only say so; `people` are those of this part.
    `meant` are the words as they were put right, `topics` those that the words name, `near` related
    ones with how many people stand behind each. `people_named` are persons whose name was asked for.
    `close` says that nobody has shown it: `people` are those whose work comes closest. `sits` is where
    the knowledge sits, by department. `off` says that the organisation does without.
    """

    asked: str
    people: Sequence[Found] = ()
    shown: int = 0
    declared: int = 0
    meant: str = ""
    topics: Sequence[Named] = ()
    near: Sequence[tuple[Named, int]] = ()
    people_named: Sequence[Person] = ()
    sits: Sequence[Facet] = ()
    facets: Mapping[str, Sequence[Facet]] = field(default_factory=dict)
    close: bool = False
    off: bool = False
    degraded: bool = False
