"""What stands on somebody's home, in which order, and how much of it: the whole of the ranking.

Nothing here asks a database, learns from anybody or guesses: who reads `docs/home.md` can foretell
what they will see. Places take turns, so a busy one never drowns a quiet one; every eighth thing
comes from outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import TypeVar

ROOM = 40  # things that are new
EACH = 6  # of one place
NEEDED = 7  # things that need somebody
EACH_WANT = 3  # of one sort
OWN_FOR_ONE = 7  # own things for each one from outside: one in eight


class Want(IntEnum):
    """Why something needs somebody, what waits for an answer first."""

    MENTION = 1
    REPLY = 2
    REOPENED = 3
    CONFIRM = 4
    REQUEST = 5
    REPORT = 6
    PROPOSAL = 7
    REVIEW = 8
    QUESTION = 9
    DRAFT = 10


class Reason(IntEnum):
    """Why something new is told to somebody, the nearest first."""

    THREAD = 1
    PAGE = 2
    WROTE = 3
    BRANCH = 4
    TOPIC = 5
    PERSON = 6
    SPACE = 7
    MEMBER = 8
    OUTSIDE = 9


# What one takes part in comes before what one follows, and that before the rest of a place.
TIERS: Mapping[Reason, int] = {
    Reason.THREAD: 1, Reason.PAGE: 1, Reason.WROTE: 1,
    Reason.BRANCH: 2, Reason.TOPIC: 2, Reason.PERSON: 2,
    Reason.SPACE: 3, Reason.MEMBER: 3, Reason.OUTSIDE: 4,
}  # fmt: skip

Key = tuple[str, int]


@dataclass(frozen=True)
class Candidate:
    """Something new: a page or a thread (`about`, `id`), in a place, since when, and why it is told.

    `reason_id` is the topic or person that the reason names, else 0.
    """

    about: str
    id: int
    place: Key
    at: datetime
    reason: Reason
    reason_id: int = 0

    @property
    def key(self) -> Key:
        """What makes two candidates the same thing."""
        return self.about, self.id


@dataclass(frozen=True)
class Place:
    """A place with what is shown of it, and how much there is in all."""

    key: Key
    items: Sequence[Candidate]
    total: int

    @property
    def more(self) -> int:
        """How many things of this place are not shown."""
        return max(self.total - len(self.items), 0)


K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def fair(queues: Mapping[K, Sequence[T]], room: int, each: int) -> dict[K, list[T]]:
    """Let queues take turns, in their order, until the room is full or `each` had so many turns.

    Every queue that has anything gets one turn at least, even where the room is too small.
    """
    left = max(room, sum(1 for queue in queues.values() if queue))
    taken: dict[K, list[T]] = {key: [] for key, queue in queues.items() if queue}
    for turn in range(each):
        for key, found in taken.items():
            if left and turn < len(queues[key]):
                found.append(queues[key][turn])
                left -= 1
    return taken


def once(candidates: Iterable[Candidate], without: Collection[Key] = ()) -> list[Candidate]:
    """Each thing once, for the nearest of its reasons; without those that stand elsewhere."""
    found: dict[Key, Candidate] = {}
    for each in candidates:
        known = found.get(each.key)
        if each.key not in without and (known is None or each.reason < known.reason):
            found[each.key] = each
    return list(found.values())


def by_place(
    candidates: Sequence[Candidate], totals: Mapping[Key, int] = {}, *, room: int = ROOM,
    each: int = EACH,
) -> list[Place]:  # fmt: skip
    """What is shown of each place. Places and what is in them: the nearer first, then the newer.

    `totals` says how much there is in places of which not everything is among the candidates.
    """
    queues: dict[Key, list[Candidate]] = {}
    for candidate in sorted(candidates, key=_rank):
        queues.setdefault(candidate.place, []).append(candidate)
    shown = fair(queues, room, each)
    return [
        Place(key, items, max(totals.get(key, 0), len(queues[key]))) for key, items in shown.items()
    ]


def by_time(candidates: Iterable[Candidate], *, room: int = ROOM) -> list[Candidate]:
    """The newest of all, whatever their place."""
    return sorted(candidates, key=lambda each: (-each.at.timestamp(), each.key))[:room]


def from_outside(
    pool: Sequence[Candidate], own: int, *, day: date, person_id: int
) -> list[Candidate]:
    """Which things from outside stand among so many of one's own: one in eight.

    Of the pool the same ones are taken all day, and other ones for other people.
    """

    def lot(each: Candidate) -> str:
        drawn = f"{day.isoformat()} {person_id} {each.about} {each.id}"
        return hashlib.sha256(drawn.encode()).hexdigest()

    return sorted(pool, key=lot)[: share(own)]


def share(own: int) -> int:
    """How many things from outside go with so many of one's own: the nearest to one in eight."""
    return (2 * own + OWN_FOR_ONE) // (2 * OWN_FOR_ONE)


def _rank(each: Candidate) -> tuple[int, float, Key]:
    return TIERS[each.reason], -each.at.timestamp(), each.key
