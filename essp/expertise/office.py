"""When a question is routed on, in the working time of whoever asked, or else of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from essp.core import workdays
from essp.core.web import zone
from essp.people.models import Person

FIRST_HOURS, THEN_DAYS, AGAIN_DAYS, LAST_DAYS = 4, 2, 1, 10
SOON = timedelta(minutes=1)


def second_wave(person: Person, asked: datetime) -> datetime:
    """Four working hours after it was asked."""
    return workdays.after_hours(asked, FIRST_HOURS, _zone(person), _hours(person))


def third_wave(person: Person, asked: datetime) -> datetime:
    """Two working days after it was asked."""
    return workdays.later(asked, THEN_DAYS, _zone(person), _days(person))


def another_try(person: Person, asked: datetime, now: datetime) -> datetime | None:
    """A working day from now, when nobody had room; None after ten, for then nobody will."""
    moment = workdays.later(now, AGAIN_DAYS, _zone(person), _days(person))
    last = workdays.later(asked, LAST_DAYS, _zone(person), _days(person))
    return moment if moment <= last else None


def _zone(person: Person) -> tzinfo:
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else zone()
    except (ZoneInfoNotFoundError, ValueError):
        return zone()


def _days(person: Person) -> frozenset[int]:
    return frozenset(int(day) for day in person.hours or {}) or workdays.WEEK


def _hours(person: Person) -> Mapping[int, tuple[time, time]]:
    return {int(day): _span(hours) for day, hours in (person.hours or {}).items()}


def _span(hours: str) -> tuple[time, time]:
    begin, dash, end = hours.partition("-")
    if not dash:
        return workdays.OFFICE
    return time.fromisoformat(begin), time.fromisoformat(end)
