"""Where departments stand in a small picture of who meets whom: near where they meet much. Pure.

Forces after Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991: all push one
another away, ties pull together. It starts from a circle in the order of the names and has no chance in
it, so that the same ties always make the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, sin

ROUNDS = 80
Place = tuple[float, float]


def places(names: Sequence[str], pulls: Mapping[tuple[str, str], float]) -> dict[str, Place]:
    """A place from 0 to 1 in both directions for each name; `pulls` says how strongly two belong together.

    Pulls are taken relative to the strongest; of one name the place is the middle.
    """
    if len(names) < 2:
        return dict.fromkeys(names, (0.5, 0.5))
    at = [_on_circle(number, len(names)) for number in range(len(names))]
    index = {name: number for number, name in enumerate(names)}
    most = max(pulls.values(), default=0.0) or 1.0
    strings = [
        (index[one], index[other], pull / most)
        for (one, other), pull in sorted(pulls.items())
        if one in index and other in index and one != other and pull > 0
    ]
    apart = 1 / len(names) ** 0.5
    for turn in range(ROUNDS):
        at = _moved(at, strings, apart, 0.12 * (1 - turn / ROUNDS))
    return dict(zip(names, _framed(at), strict=True))


def _on_circle(number: int, count: int) -> Place:
    turn = 2 * pi * number / count
    return 0.5 + 0.4 * cos(turn), 0.5 + 0.4 * sin(turn)


def _moved(
    at: Sequence[Place], strings: Sequence[tuple[int, int, float]], apart: float, most: float
) -> list[Place]:
    """One round: everything pushed and pulled once, nothing further than `most`."""
    forces = [[0.06 * (0.5 - x), 0.06 * (0.5 - y)] for x, y in at]
    for one in range(len(at)):
        for other in range(one):
            dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
            square = dx * dx + dy * dy or 1e-9
            push = apart * apart / square
            forces[one][0] += dx * push
            forces[one][1] += dy * push
            forces[other][0] -= dx * push
            forces[other][1] -= dy * push
    for one, other, pull in strings:
        dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
        draw = pull * hypot(dx, dy) / apart
        forces[one][0] -= dx * draw
        forces[one][1] -= dy * draw
        forces[other][0] += dx * draw
        forces[other][1] += dy * draw
    return [_stepped(place, force, most) for place, force in zip(at, forces, strict=True)]


def _stepped(place: Place, force: Sequence[float], most: float) -> Place:
    far = hypot(*force)
    least = min(far, most) / far if far else 0.0
    return place[0] + force[0] * least, place[1] + force[1] * least


def _framed(at: Sequence[Place]) -> list[Place]:
    """All places stretched to fill the frame from 0 to 1."""
    (left, wide), (top, high) = (_span([each[way] for each in at]) for way in (0, 1))
    return [(round((x - left) / wide, 4), round((y - top) / high, 4)) for x, y in at]


def _span(values: Sequence[float]) -> tuple[float, float]:
    return min(values), (max(values) - min(values)) or 1.0
