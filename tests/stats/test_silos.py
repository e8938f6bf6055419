"""The map of silos: small ones by hand, and a real network of 42 departments."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.stats.silos import map_of
from tests.conftest import real_data


def test_two_departments_that_never_meet_are_silos() -> None:
    where = {1: "a", 2: "a", 3: "b", 4: "b"}
    found = map_of(where, [(1, 2), (2, 1), (3, 4), (3, 3)])
    assert found.all_ties == 2
    assert found.outward == -1 and found.openness("a") == 0
    assert found.modularity == pytest.approx(0.5)
    assert found.pair("b", "a").ties == 0 and found.pair("a", "b").expected == 1
    assert found.outward_by_chance == pytest.approx(1 / 3)


def test_who_meets_as_chance_has_it_is_neither_open_nor_closed() -> None:
    where = {1: "a", 2: "a", 3: "b", 4: "b"}
    everybody = map_of(where, combinations(where, 2))
    assert everybody.pair("a", "b").ratio == pytest.approx(4 / 3)
    assert everybody.outward == pytest.approx(everybody.outward_by_chance)


def test_nobody_has_no_figure() -> None:
    nothing = map_of({}, [])
    assert (nothing.outward, nothing.modularity, nothing.outward_by_chance) == (None, None, None)
    alone = map_of({1: "a"}, [(1, 9)])
    assert alone.all_ties == 0 and alone.openness("a") is None
    assert alone.pair("a", "b").ratio is None


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=60))
def test_each_tie_is_counted_once_and_at_both_ends(met) -> None:
    where = {person: "abcd"[person % 4] for person in range(1, 13)}
    found = map_of(where, met)
    assert sum(found.degrees.values()) == 2 * found.all_ties
    assert found.all_ties == len({frozenset(each) for each in met if each[0] != each[1]})
    outside = sum(found.outside(each) for each in "abcd")
    assert outside == 2 * sum(pair.ties for pair in found.pairs(0))
    if found.all_ties:
        expected = sum(pair.expected for pair in found.pairs(0))
        inside = sum(degree**2 / (4 * found.all_ties) for degree in found.degrees.values())
        assert expected + inside == pytest.approx(found.all_ties)


def test_a_real_network_has_the_figures_known_of_it() -> None:
    folder = real_data("eu-core-email")

    def rows(name: str) -> list[tuple[int, int]]:
        lines = (folder / name).read_text().split("\n")
        return [(int(a), int(b)) for a, b in (line.split() for line in lines if line.strip())]

    where = {person: f"{at:02}" for person, at in rows("email-Eu-core-department-labels.txt")}
    found = map_of(where, rows("email-Eu-core.txt"))
    pairs = found.pairs(5)
    assert len(found.people) == 42 and sum(count >= 5 for count in found.people.values()) == 35
    assert found.outward == pytest.approx(0.329, abs=5e-4)
    assert found.outward_by_chance == pytest.approx(0.907, abs=5e-4)
    assert found.modularity == pytest.approx(0.288, abs=5e-4)
    assert len(pairs) == 595 and sum(each.ties > 0 for each in pairs) == 542
    weakest = next(each for each in pairs if each.ties)
    assert (weakest.one, weakest.other, weakest.ties) == ("07", "19", 1)
    assert weakest.expected == pytest.approx(40.1, abs=0.05)
    assert weakest.ratio == pytest.approx(0.02, abs=0.005)
    inward = [name for name in found.people if (found.outward_of(name) or 0) < 0]
    assert inward == ["14"] and found.outward_of("14") == pytest.approx(-0.075, abs=5e-4)
