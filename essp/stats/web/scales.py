"""From values to places on a chart: round ticks, a scale, and where a line breaks. Pure.

What is not known (None, or no number) leaves a gap and is never drawn as nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Value = float | None
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
HAIR = 1e-6  # what differs by less is alike
APART = 15.0  # pixels between two words beside each other


@dataclass(frozen=True)
class Scale:
    """Places `low` to `high` of a measure between `start` and `end` on the screen."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands, to a tenth; what lies outside stands at the edge."""
        if self.high <= self.low:
            return self.start
        part = min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        return round(self.start + part * (self.end - self.start), 1)


def known(value: Value) -> float | None:
    """The value if it is one: None of None, of what is no number and of what has no end."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from at or below the lowest to at or above the highest, at most `most` + 1 of them.

    Where all values are alike there is room on one side of them, so that a line has somewhere to stand.
    """
    low, high = min(low, high), max(low, high)
    if high - low < HAIR:
        low, high = (min(low, 0.0), max(high, 0.0)) if abs(low) > HAIR else (0.0, 1.0)
    step = _round_step((high - low) / max(most - 1, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(each * step, 10) for each in range(first, last + 1)]


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next((each * power for each in STEPS if each * power >= rough * (1 - 1e-9)), 10 * power)


def whole_ticks(high: float, most: int = 5) -> list[float]:
    """Ticks from 0 for counts: none between two whole numbers."""
    found = ticks(0.0, high, most)
    if all(each.is_integer() for each in found):
        return found
    return [float(each) for each in range(math.ceil(high) + 1)]


def spread(count: int, start: float = 0.0, end: float = 100.0) -> list[float]:
    """Places of so many things beside each other, the first at the start, the last at the end.

    One alone stands at the end, where the latest does.
    """
    if count == 1:
        return [end]
    return [round(start + each * (end - start) / (count - 1), 2) for each in range(count)]


def runs(values: Sequence[Value]) -> list[list[int]]:
    """The places of values that follow each other without a gap."""
    found: list[list[int]] = []
    for place, value in enumerate(values):
        if known(value) is None:
            continue
        if found and found[-1][-1] == place - 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def bounds(values: Iterable[Value]) -> tuple[float, float] | None:
    """The lowest and the highest that is known; None of nothing."""
    told = [each for each in map(known, values) if each is not None]
    return (min(told), max(told)) if told else None


def some(count: int, most: int) -> list[int]:
    """The places of at most `most` of so many things, evenly spread, the first and the last among them."""
    if count <= most:
        return list(range(count))
    if most < 2:
        return [count - 1]
    return sorted({round(each * (count - 1) / (most - 1)) for each in range(most)})


def of_hours(hours: float, longest: float) -> float:
    """Where hours stand between 0 and 1, early ones wider: by the logarithm of one more.

    Answers come within hours or within weeks; evenly laid out the first day would be a line.
    """
    if longest <= 0:
        return 0.0
    return min(math.log1p(max(hours, 0.0)) / math.log1p(longest), 1.0)


def spaced(places: Sequence[float], apart: float = APART) -> list[float]:
    """Rising places moved as little as needed to be so far from each other: groups around their middle."""
    groups: list[list[float]] = []
    for each in places:
        groups.append([each])
        while len(groups) > 1 and _low(groups[-1], apart) - _high(groups[-2], apart) < apart:
            last = groups.pop()
            groups[-1] += last
    return [_low(group, apart) + apart * place for group in groups for place in range(len(group))]


def _low(group: Sequence[float], apart: float) -> float:
    return sum(group) / len(group) - apart * (len(group) - 1) / 2


def _high(group: Sequence[float], apart: float) -> float:
    return sum(group) / len(group) + apart * (len(group) - 1) / 2
