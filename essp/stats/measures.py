"""What is measured: each measure declared once, with its words, its one question and how it is read.

A measure is asked by SQL that gives rows of a scope's key and what `reading` needs, for every scope of an
axis at once. The catalogue stands in `essp.stats.catalogue`, one module for each chapter; importing it
declares all. The page "How it is counted" and docs/insight.md are made of the same declarations.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.dialects import sqlite

from essp.core.db import session
from essp.core.figures import Band, Share, Span, count_band, middle, rank, still_waiting, within
from essp.core.i18n import Message
from essp.stats.asking import Asked, Axis
from essp.stats.figure_models import Figure


class Unit(Enum):
    """What a value is counted in. Shares are from 0 to 1."""

    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    MINUTES = "minutes"
    DAYS = "days"
    RATIO = "ratio"


class Better(Enum):
    """Which way is better."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class About(Enum):
    """What a value says, by which it is withheld where it says it of few.

    THINGS: of questions, pages, ties; it is withheld where too few people stand behind it. PEOPLE: it is
    a number of people, or their share of `n`; it is withheld too where these, or the rest of them, are one
    to four. SPREAD: the middle of what many people each did; what nine in ten do not exceed is then told
    only where enough people exceed it.
    """

    THINGS = "things"
    PEOPLE = "people"
    SPREAD = "spread"


class Chapter(Enum):
    """Where a measure stands in the catalogue."""

    ADOPTION = "adoption"
    CONTRIBUTION = "contribution"
    CONVERSATION = "conversation"
    RELATIONS = "relations"
    KNOWLEDGE = "knowledge"
    CURATION = "curation"
    ONBOARDING = "onboarding"
    ORDER = "order"
    SIGNALS = "signals"
    MIGRATION = "migration"
    VALUE = "value"


@dataclass(frozen=True)
class Reading:
    """What a measure says: None of nothing. `n` is its base, `people` how many stand behind it."""

    value: float | None
    n: int = 0
    people: int = 0
    band: Band | None = None
    parts: Any = field(default_factory=dict)


Rows = Mapping[str, Sequence[Row[Any]]]
Question = Callable[[Asked], Select[Any]]
Read = Callable[[Sequence[Row[Any]]], Reading]
Veil = Callable[[Mapping[str, Any], int], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure. `window` is in days up to and with the day it is asked for.

    `question` gives rows of which the first column is called `key`; `reading` makes one reading of the
    rows of one key. `personal` says that it is made of what people opened or looked for, and is then not
    filled while the organisation measures the minimum. `least` is how many people must stand behind it (0
    for a queue of things that its reader can open), and `about` what the value says of them. Numbers of
    people are told rounded to five (`rounding`), but not the base where that is `of_everybody` who may
    take part, nor what is `listed` thing by thing. One
    whose base is what another counts is withheld along with that other (`within`). `of_people` says that
    the base counts people, and so does a value that is a count; `veil` takes from the parts what so many
    people do not stand behind; `grain` is to what a value is told, rounded up.
    """

    id: str
    chapter: Chapter
    name: Message
    formula: Message
    example: Message
    unit: Unit
    better: Better
    window: int
    question: Question
    reading: Read
    axes: tuple[Axis, ...] = (Axis.SITE, Axis.SPACE)
    personal: bool = False
    least: int = 5
    about: About = About.THINGS
    of_everybody: bool = False
    listed: bool = False
    within: str = ""
    of_people: bool = False
    veil: Veil | None = None
    grain: Callable[[Figure], float] | None = None

    def read(self, asked: Asked) -> dict[str, Reading]:
        """What it says of each scope of the axis, by key; nothing of those without a row."""
        return self.read_of(self.rows(asked))

    def rows(self, asked: Asked) -> Rows:
        """What its question gives, by key."""
        rows: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        for row in session().execute(self.question(asked)):
            rows[row.key].append(row)
        return rows

    def read_of(self, rows: Rows) -> dict[str, Reading]:
        """What it says of the rows of its question, by key."""
        return {key: self.reading(each) for key, each in rows.items()}

    def sql(self, asked: Asked) -> str:
        """The question as SQL, for people to read."""
        return str(self.question(asked).compile(dialect=sqlite.dialect()))

    def version(self, asked: Asked) -> str:
        """A hash of the question: figures of different versions are not the same measure.

        The days asked for are values of it, not words, so it is made once for each axis.
        """
        known = (self.question, asked.axis, asked.imported)
        if known not in _versions:
            _versions[known] = hashlib.sha256(self.sql(asked).encode()).hexdigest()[:12]
        return _versions[known]


_measures: dict[str, Measure] = {}
_versions: dict[tuple[object, ...], str] = {}


def declare(measure: Measure) -> Measure:
    """Put a measure into the catalogue. Raises ValueError where its id is taken."""
    if measure.id in _measures:
        raise ValueError(f"{measure.id} is declared twice")
    _measures[measure.id] = measure
    return measure


def catalogue() -> Mapping[str, Measure]:
    """All measures by their ids, in the order of these."""
    return dict(sorted(_measures.items()))


def those_alike_together(measures: Iterable[Measure]) -> list[Measure]:
    """The same measures; those that ask the same question stand beside the first of them."""
    wanted = list(measures)
    turn: dict[Question, int] = {}
    for each in wanted:
        turn.setdefault(each.question, len(turn))
    return sorted(wanted, key=lambda each: turn[each.question])


class Answers:
    """What the last question gave, for measures that ask the same one after another.

    Kept until another is asked, and only where several of the catalogue ask it: who meets whom is many rows.
    """

    def __init__(self) -> None:
        self._question: Question | None = None
        self._given: dict[Asked, Rows] = {}

    def read(self, measure: Measure, asked: Asked) -> dict[str, Reading]:
        """What a measure says, of rows that were asked for already where there are such."""
        if measure.question is not self._question:
            self.forget()
            self._question = measure.question
        rows = self._given.get(asked)
        if rows is None:
            rows = measure.rows(asked)
            if sum(each.question is measure.question for each in _measures.values()) > 1:
                self._given[asked] = rows
        return measure.read_of(rows)

    def forget(self) -> None:
        """Let go of what was given."""
        self._question, self._given = None, {}


def share(rows: Sequence[Row[Any]]) -> Reading:
    """Of rows `part`, `whole`, `people`: the part of the whole, with the interval of Wilson (1927)."""
    found = Share(sum(int(row.part or 0) for row in rows), sum(int(row.whole or 0) for row in rows))
    people = sum(int(row.people or 0) for row in rows)
    return Reading(found.value, found.whole, people, found.band, {"part": found.part})


def count(rows: Sequence[Row[Any]]) -> Reading:
    """Of rows `count`, `people`: how many, with the interval of a Poisson process."""
    # A row is a tuple, which has a `count` of its own.
    total = sum(int(row._mapping["count"] or 0) for row in rows)
    return Reading(
        float(total), total, sum(int(row.people or 0) for row in rows), count_band(total)
    )


def waits(rows: Sequence[Row[Any]]) -> Reading:
    """Of rows `length` (hours), `ended`, `person_id`: within how many hours half ended, censored rightly.

    `parts`: p75, p90, the curve as [hours, share still waiting], how many never ended.
    """
    spans = [Span(max(float(row.length), 0.0), bool(row.ended)) for row in rows]
    parts = {
        "p75": within(spans, 0.75),
        "p90": within(spans, 0.9),
        "open": sum(not each.ended for each in spans),
        "curve": still_waiting(spans),
    }
    people = len({row.person_id for row in rows})
    return Reading(within(spans, 0.5), len(spans), people, None, parts)


def amounts(rows: Sequence[Row[Any]]) -> Reading:
    """Of rows `amount`, one for each person: the median, and in `parts` what nine in ten do not exceed."""
    each = [float(row.amount) for row in rows]
    return Reading(middle(each), len(each), len(each), None, {"p90": rank(each, 0.9)})
