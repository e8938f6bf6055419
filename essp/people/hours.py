"""When somebody works: days with hours, in a time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from zoneinfo import available_timezones

from babel.dates import format_date, format_skeleton

from essp.core.db import lock
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import _, language
from essp.core.i18n import lazy as later
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.models import Person

DAYS = ("0", "1", "2", "3", "4", "5", "6")
_MONDAY = date(2024, 1, 1)
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@cache
def time_zones() -> tuple[str, ...]:
    """The time zones that can be chosen, by name: `Europe/Amsterdam`."""
    return tuple(
        sorted(each for each in available_timezones() if "/" in each and not each.startswith("Etc"))
    )


def choose_hours(
    actor: Person, person: Person, *, time_zone: str, days: Mapping[str, tuple[str, str]]
) -> bool:
    """Say on which days and hours somebody works; `days` maps a day to when it begins and ends.

    Both may be empty, which says that the day is worked without saying when. Whether it was new.
    """
    require(policy.edit_profile(actor, person))
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    if time_zone and time_zone not in time_zones():
        raise Invalid(time_zone=later("Choose one of the time zones in the list."))
    hours = {day: _span(day, *days[day]) for day in DAYS if day in days}
    if (fresh.time_zone, fresh.hours) == (time_zone, hours):
        return False
    fresh.time_zone, fresh.hours = time_zone, hours
    record(PersonChanged(actor_id=actor.id, person_id=person.id, fields=("hours",)))
    return True


def name_of(day: str, form: str = "EEEE") -> str:
    """A day of the week in the reader's language: `Monday`, or `Mon` for `EEE`."""
    return str(format_date(_MONDAY + timedelta(days=int(day)), form, locale=language())).rstrip(".")


def words_of(person: Person) -> str:
    """When somebody works, in words: `Mon to Thu, 09:00 to 17:00`; nothing where it is not said."""
    spans: list[tuple[str, str, str]] = []
    for day in DAYS:
        if (hours := (person.hours or {}).get(day)) is None:
            continue
        if spans and spans[-1][2] == hours and int(spans[-1][1]) + 1 == int(day):
            spans[-1] = (spans[-1][0], day, hours)
        else:
            spans.append((day, day, hours))
    return "; ".join(_said(*span) for span in spans)


def month_name(month: int) -> str:
    """A month in the reader's language."""
    return str(format_date(date(2000, month, 1), "LLLL", locale=language()))


def day_words(month_and_day: str) -> str:
    """A day without its year in the reader's language: `28 November`."""
    month, day = (int(part) for part in month_and_day.split("-"))
    pattern = "d MMMM" if language() == "nl" else "MMMMd"
    when = date(2000, month, day)
    if language() == "nl":
        return str(format_date(when, pattern, locale="nl"))
    return str(format_skeleton("MMMMd", when, locale="en_GB"))


def _said(first: str, last: str, hours: str) -> str:
    days = name_of(first, "EEE")
    if last != first:
        days = _("%(first)s to %(last)s", first=days, last=name_of(last, "EEE"))
    if not hours:
        return days
    begin, _dash, end = hours.partition("-")
    return f"{days} {begin}–{end}"


def _span(day: str, begin: str, end: str) -> str:
    if not begin.strip() and not end.strip():
        return ""
    first, last = (_TIME.fullmatch(each.strip()) for each in (begin, end))
    if first is None or last is None:
        message = later("Write both times as 09:00, or leave both empty.")
        raise Invalid(**{f"day-{day}": message})
    written = [f"{int(found[1]):02}:{found[2]}" for found in (first, last)]
    if written[0] >= written[1]:
        raise Invalid(**{f"day-{day}": later("The day must end after it begins.")})
    return "-".join(written)
