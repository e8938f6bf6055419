"""Figures that tell the truth about few and unfinished things: shares, waits, concentration. Pure.

Something that still waits is right-censored: it waited at least so long, and nobody knows how long it
would have been. Left out, a queue would look the better the more it leaves lying. So waits are told by
the product-limit estimate (Kaplan and Meier, "Nonparametric estimation from incomplete observations",
1958): the share that still waits after t is the product, over each time at which something ended, of one
minus the share of those waiting until then that ended then.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import NormalDist
from typing import NamedTuple

Z95 = NormalDist().inv_cdf(0.975)
_HAIR = 1e-12  # shares are products of fractions: what is equal on paper differs by so much


class Span(NamedTuple):
    """How long something waited, in any unit, and whether it ended or was only seen so long."""

    length: float
    ended: bool


class Band(NamedTuple):
    """Between which two values a figure lies, at 95 %."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value is within: a difference from it may be chance."""
        return self.low <= value <= self.high


class Share(NamedTuple):
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def band(self) -> Band | None:
        """Between what the share lies, as far as so few tell (Wilson, 1927); None of nothing."""
        if not self.whole:
            return None
        n, p, z2 = self.whole, self.part / self.whole, Z95 * Z95
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 / (1 + z2 / n) * math.sqrt((p * (1 - p) + z2 / (4 * n)) / n)
        return Band(max(middle - half, 0.0), min(middle + half, 1.0))


def count_band(count: int) -> Band:
    """Between what a count lies that comes about by chance, as a Poisson process counts.

    By the approximation of Byar (Breslow and Day, "Statistical Methods in Cancer Research II", 1987),
    within 1 % of the exact interval from five on.
    """
    if count < 0:
        raise ValueError("a count is not below 0")
    low = count * (1 - 1 / (9 * count) - Z95 / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return Band(low, more * (1 - 1 / (9 * more) + Z95 / (3 * math.sqrt(more))) ** 3)


def still_waiting(spans: Iterable[Span]) -> list[tuple[float, float]]:
    """For each time at which something ended, the share from 0 to 1 that still waits after it."""
    ends: Counter[float] = Counter()
    seen: Counter[float] = Counter()
    for length, ended in spans:
        seen[length] += 1
        ends[length] += ended
    left, share, found = seen.total(), 1.0, []
    for length in sorted(seen):
        if ends[length]:
            share *= 1 - ends[length] / left
            found.append((length, share))
        left -= seen[length]
    return found


def within(spans: Iterable[Span], part: float) -> float | None:
    """Within what time this part (0.5: half) ended; None where that is not seen yet."""
    return next((time for time, share in still_waiting(spans) if share <= 1 - part + _HAIR), None)


def rank(values: Iterable[float], part: float) -> float | None:
    """The value that this part of all (0.9: nine in ten) does not exceed, by nearest rank.

    None of nothing.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(math.ceil(part * len(ordered) - _HAIR), 1) - 1]


def middle(values: Iterable[float]) -> float | None:
    """The median: of an even number the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def gini(amounts: Iterable[int]) -> float | None:
    """How unequally something is spread: 0 where all have the same, towards 1 where one has all.

    Gini, "Variabilità e mutabilità", 1912. None where there is nothing to spread.
    """
    ordered = sorted(amounts)
    total, n = sum(ordered), len(ordered)
    if not total:
        return None
    return sum((2 * place - n - 1) * each for place, each in enumerate(ordered, 1)) / (n * total)


def top_share(amounts: Iterable[int], most: int = 10) -> float | None:
    """The share of all that the `most` with most have; None of nothing."""
    ordered = sorted(amounts, reverse=True)
    total = sum(ordered)
    return sum(ordered[:most]) / total if total else None


def effective(amounts: Iterable[int]) -> float:
    """How many there would be if all had the same: e to the entropy (Hill, 1973); 0 of nothing."""
    counts = [each for each in amounts if each > 0]
    total = sum(counts)
    if not total:
        return 0.0
    return math.exp(-sum(each / total * math.log(each / total) for each in counts))


def absence_factor(amounts: Sequence[float]) -> int:
    """Without how many of those with most half of all would be gone; 0 of nothing.

    The contributor absence factor of CHAOSS.
    """
    ordered = sorted(amounts, reverse=True)
    half, gone = sum(ordered) / 2, 0.0
    for place, each in enumerate(ordered, 1):
        gone += each
        if gone >= half - _HAIR and each > 0:
            return place
    return 0
