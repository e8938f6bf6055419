"""Who works with whom across departments, against what one would expect by chance. Pure.

A raw share of outward ties misleads: in a house of many departments nearly every tie leads outward even
where nobody chooses. So each pair is set against the configuration model (Newman, "Modularity and
community structure in networks", 2006), in which everybody keeps their number of ties and whom they
lead to is chance: with `d` the sum of the ties of a department's people and `m` all ties, a pair of
departments has d_a * d_b / (2m) expected ties, a department with itself d_a^2 / (4m).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

ENOUGH_EXPECTED = 5.0  # ties, from which on their absence says something


@dataclass(frozen=True)
class Pair:
    """Two departments, their ties and those expected."""

    one: str
    other: str
    ties: int
    expected: float

    @property
    def ratio(self) -> float | None:
        """Ties for each expected one: 1 as chance has it, 0 none; None where none can be."""
        return self.ties / self.expected if self.expected else None

    @property
    def missing(self) -> bool:
        """Whether ties would be expected and there is not one."""
        return not self.ties and self.expected >= ENOUGH_EXPECTED


@dataclass(frozen=True)
class Map:
    """The ties between people of departments: each tie once, however often they met.

    `people` counts the people of each department, `ties` are those between two departments, in the order
    of their names, or within one.
    """

    people: Mapping[str, int]
    ties: Mapping[tuple[str, str], int]
    degrees: Mapping[str, int]

    @cached_property
    def all_ties(self) -> int:
        """How many ties there are."""
        return sum(self.ties.values())

    def inside(self, department: str) -> int:
        """Ties within a department."""
        return self.ties.get((department, department), 0)

    def outside(self, department: str) -> int:
        """Ties between a department and others."""
        return self.degrees.get(department, 0) - 2 * self.inside(department)

    def pair(self, one: str, other: str) -> Pair:
        """Two departments beside each other."""
        first, second = sorted((one, other))
        degrees = self.degrees.get(first, 0) * self.degrees.get(second, 0)
        expected = degrees / (2 * self.all_ties) if self.all_ties else 0.0
        return Pair(first, second, self.ties.get((first, second), 0), expected)

    def pairs(self, least: int) -> Sequence[Pair]:
        """All pairs of departments of at least so many people, the weakest first."""
        shown = sorted(name for name, count in self.people.items() if count >= least)
        found = [self.pair(one, other) for one, other in combinations(shown, 2)]
        return sorted(found, key=lambda each: (each.ratio or 0.0, -each.expected))

    @property
    def outward(self) -> float | None:
        """Ties between departments less those within, for each tie: -1 to 1; None of none.

        The E-I index (Krackhardt and Stern, "Informal networks and organizational crises", 1988).
        """
        return _outward(self._within, self.all_ties - self._within)

    @property
    def outward_by_chance(self) -> float | None:
        """What it would be if everybody met anybody alike; None where nobody can meet."""
        total = sum(self.people.values())
        pairs = total * (total - 1)
        if not pairs:
            return None
        return 1 - 2 * sum(each * (each - 1) for each in self.people.values()) / pairs

    def outward_of(self, department: str) -> float | None:
        """The same of one department; None where it has no ties."""
        return _outward(self.inside(department), self.outside(department))

    def openness(self, department: str) -> float | None:
        """How outward a department is for each part one would expect: 1 as chance has it, 0 closed."""
        found, degree = self.outward_of(department), self.degrees.get(department, 0)
        if found is None or not degree:
            return None
        expected_inside = degree**2 / (4 * self.all_ties)
        expected = _outward(expected_inside, degree - 2 * expected_inside)
        return (found + 1) / (expected + 1) if expected is not None and expected > -1 else None

    @property
    def modularity(self) -> float | None:
        """How far ties keep to departments beyond chance: 0 not at all; None of no ties."""
        if not self.all_ties:
            return None
        return sum(
            self.inside(each) / self.all_ties - (degree / (2 * self.all_ties)) ** 2
            for each, degree in self.degrees.items()
        )

    @cached_property
    def _within(self) -> int:
        return sum(count for (one, other), count in self.ties.items() if one == other)


def map_of(departments: Mapping[int, str], ties: Iterable[Collection[int]]) -> Map:
    """The map of people, by id with their departments, and who of them met whom.

    A pair that meets again, in either direction, is one tie; nobody meets themselves, and whose
    department is not known is left out.
    """
    met = {frozenset(each) for each in ties}
    degrees: Counter[str] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    for each in met:
        names = sorted(departments[person] for person in each if person in departments)
        if len(names) == 2:
            between[names[0], names[1]] += 1
            degrees.update(names)
    return Map(Counter(departments.values()), between, degrees)


def _outward(inside: float, outside: float) -> float | None:
    return (outside - inside) / (outside + inside) if outside + inside else None
