"""The map of silos as it is kept with the figure of a day, and as it may be shown. Pure.

Kept are all departments; shown are those of five people or more, and not so many that a hidden one would
follow from the rest (`withholding`). A pair is shaded by the logarithm of its ties for each expected
one: 1 twice as many as chance has it, -1 half. Where hardly a tie is expected their absence says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import log2
from typing import Any

from essp.stats.network import Place, places
from essp.stats.silos import ENOUGH_EXPECTED, Map, Pair
from essp.stats.withholding import LEAST, withheld

STEPS = (
    0.25,
    0.75,
    1.25,
    2.0,
    3.0,
)  # where the shades 1 to 5 begin, in logarithms to the base of 2
Two = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """Two departments as shown: `shade` from -5 (hardly a tie) to 5 (far more than chance), 0 as chance.

    `log` is None where there is no tie or none is expected; `telling` says whether the absence of a tie
    says something.
    """

    pair: Pair
    log: float | None
    shade: int

    @property
    def telling(self) -> bool:
        """Whether enough ties are expected for few of them to say something."""
        return self.pair.ties > 0 or self.pair.expected >= ENOUGH_EXPECTED


@dataclass(frozen=True)
class Department:
    """A department as shown: its people, ties within for each outward one (-1 to 1), and its openness."""

    name: str
    people: int
    outward: float | None
    openness: float | None


@dataclass(frozen=True)
class Matrix:
    """What of a map may be shown. `held` are the pairs that fewer than five people hold together,
    `spoken` the departments that have something to say about a topic, by its id.
    """

    map: Map
    names: Sequence[str]
    hidden: Sequence[str]
    held: Collection[Two]
    spoken: Mapping[int, Collection[str]]
    places: Mapping[str, Place]

    def topics(self, one: str, other: str) -> Sequence[int]:
        """The ids of what two departments both have something to say about."""
        return [topic for topic, where in self.spoken.items() if one in where and other in where]

    def cell(self, one: str, other: str) -> Cell:
        """Two departments that are shown, in either order."""
        return cell_of(self.map.pair(one, other))

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """All pairs that are shown, the weakest first."""
        shown = (cell_of(self.map.pair(one, other)) for one, other in combinations(self.names, 2))
        return sorted(shown, key=lambda each: (each.pair.ratio or 0.0, -each.pair.expected))

    @cached_property
    def weakest(self) -> Sequence[Cell]:
        """Pairs with fewer ties than chance has it, though enough are expected; the weakest first."""
        return [
            each
            for each in self.cells
            if each.pair.ties and each.shade < 0 and each.pair.expected >= ENOUGH_EXPECTED
        ]

    @cached_property
    def missing(self) -> Sequence[Cell]:
        """Pairs without any tie where five or more are expected, the most expected first."""
        return [each for each in self.cells if each.pair.missing]

    @cached_property
    def strongest(self) -> Sequence[Cell]:
        """Pairs with more ties than chance has it, the strongest first; a single tie is no strength."""
        return [each for each in reversed(self.cells) if each.shade > 0 and each.pair.ties > 1]

    def department(self, name: str) -> Department:
        """A department that is shown."""
        found = self.map
        return Department(name, found.people[name], found.outward_of(name), found.openness(name))

    @property
    def departments(self) -> Sequence[Department]:
        """All departments that are shown, in the order of their names."""
        return [self.department(name) for name in self.names]


def parts_of(
    found: Map,
    held: Collection[Two] = (),
    topics: Mapping[int, Collection[str]] | None = None,
) -> dict[str, Any]:
    """A map as it is kept with a figure: rows of `departments` (name, people, ties' ends, ties within),
    `ties` of two by their numbers, `bridges` those two that few hold together, `topics` by id with the
    departments that have something to say about them, `places` in the picture of those that may be shown.
    """
    names = sorted(found.people)
    number = {name: index for index, name in enumerate(names)}
    shown = _shown(found)
    # A pair of few ties far above chance must not draw all others into one heap.
    pulls = {
        two: min(found.pair(*two).ratio or 0.0, 4.0)
        for two in combinations(shown, 2)
        if found.ties.get(two)
    }
    return {
        "departments": [
            [name, found.people[name], found.degrees.get(name, 0), found.inside(name)]
            for name in names
        ],
        "ties": _numbered(found.ties, number),
        "bridges": _numbered(dict.fromkeys(held, 1), number),
        "topics": [
            [topic, sorted(number[name] for name in where if name in number)]
            for topic, where in sorted((topics or {}).items())
        ],
        "places": {name: list(place) for name, place in places(shown, pulls).items()},
        "outward": found.outward,
        "chance": found.outward_by_chance,
    }


def map_in(parts: Mapping[str, Any]) -> Map:
    """The map that was kept. Raises KeyError or ValueError where it is none."""
    rows = parts["departments"]
    names = [row[0] for row in rows]
    ties = {(names[one], names[other]): int(count) for one, other, count in parts["ties"]}
    ties.update({(name, name): int(inside) for name, _people, _degree, inside in rows if inside})
    people = {name: int(count) for name, count, _degree, _inside in rows}
    return Map(people, ties, {name: int(degree) for name, _people, degree, _inside in rows})


def matrix_in(parts: Mapping[str, Any]) -> Matrix:
    """What of the map that was kept may be shown."""
    found = map_in(parts)
    names = [row[0] for row in parts["departments"]]
    shown = _shown(found, parts.get("least", LEAST))
    held = {(names[one], names[other]) for one, other, _kept in parts.get("bridges", ())}
    spoken = {
        int(topic): frozenset(names[each] for each in where)
        for topic, where in parts.get("topics", ())
    }
    at = {name: (float(x), float(y)) for name, (x, y) in parts.get("places", {}).items()}
    hidden = [name for name in names if name not in set(shown)]
    return Matrix(found, shown, hidden, held, spoken, at)


def cell_of(pair: Pair) -> Cell:
    """A pair with its shade."""
    if not pair.ties or not pair.expected:
        return Cell(pair, None, -len(STEPS) if pair.missing else 0)
    log = log2(pair.ties / pair.expected)
    shade = sum(abs(log) >= step for step in STEPS)
    return Cell(pair, log, shade if log > 0 else -shade)


def alike(matrix: Matrix) -> list[str]:
    """The departments in an order in which those that meet much stand beside each other.

    From the one with most ties on, always the one that is closest to the last two.
    """
    left = sorted(matrix.names, key=lambda name: -matrix.map.degrees.get(name, 0))
    order = left[:1]
    del left[:1]
    while left:
        last = order[-2:]
        nearest = max(
            left, key=lambda name: sum(matrix.map.pair(name, each).ratio or 0.0 for each in last)
        )
        order.append(nearest)
        left.remove(nearest)
    return order


def veiled_map(parts: Mapping[str, Any], least: int) -> dict[str, Any]:
    """A map that was kept, for a reader for whom so many people must stand behind a department."""
    return {**parts, "least": max(least, LEAST)}


def _shown(found: Map, least: int = LEAST) -> list[str]:
    hidden = withheld(found.people, [list(found.people)], least)
    return sorted(name for name, count in found.people.items() if count and name not in hidden)


def _numbered(counts: Mapping[Two, int], number: Mapping[str, int]) -> list[list[int]]:
    return [
        [number[one], number[other], count]
        for (one, other), count in sorted(counts.items())
        if one != other and count
    ]
