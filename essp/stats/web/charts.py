"""Lines over time, drawn: what the templates put on the screen, in words and places. Pure.

Across, places are percentages and paths lie in a box of 1000, so that a chart takes the width there is
without stretching its words; down, they are pixels. Every chart carries what it says as a sentence and as
a table, and points that can be reached with the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from essp.stats.web import scales
from essp.stats.web.scales import Scale, Value, known

WIDE = 1000.0
POINTS = 14  # of a line that are told one by one; the table holds all
Write = Callable[[float], str]


@dataclass(frozen=True)
class Series:
    """Values over time with their name; `look` is 1, 2 or 3: colour, stroke and pattern."""

    label: str
    values: Sequence[Value]
    look: int = 1


@dataclass(frozen=True)
class Dot:
    """A point that tells itself: its place across in percent, down in pixels, and its words.

    `late` says that it stands so far to the right that words have to stand before it.
    """

    x: str
    y: str
    words: str
    late: bool = False


@dataclass(frozen=True)
class Tick:
    """A mark on an axis with its words; `anchor` is start, middle or end. Phones leave out a `minor` one."""

    at: str
    label: str
    anchor: str = "middle"
    minor: bool = False


@dataclass(frozen=True)
class Drawn:
    """One line or layer: paths, its points, and its name and last value at the end of it."""

    label: str
    value: str
    look: int
    path: str
    area: str = ""
    dots: Sequence[Dot] = ()
    end: Dot | None = None
    label_y: str = ""


@dataclass(frozen=True)
class Table:
    """All values of a chart: heads, and rows of which the first cell is the row's head."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Chart:
    """A chart as it stands on the screen. Nothing is drawn where nothing is known."""

    height: int
    lines: Sequence[Drawn]
    across: Sequence[Tick]
    down: Sequence[Tick]
    table: Table
    summary: str = ""
    band: str = ""
    marks: Sequence[Tick] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(line.path or line.area for line in self.lines)


@dataclass(frozen=True)
class Spark:
    """A small line without an axis: how something went."""

    path: str
    area: str
    end: Dot | None


def line_chart(
    days: Sequence[str],
    series: Sequence[Series],
    *,
    write: Write,
    counts: bool = False,
    band: Sequence[tuple[float, float] | None] = (),
    marks: Sequence[tuple[int, str]] = (),
    height: int = 220,
    summary: str = "",
) -> Chart:
    """Lines over days. `band` is within what chance may move the first of them, `marks` what happened."""
    edges = [each for pair in band if pair for each in pair]
    told = scales.bounds([*(v for each in series for v in each.values), *edges])
    high = max(told[1], 0.0) if told else 1.0
    steps = (
        scales.whole_ticks(high)
        if counts
        else scales.ticks(min(told[0], 0.0) if told else 0.0, high)
    )
    down = Scale(steps[0], max(steps[-1], scales.HAIR), float(height), 0.0)
    across = scales.spread(len(days))
    drawn = [_line(each, days, across, down, write) for each in series]
    return Chart(
        height=height,
        lines=_apart(drawn),
        across=_days(days, across),
        down=[Tick(f"{down.at(each):g}", write(each)) for each in steps],
        table=_table(days, series, write),
        summary=summary,
        band=_between(band, across, down),
        marks=[Tick(f"{across[place]:g}%", words) for place, words in marks],
    )


def area_chart(
    days: Sequence[str],
    layers: Sequence[Series],
    *,
    write: Write,
    height: int = 200,
    summary: str = "",
) -> Chart:
    """Shares over days on top of each other, the first at the bottom; a day without one is a gap."""
    across, down = scales.spread(len(days)), Scale(0.0, 1.0, float(height), 0.0)
    floor = [0.0] * len(days)
    drawn = []
    told = [
        0.0 if all(known(each.values[day]) is not None for each in layers) else None
        for day in range(len(days))
    ]
    # A day by itself has no width.
    wide = {day for run in scales.runs(told) if len(run) > 1 for day in run}
    whole = [day in wide for day in range(len(days))]
    for each in layers:
        top = [
            floor[day] + (value or 0.0) if whole[day] else None
            for day, value in enumerate(each.values)
        ]
        low: list[Value] = [floor[day] if whole[day] else None for day in range(len(days))]
        area = "".join(_closed(run, across, top, low, down) for run in scales.runs(top))
        last = scales.runs(top)[-1][-1] if scales.runs(top) else None
        middle = "" if last is None else f"{down.at(((top[last] or 0) + (low[last] or 0)) / 2):g}"
        value = "" if last is None else write(known(each.values[last]) or 0.0)
        dots = _dots(each, days, across, down, write, top)
        drawn.append(
            Drawn(each.label, value, each.look, _path(across, top, down), area, dots, None, middle)
        )
        floor = [top[day] or 0.0 for day in range(len(days))]
    steps = [0.0, 0.25, 0.5, 0.75, 1.0]
    return Chart(
        height=height, lines=_apart(drawn), across=_days(days, across),
        down=[Tick(f"{down.at(each):g}", write(each)) for each in steps],
        table=_table(days, layers, write), summary=summary,
    )  # fmt: skip


def spark(values: Sequence[Value], height: int = 30) -> Spark:
    """A small line of values, the latest to the right; without any it is empty."""
    told = scales.bounds(values)
    if told is None:
        return Spark("", "", None)
    low, high = told
    down = Scale(min(low, 0.0) if low <= 0 else low - (high - low) * 0.35, high, height - 2.0, 2.0)
    if low == high:
        down = Scale(0.0, 2.0, height - 2.0, 2.0)
        values = [None if known(each) is None else 1.0 for each in values]
    across = scales.spread(len(values))
    area = "".join(
        _closed(run, across, values, [down.low] * len(values), Scale(down.low, down.high, height, 2.0))
        for run in scales.runs(values) if len(run) > 1
    )  # fmt: skip
    last = scales.runs(values)[-1][-1]
    end = Dot(f"{across[last]:g}%", f"{down.at(known(values[last]) or 0.0):g}", "")
    return Spark(_path(across, values, down), area, end)


def _line(
    series: Series, days: Sequence[str], across: Sequence[float], down: Scale, write: Write
) -> Drawn:
    dots = _dots(series, days, across, down, write, series.values)
    told = scales.runs(series.values)
    last = told[-1][-1] if told else None
    if last is None:
        return Drawn(series.label, "", series.look, "")
    value = known(series.values[last]) or 0.0
    y = f"{down.at(value):g}"
    return Drawn(
        series.label, write(value), series.look, _path(across, series.values, down), "", dots,
        Dot(f"{across[last]:g}%", y, f"{days[last]}: {series.label} {write(value)}"), y,
    )  # fmt: skip


def _dots(
    series: Series, days: Sequence[str], across: Sequence[float], down: Scale, write: Write,
    places: Sequence[Value],
) -> list[Dot]:  # fmt: skip
    found = []
    for day in scales.some(len(days), POINTS):
        value, place = known(series.values[day]), known(places[day])
        if value is not None and place is not None:
            words = f"{days[day]}: {series.label} {write(value)}"
            found.append(Dot(f"{across[day]:g}%", f"{down.at(place):g}", words))
    return found


def _path(across: Sequence[float], values: Sequence[Value], down: Scale) -> str:
    """Lines through what is known. A value between two gaps is a short stroke, which a point would not be."""
    parts = []
    for run in scales.runs(values):
        points = [_point(across[place], known(values[place]) or 0.0, down) for place in run]
        parts.append("M" + "L".join(points) + ("h0.1" if len(run) == 1 else ""))
    return "".join(parts)


def _closed(
    run: Sequence[int],
    across: Sequence[float],
    top: Sequence[Value],
    low: Sequence[Value],
    down: Scale,
) -> str:
    there = [_point(across[place], known(top[place]) or 0.0, down) for place in run]
    back = [_point(across[place], known(low[place]) or 0.0, down) for place in reversed(run)]
    return "M" + "L".join([*there, *back]) + "Z"


def _between(
    band: Sequence[tuple[float, float] | None], across: Sequence[float], down: Scale
) -> str:
    low = [pair[0] if pair else None for pair in band]
    high = [pair[1] if pair else None for pair in band]
    return "".join(_closed(run, across, high, low, down) for run in scales.runs(high))


def _point(across: float, value: float, down: Scale) -> str:
    return f"{across * WIDE / 100:.1f} {down.at(value):g}"


def _days(days: Sequence[str], across: Sequence[float]) -> list[Tick]:
    shown = scales.some(len(days), 4)
    anchors = {0: "start", len(days) - 1: "end"}
    return [Tick(f"{across[each]:g}%", days[each], anchors.get(each, "middle")) for each in shown]


def _apart(drawn: Sequence[Drawn]) -> list[Drawn]:
    """The same with their names moved from each other where lines end close together."""
    told = sorted((float(each.label_y), place) for place, each in enumerate(drawn) if each.label_y)
    places = scales.spaced([y for y, _place in told])
    moved = {place: y for y, (_old, place) in zip(places, told, strict=True)}
    return [
        Drawn(
            each.label, each.value, each.look, each.path, each.area, each.dots, each.end,
            f"{moved[place]:g}" if place in moved else "",
        )
        for place, each in enumerate(drawn)
    ]  # fmt: skip


def _table(days: Sequence[str], series: Sequence[Series], write: Write) -> Table:
    rows = [
        [
            day,
            *(
                "—" if (told := known(each.values[place])) is None else write(told)
                for each in series
            ),
        ]
        for place, day in enumerate(days)
    ]
    return Table(["", *(each.label for each in series)], rows[::-1])
