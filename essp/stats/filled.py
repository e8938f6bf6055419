"""Which days are filled, which are missing, and how much was measured then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from essp.core import clock
from essp.core.db import session
from essp.stats.asking import DAY, day_of, midnight
from essp.stats.figure_models import FilledDay
from essp.stats.privacy_models import InsightSwitch

COMPLETE = "complete"  # all steps of a day are done
PARTLY = "partly"  # all were tried and not all could be done
MINIMAL, FULL, OFF = "minimal", "full", "off"
CLOCKS_DIFFER = timedelta(hours=1)
MADE_UP = 400  # days, at most, that are made up unasked


def steps_done(day: date) -> set[str]:
    """The steps of a day that are done."""
    return set(session().scalars(select(FilledDay.step).where(FilledDay.day == day)))


def last_filled() -> date | None:
    """The last day that is shown: all of its steps were done, or tried; None before the first."""
    shown = FilledDay.step.in_((COMPLETE, PARTLY)), ~ahead()
    return session().scalar(select(func.max(FilledDay.day)).where(*shown))


def last_over(zone: ZoneInfo) -> date:
    """The last day that is over by the clock on the wall."""
    return day_of(clock.now(), zone) - DAY


def missing(until: date, since: date | None = None) -> list[date]:
    """The days up to `until` that are not filled to the end: from `since`, else the first ever begun.

    Unasked no more than a year is made up: a clock that once stood in 1970 makes nobody fill since then.
    """
    begun = session().scalar(select(func.min(FilledDay.day)).where(FilledDay.day <= until))
    first = since or max(begun or until, until - MADE_UP * DAY)
    filled = set(
        session().scalars(
            select(FilledDay.day).where(FilledDay.day >= first, FilledDay.step == COMPLETE)
        )
    )
    days = (first + number * DAY for number in range((until - first).days + 1))
    return [day for day in days if day not in filled]


def filled_ahead() -> Sequence[date]:
    """Days noted as filled at a moment that has not come yet: a clock went wrong, then or now."""
    days = select(FilledDay.day).where(ahead()).distinct().order_by(FilledDay.day)
    return session().scalars(days).all()


def ahead() -> ColumnElement[bool]:
    """The condition on a step that it was noted by a clock that is ahead of this one."""
    return FilledDay.at > clock.now() + CLOCKS_DIFFER


def mode_on(day: date, zone: ZoneInfo) -> str:
    """How much was measured at the end of a day; minimal before anybody said otherwise."""
    last = (
        select(InsightSwitch.mode)
        .where(InsightSwitch.at < midnight(day + DAY, zone))
        .order_by(InsightSwitch.at.desc(), InsightSwitch.id.desc())
        .limit(1)
    )
    return session().scalar(last) or MINIMAL
