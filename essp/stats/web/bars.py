"""Bars, steps and the curve of waiting, drawn: what the templates put on the screen. Pure.

Places are as in `charts`. A bar that stands for too few people is hatched and has no height of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essp.stats.web import scales
from essp.stats.web.charts import WIDE, Dot, Table, Tick, Write
from essp.stats.web.scales import Scale, Value, known

HOURS = (1.0, 4.0, 24.0, 72.0, 168.0, 672.0)
MINOR = {4.0, 168.0}  # of these, on a narrow screen
LATE = 62.0  # percent across, from which words stand before their point
GAP = 0.16  # of the room of a bar that stays empty
HIDDEN = 40.0  # percent of the height or width at which a withheld bar is hatched


@dataclass(frozen=True)
class Bar:
    """One bar: its box (percent across, pixels down), its value in words and what it is called.

    `look` is empty, hot, light, up, down, total or hidden.
    """

    x: str
    y: str
    width: str
    height: str
    label: str
    value: str
    look: str = ""
    middle: str = ""
    value_y: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars beside each other, or below each other, with the line they stand on."""

    height: int
    bars: Sequence[Bar]
    table: Table
    summary: str = ""
    base: str = ""
    limit: Tick | None = None
    joins: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Curve:
    """The share that still waits, over hours, with the marks that are read from it; `points` tell how
    many had ended by each hour of the axis.
    """

    height: int
    path: str
    area: str
    across: Sequence[Tick]
    down: Sequence[Tick]
    marks: Sequence[Dot]
    table: Table
    summary: str = ""
    points: Sequence[Dot] = ()


@dataclass(frozen=True)
class Given:
    """A bar as it is asked for; None is withheld or not known. `note` stands behind it."""

    label: str
    value: Value
    look: str = ""
    note: str = ""


def histogram(
    given: Sequence[Given],
    *,
    write: Write,
    height: int = 150,
    limit: tuple[int, str] | None = None,
    hidden: str = "—",
    heads: tuple[str, str] = ("", ""),
    summary: str = "",
) -> Bars:
    """How many there are of each kind, beside each other; `limit` stands before one of them."""
    top = max((known(each.value) or 0.0 for each in given), default=0.0) or 1.0
    down = Scale(0.0, top, float(height), 22.0)
    room = 100.0 / max(len(given), 1)
    bars = []
    for place, each in enumerate(given):
        value = known(each.value)
        y = down.at(value) if value is not None else height * (1 - HIDDEN / 100)
        bars.append(
            Bar(
                _percent(place * room + room * GAP / 2), f"{y:g}", _percent(room * (1 - GAP)),
                f"{height - y:g}", each.label, hidden if value is None else write(value),
                "hidden" if value is None else each.look, _percent(place * room + room / 2),
                f"{y - 6:g}",
            )
        )  # fmt: skip
    mark = (
        Tick(_percent(limit[0] * room), limit[1], _anchor(limit[0], len(given))) if limit else None
    )
    return Bars(height, bars, _table(given, bars, heads), summary, f"{height}", mark)


def waterfall(
    given: Sequence[Given],
    *,
    write: Write,
    total: str,
    left: Value = None,
    height: int = 150,
    hidden: str = "—",
    heads: tuple[str, str] = ("", ""),
    summary: str = "",
) -> Bars:
    """What came and went, one on the other, and at the end what is left of it.

    `left` is what is left as it is told, where that is not the sum of these: they may be rounded. Where one
    of them is withheld nothing can stand on it: each then stands on the line.
    """
    whole_known = all(known(each.value) is not None for each in given)
    sums = [0.0]
    for each in given:
        sums.append(sums[-1] + (known(each.value) or 0.0))
    end = left if left is not None or not whole_known else sums[-1]
    edges = [*sums, known(end) or 0.0, *(known(each.value) or 0.0 for each in given)]
    low, high = min(*edges, 0.0), max(*edges, 0.0)
    down = (
        Scale(low, high, height - 4.0, 22.0) if high > low else Scale(0.0, 1.0, height - 4.0, 22.0)
    )
    whole = [*given, Given(total, end, "total")]
    room = 100.0 / len(whole)
    bars, joins = [], []
    for place, each in enumerate(whole):
        value = known(each.value)
        start = sums[place] if whole_known and each.look != "total" else 0.0
        stop = (high - low) * HIDDEN / 100 if value is None else start + value
        top, bottom = down.at(max(start, stop)), down.at(min(start, stop))
        look = "hidden" if value is None else each.look or ("up" if stop >= start else "down")
        bars.append(
            Bar(
                _percent(place * room + room * GAP / 2), f"{top:g}", _percent(room * (1 - GAP)),
                f"{max(bottom - top, 1.5):g}", each.label, hidden if value is None else write(value),
                look, _percent(place * room + room / 2), f"{top - 6:g}",
            )
        )  # fmt: skip
        if place and whole_known and (each.look != "total" or end == sums[-1]):
            ends = (_percent((place - 0.5) * room), _percent((place + 0.5) * room))
            joins.append((*ends, f"{down.at(sums[place]):g}"))
    return Bars(height, bars, _table(whole, bars, heads), summary, f"{down.at(0.0):g}", None, joins)


def ladder(
    given: Sequence[Given], *, write: Write, heads: tuple[str, str] = ("", ""), hidden: str = "—",
    summary: str = "",
) -> Bars:  # fmt: skip
    """Bars below each other, each with its part of the longest."""
    top = max((known(each.value) or 0.0 for each in given), default=0.0)
    bars = []
    for each in given:
        value = known(each.value)
        width = HIDDEN if value is None else 100 * value / top if top else 0.0
        bars.append(
            Bar(
                "0%", "0", _percent(width), "100%", each.label,
                hidden if value is None else write(value), "hidden" if value is None else each.look,
                each.note,
            )
        )  # fmt: skip
    return Bars(0, bars, _table(given, bars, heads), summary)


def survival(
    curve: Sequence[Sequence[float]],
    *,
    share: Write,
    hours: Write,
    marks: Sequence[tuple[float, float | None, str]] = (),
    longest: float = HOURS[-1],
    height: int = 180,
    heads: tuple[str, str] = ("", ""),
    summary: str = "",
) -> Curve:
    """The share that still waits after so many hours, as steps; early hours take more room.

    `marks` are a share that has ended, within how many hours it did (None: not yet) and its words.
    """
    down = Scale(0.0, 1.0, float(height), 6.0)
    steps = [(float(time), float(left)) for time, left in curve if time <= longest]
    path = f"M0 {down.at(1.0):g}"
    for time, left in steps:
        path += f"H{_hour(time, longest) * WIDE / 100:.1f}V{down.at(left):g}"
    path += f"H{WIDE:g}"
    shown = [each for each in HOURS if each <= longest]
    rows = [[hours(each), share(1 - _left(steps, each))] for each in shown]
    return Curve(
        height=height, path=path, area=f"{path}V{height}H0Z",
        across=[
            Tick(
                f"{_hour(each, longest):g}%", hours(each), "end" if each == longest else "middle",
                each in MINOR,
            )
            for each in shown
        ],
        down=[Tick(f"{down.at(1 - each):g}", share(each)) for each in (0.0, 0.25, 0.5, 0.75, 1.0)],
        marks=[
            Dot(
                f"{_hour(time, longest):g}%", f"{down.at(1 - part):g}", words,
                _hour(time, longest) > LATE,
            )
            for part, time, words in marks if time is not None and time <= longest
        ],
        table=Table(heads, rows), summary=summary,
        points=[
            Dot(f"{_hour(each, longest):g}%", f"{down.at(_left(steps, each)):g}", f"{row[0]}: {row[1]}")
            for each, row in zip(shown, rows, strict=True)
        ],
    )  # fmt: skip


def _hour(time: float, longest: float) -> float:
    return round(100 * scales.of_hours(time, longest), 2)


def _left(steps: Sequence[tuple[float, float]], time: float) -> float:
    return next((left for at, left in reversed(steps) if at <= time), 1.0)


def _percent(value: float) -> str:
    return f"{round(value, 2):g}%"


def _anchor(place: int, count: int) -> str:
    return "end" if 2 * place > count else "start"


def _table(given: Sequence[Given], bars: Sequence[Bar], heads: tuple[str, str]) -> Table:
    noted = any(each.note for each in given)
    rows = [
        [bar.label, bar.value, *([each.note] if noted else [])]
        for each, bar in zip(given, bars, strict=True)
    ]
    return Table([*heads, *([""] if noted else [])], rows)
