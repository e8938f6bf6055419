"""Words beside points of a picture, put where they cover each other least. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER, LINE = 6.9, 15.0  # about the width and height of letters in a picture
HIGHER = 8  # lines above a point in which its words may stand
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """Where words begin, end or have their middle; `far` from their point a line leads there."""

    x: float
    y: float
    anchor: str
    far: bool = False


Point = tuple[str, float, float, float]


def labels(
    points: Sequence[Point], wide: float, high: float, nameless: Iterable[Point] = ()
) -> list[Label]:
    """A place for the words of each point (words, x, y, radius), the first chosen first.

    Points that are `nameless` have no words there and are not covered either.
    """
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _words, x, y, r in (*points, *nameless)]
    found = []
    for words, x, y, radius in points:
        choices = _around(words, x, y, radius)
        label, box = min(
            choices, key=lambda each: _covered(each[1], taken) + _outside(each[1], wide, high)
        )
        taken.append(box)
        found.append(label)
    return found


def _around(words: str, x: float, y: float, radius: float) -> list[tuple[Label, Box]]:
    """Right, left, below and above of a point, and further above."""
    half, wide = len(words) * LETTER / 2, len(words) * LETTER
    right, left = round(x + radius + 4, 1), round(x - radius - 4, 1)
    below, above = round(y + radius + LINE - 2, 1), round(y - radius - 5, 1)
    beside = round(y + 4, 1)
    higher = [round(above - LINE * each, 1) for each in range(1, HIGHER)]
    return [
        (Label(right, beside, "start"), (right, y - 8, right + wide, y + 7)),
        (Label(left, beside, "end"), (left - wide, y - 8, left, y + 7)),
        (Label(round(x, 1), below, "middle"), (x - half, below - 11, x + half, below + 4)),
        (Label(round(x, 1), above, "middle"), (x - half, above - 11, x + half, above + 4)),
        *(
            (Label(round(x, 1), up, "middle", far=True), (x - half, up - 11, x + half, up + 4))
            for up in higher
        ),
    ]


def _covered(box: Box, taken: Iterable[Box]) -> float:
    left, top, right, bottom = box
    covered = 0.0
    for begins, upper, ends, lower in taken:
        if begins < right and ends > left and upper < bottom and lower > top:
            wide, high = min(right, ends) - max(left, begins), min(bottom, lower) - max(top, upper)
            covered += wide * high
    return covered


def _outside(box: Box, wide: float, high: float) -> float:
    beyond = max(0.0, -box[0]) + max(0.0, box[2] - wide)
    return 50 * (beyond + max(0.0, -box[1]) + max(0.0, box[3] - high))
