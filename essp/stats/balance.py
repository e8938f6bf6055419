"""Demand for and supply of knowledge about a topic, and what they come to. Pure.

Demand: different people who asked, half of those who searched in vain, a tenth of what customers asked.
Supply: what people's work shows, halved with every 180 days, at most 1 each.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from essp.core.figures import middle

FEW = 5  # people, below which demand is not told
SEARCHER, OUTSIDE = 0.5, 0.1  # beside 1 for whoever asks
HALF_LIFE = 180.0  # days
ASKS, SEEKS, CUSTOMERS, KNOWS = "asks", "seeks", "customers", "knows"


@dataclass
class Balance:
    """Demand and supply of a topic. `seen` are those who ask or search, `knowers` those who know."""

    seen: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    sought: set[int] = field(default_factory=set)
    customers: int = 0
    knowers: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def demand(self) -> float:
        """What is asked about it."""
        return len(self.asked) + SEARCHER * len(self.sought) + OUTSIDE * self.customers

    @property
    def supply(self) -> float:
        """What is known about it, by those who are there."""
        return sum(min(1.0, each) for each in self.knowers.values())


def balances(rows: Iterable[Any]) -> dict[int, Balance]:
    """What rows of `stock` come to, by topic."""
    found: defaultdict[int, Balance] = defaultdict(Balance)
    for row in rows:
        topic = found[row.topic_id]
        if row.what == KNOWS:
            topic.knowers[row.person_id] += row.amount * faded(row.at, row.until)
        elif row.what == CUSTOMERS:
            topic.customers += round(row.amount)
        else:
            (topic.asked if row.what == ASKS else topic.sought).add(row.person_id)
            topic.seen.add(row.person_id)
    return dict(found)


def faded(at: datetime, until: datetime) -> float:
    """How much of something is left after that time."""
    days = max((until - at).total_seconds() / 86_400, 0.0)
    return float(2.0 ** (-days / HALF_LIFE))


def usual(found: Iterable[Balance]) -> float:
    """The demand that goes with a supply of one on the site: of the middle topic that has both."""
    ratios = [each.demand / each.supply for each in found if each.demand and each.supply > 0]
    return middle(ratios) or 1.0


def gap(each: Balance, usually: float) -> float:
    """How much more is asked than usually goes with what is known, doubled with each step; 0 as usual."""
    return math.log2((each.demand + 1) / (usually * each.supply + 1))


@dataclass(frozen=True)
class Lines:
    """From which demand and from which supply on a topic has much of it: the middle of all that have any."""

    demand: float
    supply: float

    @classmethod
    def of(cls, found: Mapping[int, Balance]) -> Lines:
        """The lines through these topics."""
        return cls(
            middle([each.demand for each in found.values() if each.demand]) or 1.0,
            middle([each.supply for each in found.values() if each.supply > 0]) or 1.0,
        )

    def quadrant(self, each: Balance) -> str:
        """`gap`, `asset`, `hidden` (much is known and little asked) or `watch`."""
        if each.demand >= self.demand:
            return "asset" if each.supply >= self.supply else "gap"
        return "hidden" if each.supply >= self.supply else "watch"
