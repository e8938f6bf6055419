"""Figures of a queue: how long things wait, which of them in time, which were taken. Pure.

Something that still waits, or that its author took back, is right-censored: it waited at least so long,
and nobody knows how long it would have been. Left out, a queue would look the better the more it leaves
lying. So waits are told by the product-limit estimate (Kaplan and Meier, 1958): the share that still
waits after t is the product, over each time at which something was decided, of one minus the share of
those waiting until then that was decided then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import NormalDist
from typing import NamedTuple

LEAST = 5  # people, below which a figure could tell of one of them
Z95 = NormalDist().inv_cdf(0.975)


class Wait(NamedTuple):
    """How many working days something waited, and whether it came to a decision."""

    days: float
    decided: bool


class Share(NamedTuple):
    """A part of a whole, with the 95 % interval of Wilson (1927)."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def band(self) -> tuple[float, float] | None:
        """Between what the share lies, as far as so few tell; None of nothing."""
        if not self.whole:
            return None
        n, p, z2 = self.whole, self.part / self.whole, Z95 * Z95
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 / (1 + z2 / n) * ((p * (1 - p) + z2 / (4 * n)) / n) ** 0.5
        return max(middle - half, 0.0), min(middle + half, 1.0)


def still_waiting(waits: Iterable[Wait]) -> list[tuple[float, float]]:
    """For each time at which something was decided, the share that still waits after it."""
    decided: Counter[float] = Counter()
    ended: Counter[float] = Counter()
    for days, was_decided in waits:
        ended[days] += 1
        decided[days] += was_decided
    left, share, found = ended.total(), 1.0, []
    for days in sorted(ended):
        if decided[days]:
            share *= 1 - decided[days] / left
            found.append((days, share))
        left -= ended[days]
    return found


def within(waits: Iterable[Wait], part: float) -> float | None:
    """Within how many days this part (0.5: the median) is decided; None where that is not seen yet."""
    # Shares are products of fractions: what is equal on paper differs by a hair.
    return next((days for days, share in still_waiting(waits) if share <= 1 - part + 1e-12), None)


def on_time(waits: Iterable[tuple[Wait, float]]) -> Share:
    """How many were decided within what was promised (days) of those of which that is known.

    What waits past its promise is late already; what waits within it is not known yet, and neither is
    what its author took back in time.
    """
    known = [
        (wait.decided and wait.days <= promised)
        for wait, promised in waits
        if wait.decided or wait.days > promised
    ]
    return Share(sum(known), len(known))


def middle(values: Sequence[int]) -> float | None:
    """The median; None of nothing."""
    if not values:
        return None
    ranked, half = sorted(values), len(values) // 2
    if len(ranked) % 2:
        return float(ranked[half])
    return (ranked[half - 1] + ranked[half]) / 2


def tellable(people: int) -> bool:
    """Whether a figure over so many people may be told."""
    return people >= LEAST
