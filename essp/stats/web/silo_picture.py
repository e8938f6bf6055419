"""The small picture of who meets whom: departments as circles, lines where they meet more than chance. Pure.

What it says is said by the table beside it too. Names are put where they cover each other least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essp.stats.matrix import Cell, Matrix
from essp.stats.web.labels import Label, labels

WIDE, HIGH = 880.0, 460.0
EDGE = (96.0, 34.0)  # kept free at the sides and above and below, for names
NEAREST = 2  # lines that each department has at least, if it meets others so much
GAPS = 6  # pairs that hardly meet, drawn dashed


@dataclass(frozen=True)
class Circle:
    """A department: where it stands, how large, and where its name is."""

    name: str
    people: int
    x: float
    y: float
    radius: float
    label: Label


@dataclass(frozen=True)
class Line:
    """Two departments joined: `weight` from 1 to 5, 0 where they hardly meet though they should."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: int


@dataclass(frozen=True)
class Picture:
    """What is drawn, lines first."""

    lines: Sequence[Line]
    circles: Sequence[Circle]


def picture_of(matrix: Matrix) -> Picture:
    """The picture of what is shown of a map."""
    at = {name: _on_paper(matrix.places.get(name, (0.5, 0.5))) for name in matrix.names}
    drawn = [(cell, cell.shade) for cell in _close(matrix)] + [(cell, 0) for cell in gaps(matrix)]
    lines = [
        Line(*at[cell.pair.one], *at[cell.pair.other], min(weight, 5)) for cell, weight in drawn
    ]
    most = max((matrix.map.people[name] for name in matrix.names), default=1)
    sizes = {name: 4 + 10 * (matrix.map.people[name] / most) ** 0.5 for name in matrix.names}
    order = sorted(at, key=lambda each: -sizes[each])
    beside = labels([(name, *at[name], sizes[name]) for name in order], WIDE, HIGH)
    circles = [
        Circle(name, matrix.map.people[name], *at[name], round(sizes[name], 1), label)
        for name, label in zip(order, beside, strict=True)
    ]
    return Picture(lines, circles)


def gaps(matrix: Matrix) -> Sequence[Cell]:
    """Pairs that hardly meet or not at all though they should, those that lack most ties first."""
    weak = [*matrix.missing, *(each for each in matrix.weakest if each.shade <= -3)]
    return sorted(weak, key=lambda each: each.pair.ties - each.pair.expected)[:GAPS]


def _close(matrix: Matrix) -> list[Cell]:
    found: dict[tuple[str, str], Cell] = {}
    for name in matrix.names:
        own = [each for each in matrix.strongest if name in {each.pair.one, each.pair.other}]
        for cell in own[:NEAREST]:
            found[cell.pair.one, cell.pair.other] = cell
    return sorted(found.values(), key=lambda each: each.shade)


def _on_paper(place: tuple[float, float]) -> tuple[float, float]:
    return tuple(
        round(edge + part * (size - 2 * edge), 1)
        for part, size, edge in zip(place, (WIDE, HIGH), EDGE, strict=True)
    )  # type: ignore[return-value]
