"""Which documents come into question for a query and an access: sets of their numbers.

The engine's own query parser is never shown what a person typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from essp.search.backends.whoosh.schema import minutes_of
from essp.search.backends.whoosh.scoring import Scoring
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.documents import Access
from essp.search.query import Filter, Query
from essp.search.words import squeezed, words

FIRST_MINUTE, LAST_MINUTE = -(2**31) + 1, 2**31 - 1


@dataclass(frozen=True)
class Among:
    """The documents in question: `within`, None for all there are, minus `without`."""

    within: set[int] | None
    without: set[int]

    def admits(self, number: int) -> bool:
        """Whether a document is among those."""
        return (self.within is None or number in self.within) and number not in self.without


def among(snapshot: Snapshot, query: Query, access: Access) -> Among:
    """What access, conditions and exclusions leave."""
    return Among(_within(snapshot, query, access), _without(snapshot, query))


def _within(snapshot: Snapshot, query: Query, access: Access) -> set[int] | None:
    """The documents that access and conditions leave; None when that is all."""
    within = snapshot.allowed(access)
    conditions = [_filtered(snapshot, each) for each in query.filters if not each.without]
    if query.after or query.before:
        low = _minutes(query.after) if query.after else FIRST_MINUTE
        high = _minutes(query.before) - 1 if query.before else LAST_MINUTE
        conditions.append(snapshot.changed(low, high))
    for found in conditions:
        within = found if within is None else within & found
    return within


def _without(snapshot: Snapshot, query: Query) -> set[int]:
    """The documents that are gone or that the query leaves out."""
    found = set(snapshot.deleted)
    for condition in query.filters:
        if condition.without:
            found |= _filtered(snapshot, condition)
    everywhere = Scoring(snapshot, None, set())
    for atom in query.without:
        found.update(everywhere.atom(atom))
    return found


def _filtered(snapshot: Snapshot, condition: Filter) -> set[int]:
    value = condition.value
    if condition.field == "space":
        return snapshot.having("space", {value.casefold(), "-".join(words(value))})
    if condition.field == "kind":
        return snapshot.having("kind", {value})
    if condition.field == "mark":
        return set(snapshot.postings("marks", value))
    forms = {squeezed(value), "-".join(words(value)), " ".join(words(value))}
    field = "authors" if condition.field == "author" else "topics"
    return {n for form in forms if form for n in snapshot.postings(field, form)}


def _minutes(day: date) -> int:
    return minutes_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
