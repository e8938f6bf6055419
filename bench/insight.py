"""Filling a day of a large organisation: 20,000 people, two million events a day, a hundred days behind it.

The rows are written as they would stand in the tables, without the content they tell of: as many as a day
has of each kind. What is measured is the processor time of what the worker does at night, step by step.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, func, insert, select

from bench.site import application
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.schema import bring_up_to_date
from essp.people.models import Person, Role
from essp.spaces.governing import create_space
from essp.spaces.models import Space
from essp.stats import filled, filling
from essp.stats.asking import DAY, day_of
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.models import Deed, Presence, Searched, Usage
from essp.stats.privacy_models import InsightSwitch
from essp.stats.retention import reduce_to_totals

PEOPLE = int(os.environ.get("ESSP_BENCH_PEOPLE", "20000"))
EVENTS = int(os.environ.get("ESSP_BENCH_EVENTS", "2000000"))
DEEDS = EVENTS // 100  # of the events of a day
SEARCHES = EVENTS // 33
SPACES, DEPARTMENTS, PAGES, THREADS = 200, 60, 40_000, 30_000
PRESENT = 0.6  # of the people, on a working day
VERBS = (
    ("reply", "post", 30), ("react", "post", 30), ("edit page", "page", 14), ("ask", "thread", 8),
    ("answer", "post", 8), ("create page", "page", 4), ("accept", "post", 3), ("follow", "page", 3),
)  # fmt: skip
BATCH = 50_000
BEHIND = 100  # days of presences and deeds before it; most measures look back 90


def run() -> Iterator[tuple[str, str]]:
    """What each step of filling a day takes, all of them, and what is let go of after it."""
    app = _site()
    zone = app.config["SETTINGS"].zone
    day = day_of(clock.now(), zone) - DAY
    with app.app_context():
        _made_up(day)
        yield (
            "rows of the day, opened and looked for",
            f"{_count(Usage, day) + _count(Searched, day):,}",
        )
        yield "times that these stand for", f"{_times(day):,}"
        yield "days of presences behind it", f"{_days():,}"
        yield from _filling(day, zone)
        began = time.process_time()
        drops = reduce_to_totals(day + DAY)
        yield (
            "letting go of what is older than 35 days",
            f"{time.process_time() - began:.1f} s, {drops:,} rows",
        )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "most memory of the process", f"{most:,.0f} MB"


def _filling(day: date, zone: Any) -> Iterator[tuple[str, str]]:
    with transaction():
        session().execute(delete(FilledDay).where(FilledDay.day == day))
        session().execute(delete(Figure).where(Figure.day == day))
    took: dict[str, float] = {}
    # Deeds are rows here that no content stands behind: gathering them would take them away.
    steps = [(name, step) for name, step in filling.first_steps() if name != "deeds"]
    asked = filling.asked_on(filled.FULL)
    named: list[tuple[str, Any]] = [*steps, *((each.id, each) for each in asked)]
    named += filling.last_steps()
    for name, step in named:
        began = time.process_time()
        filling.take(day, zone, [(name, step)])
        took[name] = time.process_time() - began
    filling.note(day, filled.COMPLETE, 0)
    whole = sum(took.values())
    yield "filling the day, all steps", f"{whole:.1f} s (aim 300 s)"
    yield "its presences", f"{took.get('presence', 0.0):.1f} s"
    yield "its measures", f"{sum(took[each.id] for each in asked):.1f} s"
    for name, seconds in sorted(took.items(), key=lambda each: -each[1])[:8]:
        yield f"  {name}", f"{seconds:.2f} s"


def _site() -> Flask:
    folder = Path(os.environ.get("ESSP_BENCH_DATA", "instance/bench")).resolve()
    app = application(folder / f"insight-{PEOPLE}-{EVENTS}")
    bring_up_to_date(app)
    with app.app_context():
        if not session().scalar(select(func.count()).select_from(Person)):
            _people()
    return app


def _people() -> None:
    now = clock.now()
    rows = [
        {"handle": f"p{n}", "name": f"Person {n}", "name_key": f"person {n}", "created_at": now,
         "joined_at": now - timedelta(days=400), "department": f"Department {n % DEPARTMENTS}"}
        for n in range(PEOPLE)
    ]  # fmt: skip
    with transaction():
        session().execute(insert(Person), rows)
        keeper = session().scalars(select(Person).limit(1)).one()
        keeper.role = Role.COMMUNITY_MANAGER.value
        for number in range(SPACES):
            create_space(keeper, name=f"Space {number}")
        session().add(InsightSwitch(mode="full", at=now - timedelta(days=400), by_id=keeper.id))


def _made_up(day: date) -> None:
    """The day with all its events, some use of 34 days before it, deeds and presences of a hundred."""
    rnd = random.Random(7)
    spaces = list(session().scalars(select(Space.id).order_by(Space.id)))
    people = list(session().scalars(select(Person.id).order_by(Person.id)))
    began = time.process_time()
    for ago in range(BEHIND, -1, -1):
        each = day - ago * DAY
        if session().scalar(select(Presence.day).where(Presence.day == each).limit(1)):
            continue
        if ago == 0:
            _use(each, EVENTS - DEEDS, people, spaces, rnd)
            _searches(each, people, rnd)
        elif ago < 35:
            # Earlier days are there in thousands, for what looks back over rows of use.
            _use(each, EVENTS // 50, people, spaces, rnd)
            _searches(each, people, rnd, SEARCHES // 10)
        present = rnd.sample(people, int(len(people) * (PRESENT if each.weekday() < 5 else 0.05)))
        _deeds(each, present, spaces, rnd, DEEDS // 4 if ago else DEEDS)
        if ago:
            _presences(each, present, spaces, rnd)
        if ago % 20 == 0:
            print(f"  made up to {each}, {time.process_time() - began:.0f} s", flush=True)


def _use(
    day: date, events: int, people: Sequence[int], spaces: Sequence[int], rnd: random.Random
) -> None:
    """As many openings as told, some of them of the same thing again."""
    left, rows = events, dict[tuple[int, str, int], int]()
    here = rnd.sample(people, int(len(people) * PRESENT))
    while left > 0:
        person = rnd.choice(here)
        kind = rnd.choice(("page", "page", "page", "thread", "thread", "person", "space"))
        thing = int(rnd.paretovariate(0.7)) % (PAGES if kind == "page" else THREADS) + 1
        times = min(rnd.choice((1, 1, 1, 1, 2, 3)), left)
        rows[person, kind, thing] = rows.get((person, kind, thing), 0) + times
        left -= times
    _write(
        Usage,
        (
            {"day": day, "person_id": person, "verb": "view", "kind": kind, "object_id": thing,
             "department": f"Department {person % DEPARTMENTS}",
             "space_id": spaces[thing % len(spaces)] if kind != "person" else 0, "times": times}
            for (person, kind, thing), times in rows.items()
        ),
    )  # fmt: skip


def _searches(day: date, people: Sequence[int], rnd: random.Random, many: int = SEARCHES) -> None:
    noon = datetime.combine(day, clock_time(12), clock.now().tzinfo)
    _write(
        Searched,
        (
            {"at": noon + timedelta(seconds=n), "day": day, "person_id": person,
             "department": f"Department {person % DEPARTMENTS}", "key": f"words {n % 5000}",
             "words": f"Words {n % 5000}", "found": rnd.choice((0, 3, 10, 10)),
             "chosen": rnd.random() < 0.6, "again": rnd.random() < 0.1, "topics": []}
            for n, person in enumerate(rnd.choices(people, k=many))
        ),
    )  # fmt: skip


def _deeds(
    day: date, present: Sequence[int], spaces: Sequence[int], rnd: random.Random, whole: int
) -> None:
    noon = datetime.combine(day, clock_time(12), clock.now().tzinfo)
    # Few do most of it, as everywhere.
    active = present[: max(len(present) // 6, 1)]
    kinds = rnd.choices(
        [each[:2] for each in VERBS], [each[2] for each in VERBS], k=DEEDS if present else 0
    )
    many = whole if day.weekday() < 5 else whole // 20
    _write(
        Deed,
        (
            {"at": noon + timedelta(seconds=n), "day": day, "actor_id": actor,
             "department": f"Department {actor % DEPARTMENTS}", "verb": verb, "kind": kind,
             "object_id": rnd.randint(1, PAGES), "number": 2, "space_id": rnd.choice(spaces),
             "to_id": rnd.choice(active) if kind == "post" else None, "source": "web", "bot": False}
            for n, ((verb, kind), actor) in enumerate(
                zip(kinds[:many], rnd.choices(active, k=many), strict=False)
            )
        ),
    )  # fmt: skip


def _presences(
    day: date, present: Sequence[int], spaces: Sequence[int], rnd: random.Random
) -> None:
    _write(
        Presence,
        (
            {"day": day, "person_id": person, "space_id": space,
             "department": f"Department {person % DEPARTMENTS}", "viewed": True,
             "reacted": int(rnd.random() < 0.05), "contributed": int(rnd.random() < 0.05), "kinds": 6}
            for person in present
            for space in {0, *rnd.choices(spaces, k=2)}
        ),
    )  # fmt: skip


def _write(table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    with transaction():
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                session().execute(table.__table__.insert(), batch)
                batch = []
        if batch:
            session().execute(table.__table__.insert(), batch)


def _count(table: Any, day: date) -> int:
    return session().scalar(select(func.count()).select_from(table).where(table.day == day)) or 0


def _times(day: date) -> int:
    return session().scalar(select(func.sum(Usage.times)).where(Usage.day == day)) or 0


def _days() -> int:
    return session().scalar(select(func.count(Presence.day.distinct()))) or 0
