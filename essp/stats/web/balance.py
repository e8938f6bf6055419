"""What is asked about topics against what is known about them, as the figure of a day keeps it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

from essp.stats.web.labels import Label, labels

QUADRANTS = ("gap", "asset", "hidden", "watch")
WIDE, HIGH = 880.0, 420.0
LEFT, TOP, RIGHT, FOOT = 24.0, 26.0, 24.0, 26.0
DRAWN, NAMED = 40, 16  # topics in the picture, and those with their name; all are in the table
FIRST = {"gap": 0, "hidden": 1, "asset": 2, "watch": 3, "": 4}  # in which order quarters are listed


@dataclass(frozen=True)
class Balance:
    """A topic: what is asked (None where fewer than five people do), what is known, and how these are.

    `gap` doubles with each step, 0 as usual. `people` asked or searched in vain; `customers` counts what
    customers asked, `knowers` people whose work shows it.
    """

    topic: int
    demand: float | None
    supply: float
    gap: float | None
    quadrant: str
    people: int | None
    customers: int = 0
    knowers: int = 0

    @property
    def step(self) -> str:
        """What helps: hire, ask, page, owner, hidden, keep or nothing."""
        if self.quadrant == "gap":
            if not self.knowers and self.supply <= 0:
                return "hire" if self.customers else "ask"
            return "owner" if self.supply >= 1 else "page"
        if self.quadrant == "asset":  # known, and yet asked for more than others are
            return "owner" if (self.gap or 0.0) > 0 else "keep"
        return "hidden" if self.quadrant == "hidden" else ""


def balances_in(parts: Mapping[str, Any]) -> list[Balance]:
    """The topics that a figure keeps: gaps, what is known and hardly asked, others.

    What one to four people asked is not told, and neither is on which side of the line it lies.
    """
    found = [_balance(row) for row in parts.get("topics", ())]
    return sorted(found, key=lambda each: (FIRST[each.quadrant], -(each.gap or 0.0)))


def _balance(row: Sequence[Any]) -> Balance:
    topic, demand, supply, gap, quadrant, people = row[:6]
    told = demand is not None
    customers, knowers = [*row[6:8], 0, 0][:2]
    return Balance(
        int(topic), demand, float(supply), gap if told else None, quadrant if told else "",
        people if told else None, int(customers), int(knowers),
    )  # fmt: skip


@dataclass(frozen=True)
class Dot:
    """A topic in the picture; most of those to watch have no name there."""

    topic: int
    x: float
    y: float
    quadrant: str
    label: Label | None


@dataclass(frozen=True)
class Picture:
    """Topics by what is known (to the right) and what is asked (upward), with the lines between quarters."""

    dots: Sequence[Dot]
    line_x: float
    line_y: float


def picture_of(
    found: Iterable[Balance], names: Mapping[int, str], lines: Sequence[float]
) -> Picture:
    """The picture of the topics that have a name here; both directions by the logarithm of one more."""
    drawn = [each for each in found if each.demand is not None and each.topic in names]
    drawn = sorted(drawn, key=lambda each: -((each.demand or 0.0) + each.supply))[:DRAWN]
    most_asked = max([each.demand or 0.0 for each in drawn] + [lines[0], 1.0])
    most_known = max([each.supply for each in drawn] + [lines[1], 1.0])

    def across(value: float) -> float:
        return round(LEFT + (WIDE - LEFT - RIGHT) * log1p(value) / log1p(most_known), 1)

    def up(value: float) -> float:
        return round(HIGH - FOOT - (HIGH - TOP - FOOT) * log1p(value) / log1p(most_asked), 1)

    at = [(across(each.supply), up(each.demand or 0.0)) for each in drawn]
    telling = [each for each in drawn if each.quadrant != "watch"][:NAMED]
    places = {each.topic: place for each, place in zip(drawn, at, strict=True)}
    beside = labels([(names[each.topic], *places[each.topic], 5.0) for each in telling], WIDE, HIGH)
    named = {each.topic: label for each, label in zip(telling, beside, strict=True)}
    dots = [
        Dot(each.topic, *places[each.topic], each.quadrant, named.get(each.topic)) for each in drawn
    ]
    # A topic on the line has much of it, so the line lies a little before it.
    return Picture(dots, across(lines[1]) - 8, up(lines[0]) + 8)
