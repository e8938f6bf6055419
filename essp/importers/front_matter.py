"""What the front matter of a page says of its standing: who owns it, when it was looked at, for how long.

owner_slack: "#platform"        a channel, which becomes a group of owners; "@name" is a person
last_reviewed_on: 2026-02-18    a day
review_in: 6 months             days, weeks, months or years
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from essp.core.ids import clean_line

OWNER, REVIEWED, TERM = "owner_slack", "last_reviewed_on", "review_in"
KEYS = (OWNER, REVIEWED, TERM)
PERIOD = re.compile(r"(\d{1,4})\s*(day|week|month|year)s?", re.IGNORECASE)
LONGEST_NAME = 80
EARLIEST = date(1970, 1, 1)
LONGEST = timedelta(days=3_660)


@dataclass(frozen=True)
class Standing:
    """Who owns a page and from when until when it was vouched for, as far as that can be read.

    `person` tells that the owner is a person and not a channel. `faults` are the words that cannot.
    """

    owner: str = ""
    person: bool = False
    reviewed: date | None = None
    until: date | None = None
    faults: tuple[str, ...] = ()


def standing_of(properties: Mapping[str, Any]) -> Standing:
    """What the properties of a page say of its standing; never raises, whatever they hold."""
    owner = _owner(properties.get(OWNER))
    dates = _dates(properties.get(REVIEWED), properties.get(TERM))
    if dates is None:
        said = (f"{key}: {properties[key]}" for key in (REVIEWED, TERM) if key in properties)
        return Standing(*owner, faults=tuple(clean_line(each)[:200] for each in said))
    return Standing(*owner, *dates)


def _owner(said: object) -> tuple[str, bool]:
    name = clean_line(said)[:LONGEST_NAME] if isinstance(said, str) else ""
    if name.startswith("@"):
        return name[1:].strip(), True
    return name, False


def _dates(reviewed: object, term: object) -> tuple[date | None, date | None] | None:
    """Both days, neither where nothing is said, None where it cannot be read."""
    if reviewed is None and term is None:
        return None, None
    first = _day(reviewed)
    period = PERIOD.fullmatch(str(term).strip())
    if first is None or period is None:
        return None
    last = _after(first, int(period[1]), period[2].lower())
    return None if last is None or not first < last <= first + LONGEST else (first, last)


def _day(said: object) -> date | None:
    try:
        day = date.fromisoformat(str(said).strip()[:10])
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def _after(day: date, count: int, unit: str) -> date | None:
    """The day so much later; the last of its month where that month is shorter."""
    try:
        if unit in {"day", "week"}:
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (ValueError, OverflowError):
        return None
