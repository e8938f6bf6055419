"""Time as an office counts it: working days between two moments, and the moment some of them later.

A day of the week that is worked counts from midnight to midnight in the zone of the office; weekends
count nothing. Public holidays differ per country and place and are not known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta, tzinfo

WEEK = frozenset(range(5))  # Monday is 0
DAY = timedelta(days=1)
OFFICE = (time(9), time(17))
Hours = Mapping[int, tuple[time, time]]
OFFICE_HOURS: Hours = dict.fromkeys(sorted(WEEK), OFFICE)


def elapsed(
    since: datetime, until: datetime, zone: tzinfo, working: Collection[int] = WEEK
) -> float:
    """Working days from one moment to another, to a tenth of a second; 0.0 when the second is earlier.

    >>> from datetime import UTC
    >>> elapsed(datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC), UTC)
    1.0
    """
    start, end = since.astimezone(zone), until.astimezone(zone)
    if end <= start:
        return 0.0
    first, last = start.date(), end.date()
    whole = _days(first, last, working)
    if last.weekday() in working:
        whole += _part(end)
    if first.weekday() in working:
        whole -= _part(start)
    return max(round(whole, 6), 0.0)


def later(since: datetime, days: float, zone: tzinfo, working: Collection[int] = WEEK) -> datetime:
    """The moment at which so many working days have passed since another, in UTC's offset of `since`.

    Raises ValueError when no day of the week is worked.
    """
    if not any(day in working for day in range(7)):
        raise ValueError("no day of the week is worked")
    moment, left = since.astimezone(zone), days
    while True:
        midnight = datetime.combine(moment.date() + DAY, time(), zone)
        if moment.weekday() in working:
            rest = 1.0 - _part(moment)
            if left <= rest:
                return _at(moment.date(), _part(moment) + left, zone).astimezone(since.tzinfo)
            left -= rest
        moment = midnight


def after_hours(
    since: datetime, hours: float, zone: tzinfo, worked: Hours = OFFICE_HOURS
) -> datetime:
    """The moment at which so many hours have passed within those that are worked, in `since`'s offset.

    `worked` maps a day of the week to when its work begins and ends; without any it is an office week.

    >>> from datetime import UTC
    >>> after_hours(datetime(2026, 11, 20, 15, tzinfo=UTC), 4, UTC).isoformat()
    '2026-11-23T11:00:00+00:00'
    """
    worked, left = worked or OFFICE_HOURS, timedelta(hours=hours)
    moment = since.astimezone(zone)
    while True:
        begin, end = worked.get(moment.weekday(), (time(), time()))
        start = max(moment, datetime.combine(moment.date(), begin, zone))
        rest = datetime.combine(moment.date(), end, zone) - start
        if begin < end and left <= rest:
            return (start + left).astimezone(since.tzinfo)
        left -= max(rest, timedelta()) if begin < end else timedelta()
        moment = datetime.combine(moment.date() + DAY, time(), zone)


def _days(first: date, last: date, working: Collection[int]) -> float:
    """Worked days from the first to before the last."""
    weeks, rest = divmod((last - first).days, 7)
    begun = sum((first.weekday() + offset) % 7 in working for offset in range(rest))
    return float(weeks * len(set(working) & set(range(7))) + begun)


def _part(moment: datetime) -> float:
    """How much of its day has passed by the clock on the wall: 0.5 at noon, also when it has 23 hours."""
    passed = timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second,
        microseconds=moment.microsecond,
    )  # fmt: skip
    return passed / DAY


def _at(day: date, part: float, zone: tzinfo) -> datetime:
    if part >= 1.0:
        return datetime.combine(day + DAY, time(), zone)
    return datetime.combine(day, (datetime.min + part * DAY).time(), zone)
