"""What a random history is made of, as plain as it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from essp.spaces.models import Access
from essp.stats.asking import Asked, Axis
from essp.stats.verbs import MIGRATION, Did, Thing

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = date(2026, 10, 29)  # on the 25th the clock was put back
PEOPLE = range(9001, 9008)
OPEN, OTHER, BY_REQUEST, CLOSED, PRACTICE = SPACES = range(9001, 9006)
ACCESS = dict(
    zip(
        SPACES,
        [Access.OPEN, Access.OPEN, Access.BY_REQUEST, Access.CLOSED, Access.OPEN],
        strict=True,
    )
)
PAGES = dict(zip(range(1, 5), SPACES[:4], strict=True))  # pages by number, and their spaces
# Topics: the third was merged into the second, the fourth is known behind closed doors alone.
CABLES, METERS, MERGED, QUIET = TOPICS = range(9101, 9105)
STANDS_FOR = {CABLES: CABLES, METERS: METERS, MERGED: METERS, QUIET: QUIET}
DEPARTMENTS = ("Grid", "Sales", "")
AGO = (-1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 20, 27, 28, 29, 34, 35, 55, 56, 84, 90, 91, 117, 118,
       150, 364, 365, 400)  # fmt: skip
CLOCK = (time(0), time(2, 30), time(2, 30, fold=1), time(9), time(17, 15), time(23, 59))
LATER = tuple(
    timedelta(minutes=each)
    for each in (0, 1, 95, 1440, 48 * 60, 48 * 60 + 1, 7 * 1440, 7 * 1440 + 1, 30 * 1440, 31 * 1440)
)


@dataclass(frozen=True)
class Someone:
    """A person: when they came and went, what they are, and since when they work where.

    `above` is who manages them, `away` from which day until which they are not there.
    """

    id: int
    joined_at: datetime | None
    left_at: datetime | None
    role: str
    department: str
    stays: tuple[tuple[datetime, str], ...] = ()
    invited_at: datetime | None = None
    above: int | None = None
    away: tuple[date, date] | None = None

    def department_at(self, moment: datetime) -> str:
        """Where they worked just before a moment; before anything is known, where they were first."""
        before = [name for since, name in self.stays if since < moment]
        if before:
            return before[-1]
        return self.stays[0][1] if self.stays else self.department


@dataclass(frozen=True)
class Place:
    """A space with its members and champions, by id, since when."""

    id: int
    access: Access
    practice: bool
    members: dict[int, datetime]
    champions: dict[int, datetime]


@dataclass(frozen=True)
class Said:
    """A post; `parent_id` None is the opening one. It may be `gone`, since a moment."""

    id: int
    thread_id: int
    number: int
    parent_id: int | None
    author_id: int
    at: datetime
    remark: bool = False
    gone: str = ""
    via: str = "web"
    gone_at: datetime | None = None

    def stands(self, asked: Asked) -> bool:
        """Whether it was written by the end of the day, and not gone by then."""
        gone = bool(self.gone) and (self.gone_at is None or self.gone_at < asked.now)
        return self.at < asked.now and not gone


@dataclass(frozen=True)
class Accepted:
    """An answer was accepted, and perhaps not any more."""

    post_id: int
    thread_id: int
    person_id: int
    at: datetime
    ended_at: datetime | None

    def stands(self, asked: Asked) -> bool:
        """Whether it was accepted by the end of the day, and still was then."""
        return self.at < asked.now and (self.ended_at is None or self.ended_at >= asked.now)


@dataclass(frozen=True)
class Talk:
    """A conversation with its posts, in their order; a comment is about a `page`."""

    id: int
    space_id: int
    kind: str
    author_id: int
    at: datetime
    posts: tuple[Said, ...]
    accepted: tuple[Accepted, ...] = ()
    closed_at: datetime | None = None
    outcome: str = ""
    merged_into_id: int | None = None
    page: int | None = None
    topics: tuple[int, ...] = ()

    @property
    def about(self) -> set[int]:
        """The topics it is about, each once."""
        return {STANDS_FOR[each] for each in self.topics}

    @property
    def imported_upto(self) -> int:
        """The highest number of what came from elsewhere."""
        return max((each.number for each in self.posts if each.via != "web"), default=0)


@dataclass(frozen=True)
class Done:
    """A deed, as in `Deed`."""

    at: datetime
    day: date
    actor_id: int
    department: str
    verb: Did
    kind: Thing
    object_id: int
    number: int
    space_id: int
    to_id: int | None
    source: str = "web"
    bot: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is use: of people, and not from elsewhere."""
        return self.source != MIGRATION and not self.bot


@dataclass(frozen=True)
class Here:
    """A day of somebody in a space, as in `Presence`."""

    day: date
    person_id: int
    space_id: int
    department: str
    viewed: bool
    reacted: int
    contributed: int
    kinds: int

    @property
    def active(self) -> bool:
        """Whether they read, reacted or contributed."""
        return self.viewed or self.reacted > 0 or self.contributed > 0


@dataclass(frozen=True)
class History:
    """All that happened, by what it is. `more` are rows of further tables, by their models.

    `pages` holds further columns of pages by their number; what is beyond `PAGES` is a further page.
    """

    people: dict[int, Someone]
    places: dict[int, Place]
    talks: tuple[Talk, ...]
    deeds: tuple[Done, ...]
    presences: tuple[Here, ...] = ()
    more: tuple[tuple[type, list[dict[str, Any]]], ...] = ()
    pages: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    def page(self, number: int) -> Mapping[str, Any]:
        """What differs of a page, with its space and who began it."""
        usual = {"space_id": PAGES.get(number, OPEN), "created_by_id": PEOPLE[0]}
        return usual | dict(self.pages.get(number, {}))

    def rows(self, model: type) -> list[dict[str, Any]]:
        """The further rows of a table."""
        return [row for each, rows in self.more if each is model for row in rows]

    def asked(self, window: int, axis: Axis = Axis.SITE, *, imported: bool = False) -> Asked:
        """The question for the window that ends with the last day."""
        return Asked(DAY, window, ZONE, axis, imported)

    def entitled(self, asked: Asked) -> set[int]:
        """Who had an account at the end of the day."""
        return {
            each.id
            for each in self.people.values()
            if each.joined_at is not None
            and each.joined_at < asked.now
            and not (each.left_at is not None and each.left_at < asked.now)
        }

    def counts_at(self, asked: Asked, space_id: int, *, outside: bool = False) -> bool:
        """Whether things in that space count along the axis."""
        if not space_id:
            return outside and asked.axis is not Axis.SPACE
        place = self.places[space_id]
        return not place.practice and (asked.axis is Axis.SPACE or place.access is Access.OPEN)


def moment(ago: int, at: time) -> datetime:
    """The moment so many days before the last day, by the clock on the wall."""
    return datetime.combine(DAY - timedelta(days=ago), at, ZONE).astimezone(ZoneInfo("UTC"))
