"""When a page is looked at again: how long its term is, and on which day it falls due. Pure.

    term = 270 days / sqrt(1 + reads / 200) / (1 + edits / 4)        between 30 and 365 days

where `reads` is how often the page was read in the last thirty days and `edits` how often its text
changed in the last half year: what many rely on and what changes fast is looked at sooner. A page that
says word for word what it said when it was last verified is evergreen: its term grows by half each
time, up to two years, and less far where it is read much.

The day then moves a little, at most a fifth of the term earlier and a tenth later, to the working day
in the week in which the owner has the fewest reviews due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

LEAST, MOST, EVERGREEN = 30, 365, 730  # days
USUAL = 270  # days for a page that nobody reads and nobody changes
MANY_READS = 200  # readings in thirty days at which one looks at a page 1.4 times as often
MANY_EDITS = 4  # edits in half a year at which one looks twice as often
GROWTH = 1.5
EARLIER, LATER = 0.2, 0.1  # of the term


@dataclass(frozen=True)
class Use:
    """How much a page is read in thirty days, and how often its text changed in half a year."""

    reads: int = 0
    edits: int = 0


@dataclass(frozen=True)
class Last:
    """The term that a page had, in days, and whether it still says the same words."""

    days: int
    same: bool


def term(use: Use, last: Last | None = None) -> int:
    """How many days a page may be relied on until it is looked at again."""
    calm = sqrt(1 + use.reads / MANY_READS)
    days = round(USUAL / calm / (1 + use.edits / MANY_EDITS))
    days = min(max(days, LEAST), MOST)
    if last is None or not last.same:
        return days
    furthest = max(days, round(EVERGREEN / calm))
    return min(max(days, round(last.days * GROWTH)), furthest)


def due(today: date, days: int, taken: Iterable[date]) -> date:
    """The day after `days` or near it, in the calmest week; `taken` are the days of the owner's other
    reviews. Of equally calm weeks the one nearest to the term."""
    wanted = today + timedelta(days=days)
    load = Counter(_week(day) for day in taken)

    def strain(day: date) -> tuple[int, int, date]:
        return load[_week(day)], abs((day - wanted).days), day

    return min(_days(today, days), key=strain)


def _days(today: date, days: int) -> Iterator[date]:
    first = max(1, days - int(days * EARLIER))
    # A short term has room for a working day all the same.
    last = max(days + int(days * LATER), first + 2)
    for step in range(first, last + 1):
        day = today + timedelta(days=step)
        if day.weekday() < 5:
            yield day


def _week(day: date) -> tuple[int, int]:
    year, week, _weekday = day.isocalendar()
    return year, week
