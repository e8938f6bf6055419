"""Nothing is shown of fewer than five people, nor anything from which it follows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essp.stats.withholding import LEAST, LEAST_FOR_MANAGER, tells_of_few, withheld

cells = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


def test_a_small_cell_takes_the_next_smallest_of_its_total_along() -> None:
    people = {"a": 3, "b": 9, "c": 6, "d": 0}
    assert withheld(people, [people]) == {"a", "c"}
    assert withheld(people, []) == {"a"}
    assert withheld({"a": 9, "b": 0}, [["a", "b"]]) == set()


def test_two_small_cells_hide_each_other_when_they_are_enough_together() -> None:
    assert withheld({"a": 3, "b": 4, "c": 20}, ["abc"]) == {"a", "b"}
    assert withheld({"a": 1, "b": 2, "c": 20}, ["abc"]) == {"a", "b", "c"}


def test_a_line_manager_sees_larger_groups_alone() -> None:
    people = {"a": 8, "b": 30, "c": 40}
    assert withheld(people, [people]) == set()
    assert withheld(people, [people], LEAST_FOR_MANAGER) == {"a", "b"}


def test_what_is_withheld_in_a_row_is_not_laid_open_by_its_column() -> None:
    people = {(row, column): 10 for row in "ab" for column in "xy"} | {("a", "x"): 2}
    totals = [[(row, column) for column in "xy"] for row in "ab"]
    totals += [[(row, column) for row in "ab"] for column in "xy"]
    assert withheld(people, totals) == set(people)


@given(cells)
def test_no_total_less_what_is_shown_tells_of_few(people: dict[str, int]) -> None:
    gone = withheld(people, [people])
    left = sum(people[key] for key in gone)
    shown = [key for key in people if key not in gone and people[key]]
    assert all(people[key] >= LEAST for key in shown)
    assert left == 0 or left >= LEAST or not shown
    assert not gone or len(gone) > 1 or not shown


def test_two_groups_that_differ_by_few_are_not_both_shown() -> None:
    team = set(range(20))
    assert tells_of_few(team - {3}, [team])
    assert tells_of_few(team | {30, 31, 32, 33}, [team])
    assert not tells_of_few(team, [team])
    assert not tells_of_few(team - set(range(5)), [team])
    assert not tells_of_few(team, [])
