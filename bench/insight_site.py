"""A generated organisation for insight: its people, spaces and topics, what they wrote and what they opened.

By default 20,000 people with two million events on each working day of a hundred days. It is made once
into a folder and used again; one that was not finished is made anew.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from bench.insight_days import Writing
from bench.insight_use import Opening, write
from bench.site import application
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.schema import bring_up_to_date
from essp.expertise.models import Knower
from essp.people.models import Person, Role
from essp.spaces.governing import create_space
from essp.spaces.models import Access, Membership, Space
from essp.stats.asking import DAY, day_of, midnight
from essp.stats.models import DepartmentStay, Presence
from essp.stats.privacy_models import InsightSwitch
from essp.topics.models import Topic, TopicName

PRESENT, WEEKEND = 0.6, 0.05  # of the people
SATURDAY = 5
KEPT = 34  # days of use behind the last one
Row = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How large the organisation is; `events` are of a working day, one in a hundred of them a deed."""

    people: int = 20_000
    events: int = 2_000_000
    days: int = 101
    spaces: int = 200
    departments: int = 60
    topics: int = 400
    pages: int = 40_000

    @property
    def deeds(self) -> int:
        """How much is done on a working day."""
        return self.events // 100

    @property
    def searches(self) -> int:
        """How much is looked for on a working day."""
        return self.events // 33


def organisation(size: Size) -> tuple[Flask, date]:
    """The application on the organisation, made if it is not there yet, and the last of its days."""
    root = Path(os.environ.get("ESSP_BENCH_DATA", "instance/bench")).resolve()
    folder = root / f"insight-{size.people}-{size.events}-{size.days}"
    told = folder / "made-until"
    if not told.exists():
        shutil.rmtree(folder, ignore_errors=True)
    app = application(folder)
    bring_up_to_date(app)
    zone = app.config["SETTINGS"].zone
    if not told.exists():
        with app.app_context():
            last = day_of(clock.now(), zone) - DAY
            while last.weekday() >= SATURDAY:
                last -= DAY
            _Making(size, last, zone).make()
        told.write_text(last.isoformat())
    return app, date.fromisoformat(told.read_text())


class _Making:
    """An organisation as it is being made."""

    def __init__(self, size: Size, last: date, zone: ZoneInfo) -> None:
        self.size, self.last, self.zone = size, last, zone
        self.rnd = random.Random(7)
        self.began = time.process_time()

    def make(self) -> None:
        """Everything, in the order in which one thing needs the other."""
        self._people()
        self._spaces()
        self._topics()
        people = range(1, self.size.people + 1)
        self.joined = {
            row.id: row.joined_at for row in session().execute(select(Person.id, Person.joined_at))
        }
        writing = Writing(self.rnd, people, self.spaces, self.topics, self._homes)
        before = [self._at(self.size.days + self.rnd.randint(1, 900)) for _each in range(2_000)]
        old = [each for each in people if self.joined[each] < min(before) + 900 * DAY]
        writing.stock(self.size.pages, before, old)
        for ago in range(self.size.days - 1, -1, -1):
            self._day(writing, ago)
            if ago % 20 == 0:
                self._say(f"{self.last - ago * DAY}")
        writing.end()
        Opening(self.rnd, self.last, self.spaces, self.size.people).write(
            self.size.events - self.size.deeds - self.size.searches, self.size.searches,
            self.size.pages, self._department, min(KEPT, self.size.days - 1),
        )  # fmt: skip
        self._say("all of it")

    def _say(self, what: str) -> None:
        print(f"  made up to {what}, {time.process_time() - self.began:.0f} s", flush=True)

    def _at(self, ago: int) -> datetime:
        return midnight(self.last - ago * DAY, self.zone) + timedelta(hours=12)

    def _department(self, person: int) -> str:
        return f"Department {person % self.size.departments}"

    def _homes(self, person: int) -> Sequence[int]:
        """The spaces in which somebody writes: those of their department, and one of their own."""
        department, count = person % self.size.departments, len(self.spaces)
        each = count // self.size.departments or 1
        own = [self.spaces[(department * each + number) % count] for number in range(each)]
        return [*own, self.spaces[person * 31 % count]]

    def _people(self) -> None:
        now, rnd = self._at(0), self.rnd
        rows: list[Row] = []
        for number in range(1, self.size.people + 1):
            # One in a hundred came in each month; as many left.
            ago = rnd.randint(1, 100) if rnd.random() < 0.03 else rnd.randint(1_100, 2_000)
            rows.append(
                {"id": number, "handle": f"p{number}", "name": f"Person {number}",
                 "name_key": f"person {number}", "created_at": now - timedelta(days=2_000),
                 "joined_at": now - timedelta(days=ago), "department": self._department(number),
                 "left_at": self._at(rnd.randint(1, 90)) if rnd.random() < 0.03 else None}
            )  # fmt: skip
        rows[0]["left_at"] = None
        stays = (
            {"person_id": row["id"], "since": row["joined_at"], "department": row["department"]}
            for row in rows
        )
        write(Person, rows)
        write(DepartmentStay, stays)

    def _spaces(self) -> None:
        with clock.held_at(self._at(1_000)), transaction():
            keeper = session().get_one(Person, 1)
            keeper.role = Role.COMMUNITY_MANAGER.value
            for number in range(self.size.spaces):
                access = Access.CLOSED if number % 10 == 9 else Access.OPEN
                reason = "Of those who work on it." if access is Access.CLOSED else ""
                create_space(keeper, name=f"Space {number}", access=access, access_reason=reason)
            session().add(InsightSwitch(mode="full", at=self._at(2_000), by_id=keeper.id))
        self.spaces = list(session().scalars(select(Space.id).order_by(Space.id)))
        everybody = range(2, self.size.people + 1)
        many = min(self.size.people // 20, 400)
        write(
            Membership,
            (
                {"space_id": space, "person_id": person, "since": self._at(1_000)}
                for space in self.spaces
                for person in self.rnd.sample(everybody, many)
            ),
        )

    def _topics(self) -> None:
        at, count = self._at(1_000), self.size.topics
        self.topics = list(range(1, count + 1))
        write(
            Topic,
            (
                {"id": each, "uid": f"topic{each}", "slug": f"topic-{each}", "lineage": f"/{each}/",
                 "opened_at": at, "created_at": at}
                for each in self.topics
            ),
        )  # fmt: skip
        write(
            TopicName,
            (
                {"topic_id": each, "language": "en", "name": f"Topic {each}", "key": f"topic {each}",
                 "preferred": True}
                for each in self.topics
            ),
        )  # fmt: skip
        write(
            Knower,
            (
                {"person_id": person, "topic_id": topic, "words": 900, "evidence": 1.5, "months": [],
                 "declared": self.rnd.random() < 0.3, "since": at, "shown_from": at}
                for person in range(1, self.size.people + 1, 3)
                for topic in self.rnd.sample(self.topics, 3)
            ),
        )  # fmt: skip

    def _day(self, writing: Writing, ago: int) -> None:
        """What was written on a day, and who was there."""
        day = self.last - ago * DAY
        working = day.weekday() < SATURDAY
        begins = midnight(day, self.zone)
        there = [each for each, at in self.joined.items() if at < begins]
        present = self.rnd.sample(there, int(len(there) * (PRESENT if working else WEEKEND)))
        many = self.size.deeds if working else self.size.deeds // 20
        writing.day(day, begins, present, many)
        if ago:
            write(Presence, self._presences(day, present, kept=ago <= KEPT))

    def _presences(self, day: date, present: Sequence[int], *, kept: bool) -> Iterator[Row]:
        """Who was there; of longer ago only who did something, as these are kept."""
        rnd = self.rnd
        for person in present:
            for space in {0, *rnd.choices(self.spaces, k=2)}:
                contributed = int(rnd.random() < 0.1)
                if kept or contributed:
                    yield {
                        "day": day, "person_id": person, "space_id": space, "viewed": kept,
                        "department": self._department(person), "contributed": contributed,
                        "reacted": int(rnd.random() < 0.1), "kinds": 6 if kept else 0,
                    }  # fmt: skip
