"""The demonstration as it is used: agreed, counted day by day, with a year behind it.

Counting a year takes minutes, and nobody waits that long for a site to open. So the last days are counted
before it opens, and a job of the worker goes back through the year from there, four weeks at a time: a day
or two with each job, so that other work is not kept waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic

from sqlalchemy import func, select, update

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.web import zone
from essp.demo.around import put_beside
from essp.demo.page_file import TIME_ZONE
from essp.demo.use import Use
from essp.people.models import Person, Role
from essp.stats import agreeing, delegating, filled
from essp.stats.asking import DAY
from essp.stats.figure_models import FilledDay
from essp.stats.filling import fill_day
from essp.stats.models import DepartmentStay, Usage
from essp.stats.retention import reduce_to_totals
from essp.stats.settling import follow_on
from essp.stats.turn import Busy, alone
from essp.stats.verbs import KEPT_DAYS

FIRST, LAST = date(2025, 11, 10), date(2026, 11, 20)  # what is written about
AFTER = 14  # days after that on which people still come
AT_ONCE = 8  # days that are counted before the site opens
WEEK = 7
BLOCK = 28  # days that are lived through before those before them
BUSY_FOR = 1.0  # seconds after which a job leaves the rest to the next
PAUSE, LATER = timedelta(seconds=1), timedelta(seconds=20)
SEEN_BY = "nadia-el-idrissi"  # of the works council


def agree() -> None:
    """The works council agreed before anything was measured, and named who reads the log."""
    at = datetime.combine(FIRST - 4 * DAY, time(10), TIME_ZONE)
    with clock.held_at(at), transaction():
        maarten = session().scalars(
            select(Person).where(Person.role == Role.ADMINISTRATOR.value).order_by(Person.id)
        ).first()  # fmt: skip
        if maarten is None:
            return
        agreed = agreeing.Agreed(reference="OR 2025-31", on=(FIRST - 7 * DAY).isoformat())
        agreeing.switch(maarten, filled.FULL, agreed)
        delegating.name_delegate(maarten, SEEN_BY, "OR 2025-32")
        # Who joined in the past worked where they work since then, whenever that was noted.
        for stay in session().scalars(select(DepartmentStay)).all():
            joined = session().get_one(Person, stay.person_id).joined_at
            if joined is not None and stay.since > joined:
                session().execute(
                    update(DepartmentStay)
                    .where(DepartmentStay.person_id == stay.person_id)
                    .where(DepartmentStay.since == stay.since)
                    .values(since=joined)
                )


def live_lately(most: int = AT_ONCE, tell: Callable[[], None] = lambda: None) -> int:
    """Live through the last days and count them; how many that were. `tell` is called for each."""
    last = min(LAST + AFTER * DAY, filled.last_over(zone()))
    first = max(FIRST, last - (most - 1) * DAY)
    put_beside(min(LAST, last))
    _use(first - (KEPT_DAYS - 1) * DAY, last)
    days = (last - first).days + 1
    for number in range(days):
        fill_day(first + number * DAY, zone())
        tell()
    _forget(last)
    with transaction():
        _go_on(first - DAY)
    return days


@jobs.task("demo.live_earlier")
def live_earlier(last: str, day: str = "") -> None:
    """Count days of the block up to `last`, from `day` on; then of the block before it, to the first."""
    end = date.fromisoformat(last)
    first = max(FIRST, end - (BLOCK - 1) * DAY)
    if end < FIRST:
        return
    now = date.fromisoformat(day) if day else first
    try:
        with alone():
            now = _count(first, now, end)
            if now > end and first == FIRST:
                follow_on()
    except Busy:
        with transaction():
            jobs.enqueue(live_earlier, delay=LATER, last=last, day=now.isoformat())
        return
    if now <= end:
        with transaction():
            jobs.enqueue(live_earlier, delay=PAUSE, last=last, day=now.isoformat())
        return
    _forget(filled.last_over(zone()))
    if first > FIRST:
        with transaction():
            _go_on(first - DAY)


def _go_on(last: date) -> None:
    jobs.enqueue(live_earlier, delay=PAUSE, last=last.isoformat())


def _count(first: date, day: date, end: date) -> date:
    """Count days from this one on for a moment; the day that is next."""
    begun = monotonic()
    if not _is_used(day):
        _use(first - (KEPT_DAYS - 1) * DAY, end)
    while day <= end:
        fill_day(day, zone())
        day += DAY
        if monotonic() - begun > BUSY_FOR:
            break
    return day


def counted_since() -> date | None:
    """The first day that is counted by now."""
    return session().scalar(select(func.min(FilledDay.day)))


def _is_used(day: date) -> bool:
    """Whether the use of the days up to this one is there; it is let go of when it is old."""
    here = (Usage.day > day - KEPT_DAYS * DAY, Usage.day <= day - (KEPT_DAYS - WEEK) * DAY)
    return session().scalar(select(Usage.day).where(*here).limit(1)) is not None


def _use(first: date, last: date) -> None:
    """Write the use of these days, whatever of it is there: nobody waits for it to be drawn."""
    use = Use()
    for number in range((last - first).days + 1):
        drawn = use.drawn(first + number * DAY)
        with transaction():
            drawn.write()


def _forget(last: date) -> None:
    reduce_to_totals(last + DAY)
