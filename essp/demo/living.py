"""The demonstration as it is used: agreed, counted day by day, with a year behind it.

Counting a year takes minutes, and nobody waits that long for a site to open. So the last weeks are
counted before it opens, and a job of the worker goes back through the year from there, a week at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, func, select, update

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
from essp.stats.models import DepartmentStay, Searched, Usage
from essp.stats.retention import reduce_to_totals
from essp.stats.verbs import KEPT_DAYS

FIRST, LAST = date(2025, 11, 10), date(2026, 11, 20)  # what is written about
AT_ONCE = 29  # days that are counted before the site opens
WEEK = 7
PAUSE = timedelta(seconds=2)
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
    last = min(LAST, filled.last_over(zone()))
    first = max(FIRST, last - (most - 1) * DAY)
    put_beside(last)
    _use(first - (KEPT_DAYS - 1) * DAY, last)
    days = (last - first).days + 1
    for number in range(days):
        fill_day(first + number * DAY, zone())
        tell()
    _forget(last)
    with transaction():
        jobs.enqueue(live_earlier, before=first.isoformat())
    return days


@jobs.task("demo.live_earlier")
def live_earlier(before: str) -> None:
    """Live through the week before a day that is counted, and ask for the one before that."""
    last = date.fromisoformat(before) - DAY
    first = max(FIRST, last - (WEEK - 1) * DAY)
    if last < FIRST:
        return
    _use(first - (KEPT_DAYS - 1) * DAY, last)
    for number in range((last - first).days + 1):
        fill_day(first + number * DAY, zone())
    _forget(filled.last_over(zone()))
    if first > FIRST:
        with transaction():
            jobs.enqueue(live_earlier, delay=PAUSE, before=first.isoformat())


def counted_since() -> date | None:
    """The first day that is counted by now."""
    return session().scalar(select(func.min(FilledDay.day)))


def _use(first: date, last: date) -> None:
    """Write the use of these days, whatever of it is there."""
    with transaction():
        for table in (Usage, Searched):
            session().execute(delete(table).where(table.day.between(first, last)))
        use = Use()
        for number in range((last - first).days + 1):
            use.write(first + number * DAY)


def _forget(last: date) -> None:
    reduce_to_totals(last + DAY)
