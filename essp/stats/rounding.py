"""Numbers of people as they are told: to the nearest five. Pure.

Withholding alone is undone by differences: two windows of the same people, two days, a measure that counts
all but three of those whom another counts, the site less its departments. Where every number of people
that leaves the house is rounded, such a difference is known only to within five, and one person who joins,
leaves or is made anonymous mostly changes nothing (rounding to base 5; Hundepool et al., "Statistical
Disclosure Control", 2012, chapter 5). It costs less than chance does: of 25 people the interval of a
share is three times as wide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from essp.core.figures import Band, Share, count_band
from essp.stats.figure_models import Figure
from essp.stats.measures import About, Measure, Unit
from essp.stats.withholding import few, to_five


class Told(NamedTuple):
    """A figure as it is told: its value, its base, and what chance may do."""

    value: float | None
    n: int
    band: Band | None


def told(measure: Measure, row: Figure) -> Told:
    """A figure with its numbers of people rounded: what it counts, and what it counts them of.

    How many may take part at all is left as it is: everybody can count that in the directory.
    """
    band = Band(row.low, row.high) if row.low is not None and row.high is not None else None
    if measure.grain is not None and row.value is not None:
        return _in_grains(row.value, measure.grain(row), row.n, band)
    if measure.listed or (measure.about is About.THINGS and not measure.of_people):
        return Told(row.value, row.n, band)
    n = row.n if measure.of_everybody else to_five(row.n)
    if measure.of_people and measure.unit is Unit.COUNT and row.value is not None:
        value = float(to_five(round(row.value)))
        moved = value - row.value
        return Told(value, n, Band(band.low + moved, band.high + moved) if band else None)
    if measure.about is not About.PEOPLE or row.value is None:
        return Told(row.value, n, band)
    if measure.unit is Unit.SHARE:
        part = round(row.value * row.n)
        share = Share(n if part == row.n else min(to_five(part), n), n)
        return Told(share.value, n, share.band)
    if measure.unit is Unit.COUNT:
        count = n if row.value == row.n else to_five(round(row.value))
        return Told(float(count), n, count_band(count) if count >= 0 and band else band)
    return Told(row.value, n, band)


def _in_grains(value: float, grain: float, n: int, band: Band | None) -> Told:
    """A share to the next grain, and what chance may do of that, or it would tell the share itself."""
    told = min(math.ceil(value / grain - 1e-9) * grain, 1.0) if grain > 0 else value
    share = Share(round(told * n), n)
    return Told(told, n, share.band if band else None)


def in_parts(parts: Any, whole: int) -> Any:
    """The parts of a figure about people, with each number of people rounded; `whole` is its base."""
    if not isinstance(parts, Mapping):
        return parts
    return {name: _rounded(each, whole) for name, each in parts.items() if name != "share"}


def steps_of(steps: Mapping[str, int], whole: int, least: int) -> dict[str, int | None]:
    """Steps that add up to everybody, each as what lies between two rounded numbers, None of few.

    Those on a step and the ones before it are what other figures tell. Made of these alone, the steps
    say no more than the figures beside them, and by which of them are withheld nothing is given away.
    """
    told: dict[str, int | None] = {}
    below, up_to, last = 0, 0, list(steps)[-1:]
    before: int | None = 0
    for name, count in steps.items():
        up_to += count
        now: int | None = whole
        if name not in last:
            now = None if few(up_to, whole, least) else min(to_five(up_to, whole), whole)
        between = now - before if now is not None and before is not None else None
        nobody = between == 0 and (now == 0 or below == whole)
        told[name] = between if nobody or (between is not None and between >= least) else None
        before, below = now, up_to
    return told


def _rounded(each: Any, whole: int) -> Any:
    if isinstance(each, Mapping):
        return {name: _rounded(value, each.get("people", whole)) for name, value in each.items()}
    if isinstance(each, int) and not isinstance(each, bool):
        return to_five(each, whole)
    return each
