"""Demand for topics beside what is known about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Row,
)

from essp.core.db import session
from essp.core.figures import count_band
from essp.stats.asking import Asked
from essp.stats.balance import (
    FEW,
    Balance,
    Lines,
    balances,
    gap,
    usual,
)
from essp.stats.measures import (
    Measure,
    Reading,
)
from essp.stats.withholding import to_five

MONTH = 30.0
YEAR = 365  # days
MOST_CLUSTERS = 50
Rows = Sequence[Row[Any]]


@dataclass(frozen=True, kw_only=True)
class Together(Measure):
    """A measure of which the scopes are judged beside each other."""

    judged: Callable[[Mapping[str, Rows]], Mapping[str, Reading]]

    def read(self, asked: Asked) -> dict[str, Reading]:
        """What it says of each scope of the axis, by key."""
        rows: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        for row in session().execute(self.question(asked)):
            rows[row.key].append(row)
        return dict(self.judged(rows))


def demand(rows: Rows) -> Reading:
    """How much a topic is asked for, and by what."""
    (each,) = balances(rows).values()
    parts = {
        "askers": len(each.asked), "searchers": len(each.sought), "customers": each.customers,
    }  # fmt: skip
    return Reading(each.demand, len(each.seen), len(each.seen), None, parts)


def supply(rows: Rows) -> Reading:
    """How much a topic is known by people who are there."""
    (each,) = balances(rows).values()
    return Reading(
        round(each.supply, 6), len(each.knowers), 0, None, {"people": len(each.knowers)}
    )  # fmt: skip


def gaps(rows: Mapping[str, Rows]) -> Mapping[str, Reading]:
    """How much more each topic is asked than known, against what is usual here."""
    found = {int(key): balances(each)[int(key)] for key, each in rows.items()}
    usually, lines = usual(found.values()), Lines.of(found)
    return {
        str(topic): Reading(
            gap(each, usually), len(each.seen), len(each.seen), None,
            {"demand": each.demand, "supply": round(each.supply, 6), "quadrant": lines.quadrant(each)},
        )
        for topic, each in found.items()
    }  # fmt: skip


def quadrants(rows: Rows) -> Reading:
    """How many topics are asked and hardly known; in `parts` each with its quarter."""
    found = balances(rows)
    usually, lines = usual(found.values()), Lines.of(found)
    told = [_told(topic, each, usually, lines) for topic, each in found.items()]
    told.sort(key=lambda row: (-(row[3] if row[3] is not None else -99.0), row[0]))
    lacking = sum(
        gap(each, usually) > 0 and len(each.seen) >= FEW for each in found.values()
    )  # fmt: skip
    people = {person for each in found.values() for person in each.seen}
    return Reading(
        float(lacking), len(found), len(people), count_band(lacking),
        {"topics": told, "usual": usually, "lines": [lines.demand, lines.supply]},
    )  # fmt: skip


def _told(topic: int, each: Balance, usually: float, lines: Lines) -> list[Any]:
    """A row of a topic; what one to four people asked is not told."""
    few = 0 < len(each.seen) < FEW
    return [
        topic, None if few else round(each.demand, 2), round(each.supply, 2),
        None if few else round(gap(each, usually), 3), None if few else lines.quadrant(each),
        None if few else len(each.seen), each.customers, len(each.knowers),
    ]  # fmt: skip


def veiled_topics(parts: Mapping[str, Any], least: int) -> dict[str, Any]:
    """The quarters of a figure as they may be told: nothing of what too few ask, of others to five people.

    Demand with the exact number of people would tell how many of them asked and how many searched.
    """
    return {**parts, "topics": [_veiled_topic(row, least) for row in parts.get("topics", ())]}


def _veiled_topic(row: Sequence[Any], least: int) -> list[Any]:
    topic, demand, supply, gap, quadrant, people, *rest = row
    if people is not None and 0 < people < least:
        demand = gap = quadrant = people = None
    return [topic, demand, supply, gap, quadrant, to_five(people) if people else people, *rest]
