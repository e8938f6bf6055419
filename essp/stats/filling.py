"""Filling days: what happened on a day is gathered, then every measure is asked once and its figure kept.

A day is filled step by step, each written in a transaction of its own together with the note that it is
done, so that a fill that was killed goes on where it stopped and a day filled twice is filled once. A
measure is read before its transaction begins: people who write wait for no counting. Measures that ask
the same question are taken one after another and it is asked once for them; what it gave is in memory
alone. A step that fails leaves the others alone and is tried again; a day that lacks one is shown, and
filled when it can be.

A figure of a past day stays what was known then. Neither a measure that came later nor a day on which
nothing was measured is filled afterwards by itself; `essp.stats.refilling` does it when told to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from essp.core import clock
from essp.core.db import session, transaction
from essp.stats import catalogue as _all  # noqa: F401 - declares every measure
from essp.stats import filled
from essp.stats.asking import DAY, Asked
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.filled import COMPLETE, FULL, OFF, PARTLY
from essp.stats.measures import Answers, Measure, Reading, catalogue, those_alike_together
from essp.stats.turn import alone
from essp.stats.verbs import KEPT_DAYS

log = structlog.get_logger(__name__)


Step = Callable[[date, ZoneInfo], int]
Written = Callable[[], int]
_before: dict[str, Step] = {}
_after: dict[str, Step] = {}
_ONCE = {
    "sqlite": insert_sqlite(FilledDay.__table__).on_conflict_do_nothing(),  # type: ignore[arg-type]
    "postgresql": insert_postgresql(FilledDay.__table__).on_conflict_do_nothing(),  # type: ignore[arg-type]
}


class Unfinished(Exception):
    """Steps of a day could not be done; what could be is kept. `errors` by the name of the step."""

    def __init__(self, day: date, errors: Mapping[str, Exception]) -> None:
        said = "; ".join(f"{name}: {type(error).__name__}" for name, error in errors.items())
        super().__init__(f"{day.isoformat()} is not filled to the end ({said})")
        self.day = day
        self.errors = errors


def before_measures(name: str, step: Step) -> None:
    """Have this done for a day before its measures are asked; it gives how many rows it made."""
    _before[name] = step


def after_measures(name: str, step: Step) -> None:
    """Have this done for a day when its figures stand."""
    _after[name] = step


def first_steps() -> list[tuple[str, Step]]:
    """What is done for a day before its measures are asked."""
    return list(_before.items())


def last_steps() -> list[tuple[str, Step]]:
    """What is done for a day when its figures stand."""
    return list(_after.items())


def fill(until: date, zone: ZoneInfo, since: date | None = None) -> Iterator[tuple[date, int]]:
    """Fill each day that is not filled yet, from `since`, else from the first that was ever begun.

    Gives each day with the rows it made; a day that is not over is not filled, nor one on which nothing
    was measured. The very first fill is of the last day alone. Raises Busy where another process fills,
    and Unfinished at the end.
    """
    until = min(until, filled.last_over(zone))
    failed: list[Unfinished] = []
    with alone():
        _distrust(until)
        for day in filled.missing(until, since):
            if filled.mode_on(day, zone) == OFF:
                continue
            try:
                yield day, fill_day(day, zone)
            except Unfinished as unfinished:
                failed.append(unfinished)
    if failed:
        raise failed[0]


def fill_day(day: date, zone: ZoneInfo) -> int:
    """Do the steps of a day that are not done yet; how many rows that made.

    Raises Unfinished when a step failed, once all others are done. While nothing is measured nothing
    is filled.
    """
    mode = filled.mode_on(day, zone)
    if mode == OFF:
        return 0
    done = filled.steps_done(day)
    made = take(day, zone, _not_in(done, first_steps()), careful=True)
    wanted = asked_on(mode)
    made += take(day, zone, ((each.id, each) for each in wanted if each.id not in done))
    made += take(day, zone, _not_in(done, last_steps()), careful=True)
    note(day, COMPLETE, made)
    return made


def _not_in(done: set[str], steps: Iterable[tuple[str, Step]]) -> list[tuple[str, Step]]:
    return [(name, step) for name, step in steps if name not in done]


def take(
    day: date,
    zone: ZoneInfo,
    steps: Iterable[tuple[str, Step | Measure]],
    *,
    careful: bool = False,
    anew: bool = False,
) -> int:
    """Do these steps of a day, noting each; how many rows they made.

    With `careful` the first that fails ends it. With `anew` steps that are done are done again.
    Raises Unfinished.
    """
    made, errors, answers = 0, dict[str, Exception](), Answers()
    for name, step in steps:
        try:
            made += _take(day, zone, name, step, anew, answers)
        except Exception as error:
            session().rollback()
            answers.forget()
            log.exception("a step of a day failed", day=day.isoformat(), step=name)
            errors[name] = error
            if careful:
                break
    if errors:
        if not careful:
            note(day, PARTLY, made)
        raise Unfinished(day, errors)
    return made


def _take(
    day: date, zone: ZoneInfo, name: str, step: Step | Measure, anew: bool, answers: Answers
) -> int:
    write = (
        _writing(step, day, zone, answers) if isinstance(step, Measure) else lambda: step(day, zone)
    )
    with transaction():
        if anew:
            session().execute(delete(FilledDay).where(FilledDay.day == day, FilledDay.step == name))
        if not _claimed(day, name):
            return 0
        rows = write()
        session().execute(
            update(FilledDay).where(FilledDay.day == day, FilledDay.step == name).values(rows=rows)
        )
    return rows


def read(
    measure: Measure, day: date, zone: ZoneInfo, answers: Answers | None = None
) -> list[dict[str, Any]]:
    """The rows of figures that a measure makes of a day, along all of its axes.

    `answers` remembers what the last question gave.
    """
    answers = answers or Answers()
    rows = []
    for axis in measure.axes:
        asked = Asked(day, measure.window, zone, axis)
        version = measure.version(asked)
        rows += [
            row_of(measure, day, axis.value, key, found, version)
            for key, found in answers.read(measure, asked).items()
        ]
    return rows


def row_of(
    measure: Measure, day: date, scope: str, key: str, found: Reading, version: str
) -> dict[str, Any]:
    """A reading as it is kept."""
    band = found.band
    return {
        "day": day, "scope": scope, "key": key, "measure": measure.id,
        "value": found.value, "n": found.n, "people": found.people,
        "low": band.low if band else None, "high": band.high if band else None,
        "parts": found.parts, "version": version,
    }  # fmt: skip


def _writing(measure: Measure, day: date, zone: ZoneInfo, answers: Answers) -> Written:
    rows = read(measure, day, zone, answers)

    def write() -> int:
        session().execute(delete(Figure).where(Figure.day == day, Figure.measure == measure.id))
        if rows:
            session().execute(Figure.__table__.insert(), rows)  # type: ignore[attr-defined]
        return len(rows)

    return write


def note(day: date, step: str, rows: int) -> None:
    """Note that a day is filled, to the end or as far as could be."""
    with transaction():
        if step == COMPLETE:
            session().execute(
                delete(FilledDay).where(FilledDay.day == day, FilledDay.step == PARTLY)
            )
        if _claimed(day, step):
            session().execute(
                update(FilledDay)
                .where(FilledDay.day == day, FilledDay.step == step)
                .values(rows=rows)
            )


def _claimed(day: date, step: str) -> bool:
    """Whether the step is this one's to do. Who comes second waits, and finds that it is done."""
    once = _ONCE[session().get_bind().dialect.name]
    found = session().execute(once, [{"day": day, "step": step, "at": clock.now(), "rows": 0}])
    return bool(found.rowcount)  # type: ignore[attr-defined]


def _distrust(until: date) -> None:
    """Fill again what was filled by a clock that was ahead, once the day is really over.

    What came of older days stays: what it was made of may be gone.
    """
    recent = FilledDay.day.between(until - KEPT_DAYS * DAY, until)
    if session().scalar(select(FilledDay.day).where(filled.ahead(), recent).limit(1)):
        with transaction():
            session().execute(delete(FilledDay).where(filled.ahead(), recent))


def asked_on(mode: str) -> list[Measure]:
    """The measures that are asked while so much is measured, those that ask the same side by side."""
    if mode == OFF:
        return []
    wanted = (each for each in catalogue().values() if mode == FULL or not each.personal)
    return those_alike_together(wanted)
