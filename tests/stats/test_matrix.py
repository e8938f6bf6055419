"""The map of silos as it is shown: shades, what is hidden, what stands out, and the picture beside it."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.stats.matrix import alike, cell_of, map_in, matrix_in, parts_of, veiled_map
from essp.stats.network import places
from essp.stats.silos import Map, Pair, map_of
from tests.conftest import real_data

MET = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=120)


def of_people(met) -> Map:
    """Forty people in departments of 3, 5, 12 and 20."""
    sizes = [("few", 3), ("five", 5), ("twelve", 12), ("twenty", 20)]
    names = [name for name, count in sizes for _each in range(count)]
    return map_of(dict(enumerate(names, 1)), met)


@given(MET)
def test_a_map_that_was_kept_is_the_same_map(met) -> None:
    found = of_people(met)
    again = map_in(json.loads(json.dumps(parts_of(found))))
    assert dict(again.people) == dict(found.people)
    assert again.all_ties == found.all_ties
    assert again.modularity == (pytest.approx(found.modularity) if found.all_ties else None)
    for two in combinations(found.people, 2):
        assert again.pair(*two) == found.pair(*two)


@given(MET)
def test_a_small_department_is_hidden_and_the_next_smallest_with_it(met) -> None:
    shown = matrix_in(parts_of(of_people(met)))
    assert set(shown.hidden) == {"few", "five"} and shown.names == ["twelve", "twenty"]
    assert set(parts_of(of_people(met))["places"]) == {"twelve", "twenty"}
    assert all({each.pair.one, each.pair.other} <= set(shown.names) for each in shown.cells)


def test_several_small_departments_hide_each_other() -> None:
    where = dict(enumerate(["a"] * 3 + ["b"] * 4 + ["c"] * 6 + ["d"] * 9))
    assert matrix_in(parts_of(map_of(where, []))).hidden == ["a", "b"]


@pytest.mark.parametrize(
    ("ties", "expected", "shade"),
    [
        (8, 8.0, 0), (9, 8.0, 0), (16, 8.0, 2), (4, 8.0, -2), (1, 40.1, -5), (64, 8.0, 5),
        (0, 5.0, -5), (0, 4.9, 0), (0, 0.0, 0),
    ],
)  # fmt: skip
def test_a_pair_is_shaded_by_how_far_it_is_from_chance(ties, expected, shade) -> None:
    cell = cell_of(Pair("a", "b", ties, expected))
    assert cell.shade == shade
    assert (cell.log is None) is (not ties)


def test_no_tie_where_five_are_expected_is_missing_and_fewer_say_nothing() -> None:
    assert cell_of(Pair("a", "b", 0, 5.0)).telling and not cell_of(Pair("a", "b", 0, 4.9)).telling


def test_what_both_departments_speak_of_stands_with_the_pair() -> None:
    where = dict(enumerate(["a"] * 5 + ["b"] * 5 + ["c"] * 5))
    kept = parts_of(map_of(where, [(0, 5)]), {("a", "b")}, {7: ["a", "b"], 8: ["a", "b", "c"]})
    shown = matrix_in(kept)
    assert shown.topics("a", "b") == [7, 8] and shown.topics("b", "c") == [8]
    assert shown.held == {("a", "b")}


@given(MET)
def test_the_same_ties_make_the_same_picture_within_its_frame(met) -> None:
    found = of_people(met)
    pulls = {two: float(found.ties.get(two, 0)) for two in combinations(sorted(found.people), 2)}
    drawn = places(sorted(found.people), pulls)
    assert drawn == places(sorted(found.people), pulls)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in drawn.values())
    assert len(set(drawn.values())) == len(drawn)


def test_who_meets_much_stands_near_in_the_picture_and_in_the_order() -> None:
    names = list("abcd")
    at = places(names, {("a", "d"): 3.0, ("b", "c"): 3.0})

    def far(one: str, other: str) -> float:
        return abs(complex(*at[one]) - complex(*at[other]))

    assert max(far("a", "d"), far("b", "c")) < min(far("a", "b"), far("c", "d"))
    where = dict(enumerate(sorted(names * 5)))
    met = [(0, 15), (1, 16), (2, 17), (5, 10), (6, 11), (7, 12), (0, 5)]
    order = alike(matrix_in(parts_of(map_of(where, met))))
    assert abs(order.index("a") - order.index("d")) == 1
    assert abs(order.index("b") - order.index("c")) == 1


def test_nobody_makes_no_picture() -> None:
    assert places([], {}) == {} and places(["a"], {}) == {"a": (0.5, 0.5)}
    assert matrix_in(parts_of(map_of({}, []))).cells == []


def test_the_real_network_is_shown_as_it_is_known() -> None:
    shown = matrix_in(parts_of(eu_core()))
    assert (len(shown.names), len(shown.hidden), len(shown.cells)) == (35, 7, 595)
    assert sum(each.pair.ties > 0 for each in shown.cells) == 542
    weakest = shown.weakest[0]
    assert (weakest.pair.one, weakest.pair.other, weakest.pair.ties) == ("07", "19", 1)
    assert weakest.pair.expected == pytest.approx(40.1, abs=0.05) and weakest.shade == -5
    assert shown.department("14").outward == pytest.approx(-0.075, abs=5e-4)
    assert all(each.pair.expected >= 5 for each in shown.missing) and len(shown.missing) == 11


def eu_core() -> Map:
    """Who wrote to whom among 1,005 people in 42 departments."""
    folder = real_data("eu-core-email")

    def rows(name: str) -> list[tuple[int, int]]:
        lines = (folder / name).read_text().split("\n")
        return [(int(a), int(b)) for a, b in (line.split() for line in lines if line.strip())]

    where = {person: f"{at:02}" for person, at in rows("email-Eu-core-department-labels.txt")}
    return map_of(where, rows("email-Eu-core.txt"))


def test_who_leads_people_sees_departments_of_ten_and_more_alone() -> None:
    where = dict(enumerate(["a"] * 8 + ["b"] * 12 + ["c"] * 15 + ["d"] * 20))
    parts = parts_of(map_of(where, [(0, 9), (10, 25)]))
    assert list(matrix_in(parts).names) == ["a", "b", "c", "d"]
    assert list(matrix_in(veiled_map(parts, 10)).names) == ["c", "d"]
