"""A year of daily use of the demonstration: who opened what and looked for what, day by day.

Nobody can replay a year of clicks, so they are drawn, the same each time: a slow start, weekends, holidays
and a quiet summer; people who come daily and people who hardly do; a department that reads only its own,
things that are looked for in vain. They go through the same tables, the same nightly count and the same
forgetting as real use, so that what the figures of the demonstration say is what they would say.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from essp.core.db import session
from essp.demo.brought import AT, UNOPENED
from essp.demo.page_file import TIME_ZONE
from essp.demo.questions import KNOWS, stays_away
from essp.demo.workdays import part_at_work
from essp.discussions.models import Kind, Thread
from essp.expertise.folding import key_of
from essp.importers.models import ImportPage
from essp.people.models import Person
from essp.spaces.models import Membership, Space
from essp.stats.models import Searched, Usage
from essp.stats.verbs import Opened, Thing
from essp.topics.suggesting import topics_in
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead

GROWTH = 90.0  # days after which most of those who would come do
ALONE = "Safety & quality"  # reads little that others write
FRESH = timedelta(days=30)
# What is looked for and not there; the first is also what nobody answers.
IN_VAIN = (
    "cable pooling electrolyser", "thuiswerkvergoeding 2027", "customer portal data feed",
    "electrolyser connection shared", "waterstof kabelpooling", "klantportaal meterstanden api",
    "drone inspectie", "lease auto laden thuis", "parkeren arnhem",
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True)
class _Place:
    """A page or thread that may be opened: since when, in which space, and what it is called."""

    id: int
    space_id: int
    since: datetime
    title: str


@dataclass(frozen=True)
class Drawn:
    """A day of use as rows: what was opened, what was looked for, how often pages were read."""

    day: date
    opened: Sequence[Row]
    sought: Sequence[Row]
    read: Sequence[Row]

    def write(self) -> None:
        """Write it in the place of what is there of that day."""
        for table, rows in ((Usage, self.opened), (Searched, self.sought), (PageRead, self.read)):
            session().execute(delete(table).where(table.day == self.day))
            if rows:
                session().execute(insert(table), list(rows))


class Use:
    """The use of the whole organisation, a day at a time."""

    def __init__(self) -> None:
        self.people = session().scalars(select(Person).order_by(Person.id)).all()
        spaces = session().scalars(select(Space).where(Space.practice.is_(False))).all()
        self.open = [each.id for each in spaces if each.is_open]
        self.homes: dict[str, list[int]] = defaultdict(list)
        for space in spaces:
            for department in KNOWS.get(space.slug, ()):
                self.homes[department].append(space.id)
        members = session().execute(select(Membership.person_id, Membership.space_id)).all()
        self.own: dict[int, set[int]] = defaultdict(set)
        for person, space_id in members:
            self.own[person].add(space_id)
        opened = Page.in_use() & Page.title.not_in(UNOPENED)
        self.pages = _by_space(_places(Page, Page.created_at, opened))
        self.brought = set(session().scalars(select(ImportPage.page_id)))
        self.threads = _by_space(_places(Thread, Thread.at, Thread.kind != Kind.COMMENT.value))
        self._topics: dict[str, list[int]] = {}

    def drawn(self, day: date) -> Drawn:
        """What people open and look for on a day; nothing of it is written yet."""
        chance = random.Random(f"use of {day.isoformat()}")  # noqa: S311 - the same each time
        times: Counter[tuple[int, str, str, int, str, int]] = Counter()
        sought: list[Row] = []
        for person in self.people:
            if _comes(person, day, chance):
                self._reads(person, day, chance, times)
                sought += self._seeks(person, day, chance)
        names = ("person_id", "verb", "kind", "object_id", "department", "space_id")
        rows = [
            dict(zip(names, key, strict=True)) | {"day": day, "times": count}
            for key, count in sorted(times.items())
        ]
        return Drawn(day, rows, sought, _reads_of_pages(day, times))

    def _reads(
        self, person: Person, day: date, chance: random.Random,
        times: Counter[tuple[int, str, str, int, str, int]],
    ) -> None:  # fmt: skip
        for _each in range(1 + _few(chance, 4.0)):
            place = self._page(person, day, chance)
            if place is not None:
                times[_key(person, Thing.PAGE, place)] += 1
                if place.id in self.brought and chance.random() < 0.25:
                    # Some still look at how it stood in the old place.
                    times[_key(person, Thing.PAGE, place, Opened.ORIGINAL_OPEN)] += 1
        for _each in range(_few(chance, 1.6)):
            place = self._thread(person, day, chance)
            if place is not None:
                times[_key(person, Thing.THREAD, place)] += 1
        if chance.random() < 0.2:
            other = chance.choice(self.people)
            times[
                person.id, Opened.VIEW.value, Thing.PERSON.value, other.id, person.department, 0
            ] += 1
        if chance.random() < 0.06:
            times[person.id, Opened.FIND.value, "", 0, person.department, 0] += 1

    def _page(self, person: Person, day: date, chance: random.Random) -> _Place | None:
        begun = [each for each in self.pages[self._space(person, chance)] if _was(each, day)]
        if day <= AT.date():
            begun = [each for each in begun if each.id not in self.brought]
        if not begun:
            return None
        old = [each for each in begun if each.id in self.brought]
        if old and chance.random() < 0.15:
            return chance.choice(old)
        # The first pages of a space are read most, as an index is.
        return begun[min(int(chance.paretovariate(0.9)) - 1, len(begun) - 1)]

    def _thread(self, person: Person, day: date, chance: random.Random) -> _Place | None:
        late = datetime.combine(day, time(), TIME_ZONE) - FRESH
        threads = self.threads[self._space(person, chance)]
        begun = [each for each in threads if _was(each, day) and each.since > late]
        return chance.choice(begun) if begun else None

    def _space(self, person: Person, chance: random.Random) -> int:
        homes = self.homes[person.department]
        if homes and chance.random() < (0.95 if person.department == ALONE else 0.55):
            return chance.choice(homes)
        there = sorted(self.own[person.id])
        return chance.choice(there if there and chance.random() < 0.6 else self.open)

    def _seeks(self, person: Person, day: date, chance: random.Random) -> Iterator[Row]:
        for _each in range(_few(chance, 0.5)):
            vain = chance.random() < 0.17
            if vain:
                words = IN_VAIN[min(int(chance.paretovariate(0.8)) - 1, len(IN_VAIN) - 1)]
            else:
                place = self._page(person, day, chance)
                if place is None:
                    continue
                words = " ".join(place.title.split()[:3])
            at = datetime.combine(day, time(8, 0), TIME_ZONE)
            found = 0 if vain else chance.randint(2, 10)
            yield {
                "at": at + timedelta(minutes=chance.randrange(560)), "day": day,
                "person_id": person.id, "department": person.department,
                "key": key_of(words), "words": words, "found": found,
                "chosen": not vain and chance.random() < 0.92,
                "again": vain and chance.random() < 0.4, "topics": self._named(person, words),
            }  # fmt: skip

    def _named(self, person: Person, words: str) -> list[int]:
        if words not in self._topics:
            self._topics[words] = sorted(each.topic.id for each in topics_in(person, words))
        return self._topics[words]


def _reads_of_pages(
    day: date, times: Counter[tuple[int, str, str, int, str, int]]
) -> list[Row]:  # fmt: skip
    reads: Counter[int] = Counter()
    for (_person, verb, kind, page, _department, _space), count in times.items():
        if (verb, kind) == (Opened.VIEW.value, Thing.PAGE.value):
            reads[page] += count
    return [{"page_id": page, "day": day, "reads": count} for page, count in reads.items()]


def _comes(person: Person, day: date, chance: random.Random) -> bool:
    """Whether somebody uses the site that day: by who they are, how old it is, and what day it is."""
    if stays_away(person.handle):
        return False
    own = random.Random(f"habit of {person.handle}")  # noqa: S311
    habit = own.betavariate(1.2, 1.8)
    joined = person.joined_at.date() if person.joined_at else day
    left = person.left_at.date() if person.left_at else None
    if day < joined or (left is not None and day > left):
        return False
    old = (day - date(2025, 11, 3)).days
    grown = 1 - 0.75 * math.exp(-max(old - 30 * own.random(), 0.0) / GROWTH)
    return chance.random() < habit * grown * part_at_work(day)


def _few(chance: random.Random, mean: float) -> int:
    """How many, of something that comes by chance so often in the mean (Knuth's way)."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _key(
    person: Person, kind: Thing, place: _Place, verb: Opened = Opened.VIEW
) -> tuple[int, str, str, int, str, int]:
    return (
        person.id, verb.value, kind.value, place.id, person.department, place.space_id,
    )  # fmt: skip


def _was(place: _Place, day: date) -> bool:
    return place.since.astimezone(TIME_ZONE).date() <= day


def _places(model: Any, since: Any, listed: Any) -> list[_Place]:
    rows = session().execute(
        select(model.id, model.space_id, since, model.title).where(listed).order_by(model.id)
    )
    return [_Place(row[0], row[1], row[2], row[3]) for row in rows]


def _by_space(places: Sequence[_Place]) -> dict[int, list[_Place]]:
    found: dict[int, list[_Place]] = defaultdict(list)
    for each in places:
        found[each.space_id].append(each)
    return found
