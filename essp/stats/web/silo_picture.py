"""The small picture of who meets whom: departments as circles, lines where they meet more than chance. Pure.

What it says is said by the table beside it too. Names are put where they cover each other least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from essp.stats.matrix import Cell, Matrix

WIDE, HIGH = 880.0, 460.0
EDGE = (96.0, 34.0)  # kept free at the sides and above and below, for names
NEAREST = 2  # lines that each department has at least, if it meets others so much
GAPS = 6  # pairs that hardly meet, drawn dashed
LETTER, LINE = 6.6, 15.0  # about the width and height of letters in the picture
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Circle:
    """A department: where it stands, how large, and where its name begins, ends or has its middle."""

    name: str
    people: int
    x: float
    y: float
    radius: float
    text_x: float
    text_y: float
    anchor: str


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
    taken: list[Box] = [
        (x - sizes[name], y - sizes[name], x + sizes[name], y + sizes[name])
        for name, (x, y) in at.items()
    ]
    circles = []
    for name in sorted(at, key=lambda each: -sizes[each]):
        x, y, anchor, box = _free(name, at[name], sizes[name], taken)
        taken.append(box)
        size = round(sizes[name], 1)
        circles.append(Circle(name, matrix.map.people[name], *at[name], size, x, y, anchor))
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


def _free(
    name: str, at: tuple[float, float], radius: float, taken: Sequence[Box]
) -> tuple[float, float, str, Box]:
    """Where the name of a circle covers least: right, left, below or above it."""
    wide, (x, y) = len(name) * LETTER, at
    right, left = x + radius + 4, x - radius - 4
    below, above = y + radius + LINE - 2, y - radius - 5
    choices: list[tuple[float, float, str, Box]] = [
        (right, y + 4, "start", (right, y - 8, right + wide, y + 7)),
        (left, y + 4, "end", (left - wide, y - 8, left, y + 7)),
        (x, below, "middle", (x - wide / 2, below - 11, x + wide / 2, below + 4)),
        (x, above, "middle", (x - wide / 2, above - 11, x + wide / 2, above + 4)),
    ]
    best = min(choices, key=lambda each: _covered(each[3], taken) + _outside(each[3]))
    return round(best[0], 1), round(best[1], 1), best[2], best[3]


def _covered(box: Box, taken: Iterable[Box]) -> float:
    return sum(
        max(0.0, min(box[2], each[2]) - max(box[0], each[0]))
        * max(0.0, min(box[3], each[3]) - max(box[1], each[1]))
        for each in taken
    )


def _outside(box: Box) -> float:
    beyond = max(0.0, -box[0]) + max(0.0, box[2] - WIDE)
    return 50 * (beyond + max(0.0, -box[1]) + max(0.0, box[3] - HIGH))
