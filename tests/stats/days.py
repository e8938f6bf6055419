"""What tests of filling share: a small catalogue of their own, and rows of use on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select

from essp.core import clock
from essp.core.db import session
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.stats.asking import DAY, Asked, Axis, day_of
from essp.stats.measures import Better, Chapter, Measure, Reading, Unit, count
from essp.stats.models import Deed, Usage
from essp.stats.privacy_models import InsightSwitch

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def yesterday() -> date:
    """The last day that is over."""
    return day_of(clock.now(), AMSTERDAM) - DAY


def noon(day: date) -> datetime:
    """The middle of a day by the clock on the wall."""
    return datetime.combine(day, time(12), AMSTERDAM)


def deed(person: Person, at: datetime, **values: Any) -> None:
    """Somebody asked something at this moment."""
    values = {
        "department": person.department,
        "verb": "ask",
        "kind": "thread",
        "object_id": 1,
    } | values
    day = values.pop("day", day_of(at, AMSTERDAM))
    session().add(Deed(at=at, day=day, actor_id=person.id, **values))
    session().commit()


def opened(person: Person, day: date, object_id: int = 1, **values: Any) -> None:
    """Somebody opened a page on this day."""
    values = {"department": person.department, "verb": "view", "kind": "page"} | values
    session().add(Usage(day=day, person_id=person.id, object_id=object_id, **values))
    session().commit()


def measure_all(person: Person, since: date) -> None:
    """From this day on reading and searching are counted too."""
    session().add(InsightSwitch(mode="full", at=noon(since), by_id=person.id))
    session().commit()


def asks(asked: Asked) -> Any:
    """Things asked in the window, by the moment."""
    key = asked.key(Deed.space_id, Deed.department).label("key")
    return (
        select(
            key, func.count().label("count"), func.count(Deed.actor_id.distinct()).label("people")
        )
        .where(Deed.at >= asked.since, Deed.at < asked.now)
        .group_by(key)
    )


def openings(asked: Asked) -> Any:
    """Pages opened in the window."""
    key = asked.key(Usage.space_id, Usage.department).label("key")
    return (
        select(key, func.sum(Usage.times).label("count"),
               func.count(Usage.person_id.distinct()).label("people"))
        .where(Usage.day.between(asked.first, asked.day))
        .group_by(key)
    )  # fmt: skip


def measure(id: str, question: Any = asks, window: int = 1, **values: Any) -> Measure:
    """A measure for a test."""
    said: Any = _("Questions")
    values.setdefault("axes", (Axis.SITE, Axis.DEPARTMENT))
    values.setdefault("reading", count)
    return Measure(
        id=id, chapter=Chapter.ADOPTION, name=said, formula=said, example=said, unit=Unit.COUNT,
        better=Better.MORE, window=window, question=question, **values,
    )  # fmt: skip


def failing(_rows: Sequence[Row[Any]]) -> Reading:
    """A measure that cannot be read."""
    raise ArithmeticError("this one never works")
