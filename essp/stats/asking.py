"""What a measure is asked for: of which days, cut along which axis, counting which places.

Closed doors: what is counted of *things* for the site, a department or a topic is of spaces that everyone
may read, so that no figure tells of what stands behind a door. A space has its own figures, which only
its readers see. That somebody was *here* (`Presence`) counts wherever they were, for it says nothing of
what they read or wrote. A space for practice counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, literal, or_, select

from essp.spaces.models import Access, Space

DAY = timedelta(days=1)


class Axis(Enum):
    """Along which a figure is cut: one for the site, or one for each space, department or topic."""

    SITE = "site"
    SPACE = "space"
    DEPARTMENT = "department"
    TOPIC = "topic"


@dataclass(frozen=True)
class Scope:
    """Of what a figure is: `key` is the id of a space or topic as text, or the name of a department."""

    axis: Axis
    key: str = ""


SITE = Scope(Axis.SITE)


@dataclass(frozen=True)
class Asked:
    """The days from `first` to `day`, both included, in the zone of the site, cut along an axis.

    `now` is the moment up to which is known: the end of `day`. With `imported` what came from elsewhere
    counts too, which is for judging a measure by known communities and never for the screen.
    """

    day: date
    window: int
    zone: ZoneInfo
    axis: Axis = Axis.SITE
    imported: bool = False

    @property
    def first(self) -> date:
        """The first day of the window."""
        return self.day - (self.window - 1) * DAY

    @property
    def since(self) -> datetime:
        """The moment, in UTC, at which the window begins: midnight by the clock on the wall."""
        return midnight(self.first, self.zone)

    @property
    def now(self) -> datetime:
        """The moment, in UTC, at which the last day ends; nothing of it or later is known."""
        return midnight(self.day + DAY, self.zone)

    def key(self, space: Any, department: Any = None) -> ColumnElement[str]:
        """Which scope a row belongs to. Raises ValueError for an axis that the row knows nothing of."""
        if self.axis is Axis.SITE:
            return literal("")
        if self.axis is Axis.SPACE:
            return cast(space, String)
        if self.axis is Axis.DEPARTMENT and department is not None:
            of_department: ColumnElement[str] = department
            return of_department
        raise ValueError(f"these rows are not cut by {self.axis.value}")

    def places(self, space: Any, *, outside: bool = False) -> ColumnElement[bool]:
        """The condition on a row that tells of a thing: in a space that counts along this axis.

        With `outside` what stands in no space (0) counts for the site and for departments.
        """
        counted = select(Space.id).where(Space.practice.is_(False))
        if self.axis is Axis.SPACE:
            anywhere: ColumnElement[bool] = space.in_(counted)
            return anywhere
        open_to_all = space.in_(counted.where(Space.access == Access.OPEN.value))
        return or_(open_to_all, space == 0) if outside else open_to_all


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins by the clock on the wall, in UTC. A day may have 23 or 25 hours."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """On which day a moment is by the clock on the wall."""
    return at.astimezone(zone).date()
