"""Who answers whom in a heap of mails: every mail gets exactly one place, and none is lost.

The way is that of References and In-Reply-To. Mails that are named and not there hold together those
that name them. A mail that would answer itself by way of others opens a conversation instead. Only a
mail that says `Re:` and names nothing is put by its subject.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import pairwise

REPLY = re.compile(
    r"^\s*(?:(?:re|aw|antw|sv|vs|odp|fwd?|wg|doorst)(?:\[\d+\])?\s*[:：]\s*|\[[^\]]{1,60}\]\s*)+",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:re|aw|antw|sv|vs|odp)(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)


class How(Enum):
    """How a mail came to its place."""

    OPENS = "opens"
    NAMED = "named"
    MISSING = "missing"
    SUBJECT = "subject"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Head:
    """What tells the place of a mail: its key, the keys it names (the nearest last), when, about what."""

    key: str
    names: tuple[str, ...]
    at: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail stands: what it answers (None opens a conversation), the conversation's first mail."""

    key: str
    above: str | None
    opening: str
    how: How


def places_of(heads: Sequence[Head]) -> dict[str, Place]:
    """The place of each mail by its key; keys are different. Circles are opened at the oldest mail."""
    forest = _Forest(heads)
    for head in forest.ordered:
        forest.hang(head)
    return forest.places()


def base_subject(subject: str) -> str:
    """The subject without `Re:`, `[list]` and their like."""
    return " ".join(REPLY.sub("", subject).split()).casefold()


class _Forest:
    """Mails, and mails that are only named, each below at most one other."""

    def __init__(self, heads: Sequence[Head]) -> None:
        self.ordered = sorted(heads, key=lambda head: head.at)
        self._real = {head.key: head for head in self.ordered}
        self._above: dict[str, str] = {}
        self._how: dict[str, How] = {}
        self._latest: dict[str, str] = {}

    def hang(self, head: Head) -> None:
        """Put a mail below what it names last, or by its subject where it names nothing."""
        named = [name for name in dict.fromkeys(head.names) if name != head.key]
        self._chain(named)
        subject = base_subject(head.subject)
        latest = self._latest.get(subject)
        if not named and ANSWERS.match(head.subject) and latest:
            if not self._meets(latest, head.key):
                self._above[head.key], self._how[head.key] = latest, How.SUBJECT
        elif named:
            self._below(head.key, named)
        if subject:
            self._latest[subject] = head.key

    def places(self) -> dict[str, Place]:
        """Every mail's place, once all hang."""
        tops = {head.key: self._top(head.key) for head in self.ordered}
        opening: dict[str, str] = {}
        for head in self.ordered:  # the oldest that stands below nothing real opens
            if self._parent(head.key) is None:
                opening.setdefault(tops[head.key], head.key)
        found: dict[str, Place] = {}
        for head in self.ordered:
            first, parent = opening[tops[head.key]], self._parent(head.key)
            above = None if head.key == first else parent or first
            found[head.key] = Place(head.key, above, first, self._told(head, parent))
        return found

    def _told(self, head: Head, parent: str | None) -> How:
        how = self._how.get(head.key)
        if how is not None:
            return how
        if not head.names or set(head.names) == {head.key}:
            return How.OPENS
        return How.NAMED if parent == head.names[-1] else How.MISSING

    def _chain(self, named: Sequence[str]) -> None:
        """What is named stands in a line, as far as that is not known better."""
        for upper, lower in pairwise(named):
            if (
                lower not in self._above
                and lower not in self._real
                and not self._meets(upper, lower)
            ):
                self._above[lower] = upper

    def _below(self, key: str, named: Sequence[str]) -> None:
        for name in reversed(named):
            if not self._meets(name, key):
                self._above[key] = name
                return
        self._how[key] = How.CIRCLE

    def _meets(self, start: str, key: str) -> bool:
        """Whether going up from `start` one comes to `key`."""
        step: str | None = start
        while step is not None:
            if step == key:
                return True
            step = self._above.get(step)
        return False

    def _parent(self, key: str) -> str | None:
        """The nearest mail above that is there."""
        step = self._above.get(key)
        while step is not None and step not in self._real:
            step = self._above.get(step)
        return step

    def _top(self, key: str) -> str:
        while key in self._above:
            key = self._above[key]
        return key


def by_opening(places: dict[str, Place]) -> dict[str, list[str]]:
    """The mails of each conversation, by the mail that opens it."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, place in places.items():
        found[place.opening].append(key)
    return dict(found)
