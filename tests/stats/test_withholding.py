"""Nothing is shown of fewer than five people, nor anything from which it follows."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from essp.stats.withholding import (
    LEAST,
    LEAST_FOR_MANAGER,
    coarse,
    determined,
    tells_of_few,
    too_far,
    veiled,
    withheld,
)

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


def test_of_a_curve_of_people_a_step_stays_for_every_five_of_them() -> None:
    curve = [[1, 0.95], [2, 0.9], [3, 0.8], [4, 0.75], [9, 0.5]]
    assert coarse(curve, 20) == [[4, 0.75], [9, 0.5]]
    cohorts = {"a": {"people": 20, "curve": curve}, "b": {"people": 5, "curve": [[1, 0.8]]}}
    told = veiled({"cohorts": cohorts, "open": 3, "p75": 9.0}, 20)
    assert told["cohorts"]["a"] == {"people": 20, "curve": [[4, 0.75], [9, 0.5]]}
    assert told["cohorts"]["b"] == {"people": 5, "curve": []}
    assert told["open"] is None and told["p75"] == 9.0


def test_what_nine_in_ten_do_not_exceed_is_told_where_five_exceed_it() -> None:
    assert [too_far("p90", people) for people in (10, 39, 40, 400)] == [True, True, False, False]
    assert [too_far("p75", people) for people in (15, 16)] == [True, False]
    assert not too_far("median", 5)


@given(
    st.integers(2, 5).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(0, 30), min_size=wide, max_size=wide), min_size=2, max_size=5
        )
    )
)
def test_no_combination_of_shown_cells_determines_a_cell_of_fewer_than_five(
    table: list[list[int]],
) -> None:
    people = {(row, column): n for row, cells in enumerate(table) for column, n in enumerate(cells)}
    totals = [[key for key in people if key[0] == row] for row in range(len(table))]
    totals += [[key for key in people if key[1] == column] for column in range(len(table[0]))]
    gone = withheld(people, totals)
    assert {key for key, n in people.items() if 0 < n < LEAST} <= gone
    # A reader knows every total of five people or more, and every cell that is shown.
    known = [
        total for total in totals if sum(people[key] for key in total) >= LEAST
    ]  # fmt: skip
    solved = _solved_by_a_reader(gone, known)
    whole = len(gone) == sum(1 for n in people.values() if n)
    assert whole or not {key for key in solved if people[key] < LEAST}


def _solved_by_a_reader(
    hidden: set[tuple[int, int]], totals: list[list[tuple[int, int]]]
) -> set[tuple[int, int]]:
    """Which hidden cells follow from the totals: by elimination in fractions, column by column."""
    order = sorted(hidden)
    rows = [[Fraction(key in total) for key in order] for total in totals]
    lead = 0
    for column in range(len(order)):
        pivot = next((at for at in range(lead, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[lead], rows[pivot] = rows[pivot], rows[lead]
        rows[lead] = [value / rows[lead][column] for value in rows[lead]]
        for at in range(len(rows)):
            if at != lead and rows[at][column]:
                times = rows[at][column]
                rows[at] = [
                    one - times * other for one, other in zip(rows[at], rows[lead], strict=True)
                ]
        lead += 1
    alone = [[at for at, value in enumerate(row) if value] for row in rows]
    return {order[each[0]] for each in alone if len(each) == 1}


def test_a_small_cell_that_joins_two_rings_of_hidden_ones_is_not_left_to_be_worked_out() -> None:
    rings = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3)]
    bridge = (1, 2)
    people = {(row, column): 40 for row in range(4) for column in range(4)}
    people |= dict.fromkeys(rings, 4) | {bridge: 3}
    totals = [[key for key in people if key[0] == row] for row in range(4)]
    totals += [[key for key in people if key[1] == column] for column in range(4)]
    assert determined({*rings, bridge}, totals) == {bridge}
    gone = withheld(people, totals)
    assert bridge in gone and bridge not in determined(gone, totals)
