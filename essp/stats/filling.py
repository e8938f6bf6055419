"""Filling days: what happened on a day is gathered, then every measure is asked once and its figure kept.

A day is filled step by step, each in a transaction of its own and noted when done, so that a fill that was
killed goes on where it stopped and a day filled twice is filled once. `fill` takes days in their order;
`rebuild` forgets what a day said and fills it anew; neither ever runs within a request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import session, transaction
from essp.stats.asking import DAY, Asked, day_of
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.measures import Measure, catalogue

log = structlog.get_logger(__name__)

Step = Callable[[date, ZoneInfo], int]
_before: dict[str, Step] = {}
_after: dict[str, Step] = {}


def before_measures(name: str, step: Step) -> None:
    """Have this done for a day before its measures are asked; it gives how many rows it made."""
    _before[name] = step


def after_measures(name: str, step: Step) -> None:
    """Have this done for a day when its figures stand."""
    _after[name] = step


def fill(until: date, zone: ZoneInfo, since: date | None = None) -> Iterator[tuple[date, int]]:
    """Fill each day that is not filled yet, from `since` (or the day after the last filled one).

    Gives each day with the rows it made. A day that is not over is not filled.
    """
    until = min(until, day_of(clock.now(), zone) - DAY)
    day = since or _next(until)
    while day <= until:
        yield day, fill_day(day, zone)
        day += DAY


def fill_day(day: date, zone: ZoneInfo) -> int:
    """Do the steps of a day that are not done yet; how many rows that made."""
    with transaction():
        done = set(session().scalars(select(FilledDay.step).where(FilledDay.day == day)))
    made = 0
    for name, step in _steps():
        if name not in done:
            with transaction():
                rows = step(day, zone)
                session().add(FilledDay(day=day, step=name, at=clock.now(), rows=rows))
            made += rows
    return made


def forget_day(day: date) -> None:
    """Forget what a day said, so that it is filled anew."""
    with transaction():
        session().execute(delete(Figure).where(Figure.day == day))
        session().execute(delete(FilledDay).where(FilledDay.day == day))


def _steps() -> Iterator[tuple[str, Step]]:
    yield from _before.items()
    for measure in catalogue().values():
        yield measure.id, _asking(measure)
    yield from _after.items()


def _asking(measure: Measure) -> Step:
    def ask(day: date, zone: ZoneInfo) -> int:
        rows = []
        for axis in measure.axes:
            asked = Asked(day, measure.window, zone, axis)
            version = measure.version(asked)
            for key, found in measure.read(asked).items():
                band = found.band
                rows.append(
                    {
                        "day": day, "scope": axis.value, "key": key, "measure": measure.id,
                        "value": found.value, "n": found.n, "people": found.people,
                        "low": band.low if band else None, "high": band.high if band else None,
                        "parts": found.parts, "version": version,
                    }
                )  # fmt: skip
        session().execute(delete(Figure).where(Figure.day == day, Figure.measure == measure.id))
        if rows:
            session().execute(Figure.__table__.insert(), rows)  # type: ignore[attr-defined]
        return len(rows)

    return ask


def _next(until: date) -> date:
    last = session().scalar(select(FilledDay.day).order_by(FilledDay.day.desc()).limit(1))
    return last if last is not None else until
