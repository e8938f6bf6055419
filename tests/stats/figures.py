"""A small organisation with figures of its own, to read them as different people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import session, transaction
from essp.people.models import Person
from essp.stats import measures
from essp.stats.asking import Axis, Scope
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.measures import About, Better, Chapter, Measure, Reading, Unit
from essp.stats.privacy_models import InsightSwitch

DAY = date(2026, 3, 17)
AXES = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT, Axis.TOPIC)


@contextmanager
def measured(name: str = "T1", **told: Any) -> Iterator[Measure]:
    """A measure that is in the catalogue meanwhile."""
    values: dict[str, Any] = {
        "chapter": Chapter.ADOPTION, "name": "Questions", "formula": "Questions.",
        "example": "Two questions: 2.", "unit": Unit.COUNT, "better": Better.MORE, "window": 28,
        "question": lambda _asked: select(Figure.key), "reading": lambda _rows: Reading(None),
        "axes": AXES, "about": About.THINGS,
    }  # fmt: skip
    made = measures.declare(Measure(id=name, **(values | told)))
    try:
        yield made
    finally:
        measures._measures.pop(name)


def figure(value: float | None, people: int, scope: Scope, day: date = DAY, **told: Any) -> None:
    """A figure, as if the day had been filled."""
    name = told.pop("measure", "T1")
    with transaction():
        session().execute(
            delete(Figure).where(
                Figure.day == day, Figure.scope == scope.axis.value, Figure.key == scope.key,
                Figure.measure == name,
            )
        )  # fmt: skip
        n = told.pop("n", int(value or 0))
        session().add(
            Figure(
                day=day, scope=scope.axis.value, key=scope.key, measure=name, value=value, n=n,
                people=people, **told,
            )
        )  # fmt: skip
        session().merge(FilledDay(day=day, step="complete", at=clock.now(), rows=1))


def department(name: str) -> Scope:
    """The figures of a department."""
    return Scope(Axis.DEPARTMENT, name)


def people_in(make_person: Callable[..., Person], name: str, number: int) -> list[Person]:
    """So many people of a department, who have been here for years."""
    since = clock.now() - timedelta(days=2000)
    return [
        make_person(f"{name} Number{each}", department=name, joined_at=since)
        for each in range(number)
    ]


def agreed(mode: str, by: Person) -> None:
    """So much has been measured for a long time."""
    with transaction():
        session().add(InsightSwitch(mode=mode, at=clock.now() - timedelta(days=1500), by_id=by.id))
