"""Home put together: what needs somebody, what is new for them, and how the places beside it stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import structlog

from essp.core import clock
from essp.core.db import session
from essp.home import fresh, outside, ranking, small, visits, waiting
from essp.home.interests import Interests
from essp.home.models import HomeVisit
from essp.home.ranking import Candidate, Key, Want
from essp.home.small import Small
from essp.home.telling import Item, told
from essp.home.waiting import Need
from essp.notifications.subjects import Named

log = structlog.get_logger(__name__)

MOST_OF_ONE = 60
T = TypeVar("T")


@dataclass(frozen=True)
class Needs:
    """What needs somebody: those that are shown, and how many there are in all."""

    shown: Sequence[Need] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


@dataclass(frozen=True)
class Told:
    """A place on the screen: its items, how many there are in all, its name where it is a topic."""

    key: Key
    items: Sequence[Item]
    total: int
    topic: Named | None = None
    small: Small | None = None

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(self.total - len(self.items), 0)


@dataclass(frozen=True)
class News:
    """What is new since a moment, in places or (`times`) by time alone."""

    since: datetime
    places: Sequence[Told] = ()
    times: Sequence[Item] = ()
    totals: Mapping[Key, int] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether nothing is new."""
        return not (self.places or self.times)


@dataclass(frozen=True)
class Asked:
    """How somebody wants to see what is new: by time, of one place alone."""

    by_time: bool = False
    only: Key | None = None


def needs_of(who: Interests, *, every: bool = False) -> Needs:
    """What needs the actor, each thing once; no sort of it drowns another. `every` shows all."""
    passed, seen = visits.passed(who.actor), set[Key]()
    queues: dict[Want, list[Need]] = {want: [] for want in Want}
    for source in waiting.SOURCES:
        for need in source(who):
            if need.key not in seen and need.key not in passed:
                seen.add(need.key)
                queues[need.want].append(need)
    room, each = (len(seen), len(seen)) if every else (ranking.NEEDED, ranking.EACH_WANT)
    shown = ranking.fair(queues, room, each)
    return Needs([need for found in shown.values() for need in found], len(seen))


def news_of(who: Interests, since: datetime, asked: Asked, needs: Needs) -> News:
    """What is new for the actor since then; what needs them stands there already."""
    each = MOST_OF_ONE if asked.by_time or asked.only else ranking.EACH + 1
    found = fresh.fresh(who, since, each)
    above = {need.key for need in needs.shown}
    own = ranking.once(found.candidates, above)
    if asked.only is not None:
        here = [candidate for candidate in own if candidate.place == asked.only]
        places = ranking.by_place(here, found.totals, room=MOST_OF_ONE, each=MOST_OF_ONE)
        return _told(who, since, places, False, found.totals)
    taken = above | {candidate.key for candidate in own}
    arrange = _by_time if asked.by_time else _by_place
    places = arrange(own, found.totals, lambda shown: _from_outside(who, since, taken, shown))
    return _told(who, since, places, asked.by_time, found.totals)


Draw = Callable[[int], list[Candidate]]


def _by_place(
    own: Sequence[Candidate], totals: Mapping[Key, int], draw: Draw
) -> list[ranking.Place]:
    places = ranking.by_place(own, totals)
    chosen = draw(sum(len(place.items) for place in places))
    if chosen:
        places.append(ranking.Place(outside.ELSEWHERE, chosen, len(chosen)))
    return places


def _by_time(
    own: Sequence[Candidate], _totals: Mapping[Key, int], draw: Draw
) -> list[ranking.Place]:
    newest = ranking.by_time(own)
    both = [*newest, *draw(len(newest))]
    return [ranking.Place(("time", 0), ranking.by_time(both, room=MOST_OF_ONE), len(both))]


def _from_outside(who: Interests, since: datetime, taken: set[Key], shown: int) -> list[Candidate]:
    """As many from outside as go with what is shown; none of what stands there already."""
    if not ranking.share(shown) or who.everywhere:
        return []
    pool = ranking.once(outside.pool(who, since), taken)
    today = clock.now().date()
    return ranking.from_outside(pool, shown, day=today, person_id=who.actor.id)


def _told(
    who: Interests,
    since: datetime,
    places: Sequence[ranking.Place],
    by_time: bool,
    totals: Mapping[Key, int],
) -> News:
    chosen = [each for place in places for each in place.items]
    items = told(who, chosen)
    if by_time:
        times = [items[each.key] for each in chosen if each.key in items]
        return News(since, times=times, totals=totals)
    spaces = [key for kind, key in (place.key for place in places) if kind == "space"]
    edits = small.small_edits(who, since, spaces)
    shown = [_place(who, place, items, edits) for place in places]
    return News(since, places=[each for each in shown if each.items], totals=totals)


def _place(
    who: Interests, place: ranking.Place, items: Mapping[Key, Item], edits: Mapping[int, Small]
) -> Told:
    kind, number = place.key
    return Told(
        place.key,
        [items[each.key] for each in place.items if each.key in items],
        place.total,
        who.names.get(number) if kind == "topic" else None,
        edits.get(number) if kind == "space" else None,
    )


def guarded(part: str, make: Callable[[], T]) -> T | None:
    """What a part of home makes; None where it failed, which the rest of home outlives."""
    try:
        with session().begin_nested():
            return make()
    except Exception:
        log.exception("a part of home failed", part=part)
        return None


def visit(known: HomeVisit | None) -> tuple[datetime, datetime | None]:
    """Since when things are new to somebody, and when they were here before."""
    now = clock.now()
    before = None
    if known is not None:
        before = known.at if now - known.at > visits.PAUSE else known.before
    return visits.new_since(known, now), before
