"""What people of a generated organisation open and look for: a day of it, and as much on the days before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Index, Integer, String, cast, func, insert, literal, select
from sqlalchemy.sql import ColumnElement

from essp.core import clock
from essp.core.db import session, transaction
from essp.stats.asking import DAY
from essp.stats.models import Searched, Usage
from essp.wiki.read_models import PageRead

BATCH = 50_000
HERE = 0.6  # of the people
SATURDAY = 5
READ = 90  # days of which it is known how often pages were opened
FURTHER = 613  # on each day before, somebody else opened it
Row = dict[str, Any]


class Opening:
    """Who opens and looks for what on the last day, and on the days before."""

    def __init__(self, rnd: random.Random, last: date, spaces: Sequence[int], people: int) -> None:
        self._rnd, self._last, self._spaces, self._people = rnd, last, spaces, people

    def write(
        self,
        openings: int,
        searches: int,
        pages: int,
        department: Callable[[int], str],
        days: int,
    ) -> None:
        """So many of a day, on the last and on so many days before it that are working days."""
        here = self._rnd.sample(range(1, self._people + 1), int(self._people * HERE))
        self._pages, self._department = pages, department
        write(Usage, self._opened(openings, here))
        write(Searched, self._searched(searches, here))
        # Put in order once, rather than with each row.
        apart: list[Index] = list(Usage.__table__.indexes)  # type: ignore[attr-defined]
        _ordered(apart, back=False)
        before = [self._last - ago * DAY for ago in range(1, days + 1)]
        many = len({department(each) for each in range(1, self._people + 1)})
        for number, day in enumerate((each for each in before if each.weekday() < SATURDAY), 1):
            with transaction():
                self._again(day, number, many)
        _ordered(apart, back=True)
        self._counted()

    def _opened(self, left: int, here: Sequence[int]) -> Iterator[Row]:
        """As many openings as told, some of them of the same thing again."""
        rnd, rows = self._rnd, dict[tuple[int, str, int], int]()
        most = {"page": self._pages, "thread": self._pages, "space": len(self._spaces)}
        while left > 0:
            person = rnd.choice(here)
            kind = rnd.choice(("page", "page", "page", "thread", "thread", "person", "space"))
            thing = int(rnd.paretovariate(0.7)) % most.get(kind, self._people) + 1
            times = min(rnd.choice((1, 1, 1, 1, 2, 3)), left)
            rows[person, kind, thing] = rows.get((person, kind, thing), 0) + times
            left -= times
        for (person, kind, thing), times in rows.items():
            yield {
                "day": self._last, "person_id": person, "verb": "view", "kind": kind,
                "object_id": thing, "department": self._department(person), "times": times,
                "space_id": 0 if kind == "person" else self._spaces[thing % len(self._spaces)],
            }  # fmt: skip

    def _searched(self, many: int, here: Sequence[int]) -> Iterator[Row]:
        rnd = self._rnd
        for number, person in enumerate(rnd.choices(here, k=many)):
            words = int(rnd.paretovariate(0.8)) % 20_000
            yield {
                "at": clock.now() - timedelta(seconds=number), "day": self._last,
                "person_id": person, "department": self._department(person),
                "key": f"words {words}", "words": f"Words {words}",
                "topics": [words % 40 + 1] if rnd.random() < 0.3 else [],
                "found": rnd.choice((0, 3, 10, 10)), "chosen": rnd.random() < 0.6,
                "again": rnd.random() < 0.1,
            }  # fmt: skip

    def _again(self, day: date, number: int, departments: int) -> None:
        """The same of a day before, each by whoever stands so many hundred further down."""
        person: Any
        for table in (Usage, Searched):
            person = (table.person_id + FURTHER * number) % self._people + 1
            other: dict[str, ColumnElement[Any]] = {
                "day": literal(day), "person_id": cast(person, Integer),
                "department": literal("Department ") + cast(person % departments, String),
            }  # fmt: skip
            names = [each.name for each in table.__table__.columns if each.name != "id"]
            rows: Any = [other.get(name, getattr(table, name)) for name in names]
            asked = select(*rows).where(table.day == self._last)
            session().execute(insert(table).from_select(names, asked))

    def _counted(self) -> None:
        """How often each page was opened on each working day."""
        with transaction():
            for ago in range(READ):
                day = self._last - ago * DAY
                page = cast((Usage.object_id + 7 * ago) % self._pages + 1, Integer)
                rows = (
                    select(page, literal(day), func.sum(Usage.times))
                    .where(Usage.day == self._last, Usage.kind == "page")
                    .group_by(page)
                )
                if day.weekday() < SATURDAY:
                    names = ["page_id", "day", "reads"]
                    session().execute(insert(PageRead).from_select(names, rows))


def _ordered(indexes: Sequence[Index], *, back: bool) -> None:
    with transaction():
        for each in indexes:
            (each.create if back else each.drop)(session().connection())


def write(table: Any, rows: Iterable[Row]) -> None:
    """Write rows that all have the same columns, in one transaction."""
    batch: list[Row] = []
    with transaction():
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                session().execute(insert(table.__table__), batch)
                batch = []
        if batch:
            session().execute(insert(table.__table__), batch)
