"""A figure as one reader may see it: withheld, it has no value and says why; it is never 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from essp.core.figures import Band
from essp.stats.asking import DAY, Scope
from essp.stats.figure_models import Figure
from essp.stats.measures import About, Better, Measure, Unit
from essp.stats.rounding import in_parts, steps_of
from essp.stats.rounding import told as rounded
from essp.stats.withholding import few, to_five, too_far, veiled

SAME_DAYS = 4  # weekdays before with which a day is compared


class Withheld(Enum):
    """Why a figure has no value."""

    NO = ""
    FEW = "few"  # too few people stand behind it, or it would lay another such figure open
    NOT_MEASURED = "not measured"  # the organisation measures the minimum
    NOT_FILLED = "not filled"
    NOTHING = "nothing"  # a share of nothing


@dataclass(frozen=True)
class Shown:
    """A figure as one reader may see it on a day.

    `before` is the mean of the same weekday in the four weeks before, `trend` the values of the days up
    to it with None where there is none. `parts` is that of the measure, empty where withheld, and None in
    each place that tells of too few. `least` is how many people must stand behind it for this reader,
    `version` the hash of what was asked.
    """

    measure: Measure
    scope: Scope
    day: date
    value: float | None = None
    n: int | None = None
    people: int | None = None
    band: Band | None = None
    parts: Any = field(default_factory=dict)
    before: float | None = None
    trend: Sequence[tuple[date, float | None]] = ()
    withheld: Withheld = Withheld.NO
    least: int = 5
    version: str = ""

    @property
    def noise(self) -> bool:
        """Whether the change since before may be chance: the arrow is grey."""
        if self.value is None or self.before is None or self.value == self.before:
            return True
        return self.band is not None and self.band.holds(self.before)

    @property
    def better(self) -> bool | None:
        """Whether it changed for the better; None where that cannot be said."""
        if self.noise or self.measure.better is Better.NEITHER:
            return None
        assert self.value is not None and self.before is not None
        return (self.value > self.before) is (self.measure.better is Better.MORE)


def tells_of_few(measure: Measure, row: Figure, least: int) -> bool:
    """Whether a figure by itself tells of too few people."""
    if not least:
        return False
    if 0 < row.people < least:
        return True
    if measure.about is not About.PEOPLE or row.value is None:
        return False
    if measure.unit is Unit.SHARE:
        return few(round(row.value * row.n), row.n, least)
    whole = row.n if row.n >= abs(row.value) else None
    return measure.unit is Unit.COUNT and few(abs(row.value), whole, least)


def shown(
    measure: Measure, scope: Scope, days: Sequence[date], rows: Mapping[date, Figure], least: int
) -> Shown:
    """The last of these days with those before it. `rows` are those that may be told, by their days."""
    day, row = days[-1], rows[days[-1]]
    told = {at: rounded(measure, each).value for at, each in rows.items()}
    before = [told.get(day - 7 * week * DAY) for week in range(1, SAME_DAYS + 1)]
    values = [each for each in before if each is not None]
    now = rounded(measure, row)
    return Shown(
        measure, scope, day, now.value, now.n, to_five(row.people, now.n), now.band,
        parts_of(measure, row, least), sum(values) / len(values) if values else None,
        [(each, told.get(each)) for each in days],
        Withheld.NOTHING if row.value is None else Withheld.NO, least, row.version,
    )  # fmt: skip


def parts_of(measure: Measure, row: Figure, least: int) -> Any:
    """What a figure is made of, without what tells of too few."""
    if measure.about is About.PEOPLE:
        parts = veiled(row.parts, row.n, least)
        if measure.listed:
            return parts
        steps = row.parts.get("steps") if isinstance(row.parts, Mapping) else None
        with_steps = {"steps": steps_of(steps, row.n, least), "whole": row.n} if steps else {}
        return in_parts(parts, row.n) | with_steps
    if measure.about is About.SPREAD and isinstance(row.parts, dict):
        return {
            name: None if too_far(name, row.people, least) else part
            for name, part in row.parts.items()
        }
    if measure.veil is not None and row.parts:
        return measure.veil(row.parts, least)
    return row.parts
