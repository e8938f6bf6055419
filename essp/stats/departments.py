"""Where people worked at a moment: kept whenever it changes, so that a day in the past stays as it was."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.people.models import Person
from essp.stats.models import DepartmentStay

IN_ONE_QUESTION = 500


class Departments:
    """The departments of these people, or of everybody, at any moment."""

    def __init__(self, people: Collection[int] | None = None) -> None:
        self._since: defaultdict[int, list[datetime]] = defaultdict(list)
        self._names: defaultdict[int, list[str]] = defaultdict(list)
        self._present: dict[int, str] = {}
        if people is None:
            self._take(None)
            return
        wanted = sorted(people)
        for start in range(0, len(wanted), IN_ONE_QUESTION):
            self._take(wanted[start : start + IN_ONE_QUESTION])

    def at(self, person: int, moment: datetime) -> str:
        """Where somebody worked then; before anything is known of it, where they were first."""
        names = self._names.get(person)
        if not names:
            return self._present.get(person, "")
        return names[max(bisect_right(self._since[person], moment) - 1, 0)]

    def _take(self, people: Collection[int] | None) -> None:
        stays = select(DepartmentStay).order_by(DepartmentStay.person_id, DepartmentStay.since)
        present = select(Person.id, Person.department)
        if people is not None:
            stays = stays.where(DepartmentStay.person_id.in_(people))
            present = present.where(Person.id.in_(people))
        for stay in session().scalars(stays):
            self._since[stay.person_id].append(stay.since)
            self._names[stay.person_id].append(stay.department)
        self._present.update({row.id: row.department for row in session().execute(present)})


@jobs.task("stats.note_department")
def note_department(person_id: int) -> None:
    """Somebody joined or changed: remember since when they work where they do."""
    with transaction():
        person = session().get(Person, person_id)
        if person is None:
            return
        last = session().scalar(
            select(DepartmentStay.department)
            .where(DepartmentStay.person_id == person_id)
            .order_by(DepartmentStay.since.desc())
            .limit(1)
        )
        if last != person.department:
            session().merge(
                DepartmentStay(
                    person_id=person_id, since=clock.now(), department=person.department
                )
            )  # fmt: skip
