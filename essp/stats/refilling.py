"""Filling days anew, and what differs from what would be counted now.

What somebody opened or looked for is kept 35 days. A figure made of it cannot be counted again after
that: it would come out as if nobody had been there. So such figures stay as they were, and filling anew
says which. Everything else is counted from what is there now and put in the place of what was, measure
by measure: a rebuild that is killed leaves figures, old or new, and none missing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from essp.core import clock
from essp.core.db import session, transaction
from essp.stats import filled, filling
from essp.stats.asking import DAY, Asked, day_of, midnight
from essp.stats.figure_models import Figure, FilledDay, SpacePhase
from essp.stats.filled import COMPLETE, OFF, PARTLY
from essp.stats.measures import Answers, Measure
from essp.stats.turn import alone
from essp.stats.verbs import KEPT_DAYS

_SHORT_LIVED = re.compile(r"\b(usage|searched|presence)\b")
SAME = 1e-9


@dataclass(frozen=True)
class Rebuilt:
    """A day filled anew: how many rows, and the measures whose figures stay as they were.

    `forgotten` says that the day is not over and nothing is said of it any more.
    """

    day: date
    rows: int = 0
    stayed: Sequence[str] = ()
    forgotten: bool = False


def rebuild(first: date, last: date, zone: ZoneInfo) -> Iterator[Rebuilt]:
    """Fill these days anew, in their order. Raises Busy, and Unfinished for the first that failed."""
    with alone():
        for number in range((last - first).days + 1):
            yield _rebuild_day(first + number * DAY, zone)


def _rebuild_day(day: date, zone: ZoneInfo) -> Rebuilt:
    if day > filled.last_over(zone):
        forget(day)
        return Rebuilt(day, forgotten=True)
    mode = filled.mode_on(day, zone)
    if mode == OFF:
        return Rebuilt(day)
    wanted = filling.asked_on(mode)
    stayed = [each.id for each in wanted if is_gone(each, day, zone)]
    again = [each for each in wanted if each.id not in stayed]
    rows = filling.take(day, zone, filling.first_steps(), careful=True, anew=True)
    rows += filling.take(day, zone, ((each.id, each) for each in again), anew=True)
    rows += filling.take(day, zone, filling.last_steps(), careful=True, anew=True)
    filling.note(day, COMPLETE, rows)
    return Rebuilt(day, rows, stayed)


def forget(day: date) -> None:
    """Forget what was said of a day that is not over: it is filled when it is."""
    with transaction():
        for table in (Figure, FilledDay, SpacePhase):
            session().execute(delete(table).where(table.day == day))


def is_gone(measure: Measure, day: date, zone: ZoneInfo) -> bool:
    """Whether what a measure would be made of on that day is no longer kept."""
    gone = day_of(clock.now(), zone) - KEPT_DAYS * DAY
    return any(
        _looks_back(measure, Asked(day, measure.window, zone, axis)) <= gone
        for axis in measure.axes
    )


def _looks_back(measure: Measure, asked: Asked) -> date:
    """The first day of which short-lived rows are read; the day after where none are."""
    if not _SHORT_LIVED.search(measure.sql(asked)):
        return date.max
    told = measure.question(asked).compile().params.values()
    days = [_day(each, asked.zone) for each in told if isinstance(each, date)]
    return min([asked.first, *days])


def _day(value: date, zone: ZoneInfo) -> date:
    return day_of(value, zone) if isinstance(value, datetime) else value


@dataclass(frozen=True)
class Difference:
    """A figure that would be another now; `kept` or `now` is None where there is none.

    `few` says that too few people stand behind one of them for it to be told.
    """

    measure: str
    scope: str
    key: str
    kept: float | None
    now: float | None
    few: bool = False


@dataclass(frozen=True)
class Drift:
    """What differs on a day. `rows` are steps with how many rows they made and would make now.

    `stayed` names measures that cannot be counted again, `asked_otherwise` those whose question is
    another now, `missing` the steps that are not done. None of the three is drift.
    """

    day: date
    figures: int = 0
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)
    differing: Sequence[Difference] = ()
    missing: Sequence[str] = ()
    stayed: Sequence[str] = ()
    asked_otherwise: Sequence[str] = ()

    @property
    def found(self) -> bool:
        """Whether anything differs."""
        return bool(self.differing or self.rows)


def check(day: date, zone: ZoneInfo) -> Drift:
    """Count a day once more, keep nothing of it, and say what differs from what is kept."""
    mode = filled.mode_on(day, zone)
    done = filled.steps_done(day) - {COMPLETE, PARTLY}
    wanted = filling.asked_on(mode)
    names = [name for name, _step in filling.first_steps()] + [each.id for each in wanted]
    stayed = {each.id for each in wanted if is_gone(each, day, zone)}
    differing: list[Difference] = []
    otherwise: list[str] = []
    count, answers = 0, Answers()
    for each in wanted:
        if each.id in done and each.id not in stayed:
            kept = _kept(each, day)
            now = {
                (row["scope"], row["key"]): Figure(**row)
                for row in filling.read(each, day, zone, answers)
            }
            differing += _differences(each, kept, now)
            count += len(kept)
            if {row.version for row in kept.values()} - {row.version for row in now.values()}:
                otherwise.append(each.id)
    return Drift(
        day, count, _rows_differing(day, zone), differing,
        [name for name in names if name not in done], sorted(stayed), otherwise,
    )  # fmt: skip


def _kept(measure: Measure, day: date) -> dict[tuple[str, str], Figure]:
    rows = session().scalars(select(Figure).where(Figure.day == day, Figure.measure == measure.id))
    return {(row.scope, row.key): row for row in rows}


def _differences(
    measure: Measure,
    kept: dict[tuple[str, str], Figure],
    now: dict[tuple[str, str], Figure],
) -> Iterator[Difference]:
    for scope, key in sorted({*kept, *now}):
        one, other = kept.get((scope, key)), now.get((scope, key))
        if not _same(one, other):
            few = any(each is not None and 0 < each.people < measure.least for each in (one, other))
            yield Difference(
                measure.id, scope, key, one.value if one and not few else None,
                other.value if other and not few else None, few,
            )  # fmt: skip


def _same(one: Figure | None, other: Figure | None) -> bool:
    if one is None or other is None:
        return one is other
    if (one.n, one.people) != (other.n, other.people):
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    return math.isclose(one.value, other.value, rel_tol=SAME, abs_tol=SAME)


class _NotKept(Exception):
    """What was made to be counted is let go of."""


def _rows_differing(day: date, zone: ZoneInfo) -> dict[str, tuple[int, int]]:
    """The steps before the measures that would make another number of rows now."""
    asked = select(FilledDay.step, FilledDay.rows).where(FilledDay.day == day)
    kept = {row.step: row.rows for row in session().execute(asked)}
    found = {}
    try:
        with transaction():
            made = {
                name: step(day, zone)
                for name, step in filling.first_steps()
                if name in kept and not _too_old(day, zone)
            }
            raise _NotKept
    except _NotKept:
        found = {name: (kept[name], now) for name, now in made.items() if now != kept[name]}
    return found


def _too_old(day: date, zone: ZoneInfo) -> bool:
    return clock.now() - midnight(day, zone) > KEPT_DAYS * DAY
