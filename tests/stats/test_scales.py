"""Where values stand on a chart: round ticks, gaps where nothing is known, nothing drawn as zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.stats.web import scales
from essp.stats.web.scales import Scale

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(NUMBERS, NUMBERS)
def test_ticks_are_few_rise_and_hold_every_value(one: float, other: float) -> None:
    found = scales.ticks(one, other)
    assert 2 <= len(found) <= 7
    assert found == sorted(set(found))
    low, high = min(one, other), max(one, other)
    room = 1e-6 * max(abs(low), abs(high), 1.0)
    assert found[0] <= low + room and found[-1] >= high - room


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 4362, [0, 2000, 4000, 6000]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0, 0, [0, 0.25, 0.5, 0.75, 1]),
        (-3, 9, [-5, 0, 5, 10]),
    ],
)
def test_ticks_are_what_somebody_would_write(
    low: float, high: float, expected: list[float]
) -> None:
    assert scales.ticks(low, high) == expected


def test_counts_have_no_ticks_between_two_whole_numbers() -> None:
    assert scales.whole_ticks(2) == [0, 1, 2]
    assert scales.whole_ticks(0) == [0]
    assert scales.whole_ticks(40) == [0, 10, 20, 30, 40]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_value_never_stands_outside_its_chart(low: float, high: float, value: float) -> None:
    place = Scale(low, high, 200.0, 0.0).at(value)
    assert 0.0 <= place <= 200.0


def test_where_all_values_are_alike_they_stand_at_the_start() -> None:
    assert Scale(3, 3, 40.0, 0.0).at(3) == 40.0


def test_a_line_breaks_where_nothing_is_known() -> None:
    assert scales.runs([None, 1.0, 2.0, math.nan, 3.0, None]) == [[1, 2], [4]]
    assert scales.runs([None, math.inf]) == []


def test_nothing_known_has_no_bounds() -> None:
    assert scales.bounds([None, math.nan]) is None
    assert scales.bounds([None, 0.0]) == (0.0, 0.0)


def test_one_alone_stands_where_the_latest_does() -> None:
    assert scales.spread(1) == [100.0]
    assert scales.spread(0) == []
    assert scales.spread(3) == [0.0, 50.0, 100.0]


@given(st.integers(0, 400), st.integers(2, 30))
def test_some_of_many_begin_with_the_first_and_end_with_the_last(count: int, most: int) -> None:
    found = scales.some(count, most)
    assert len(found) <= max(most, 0) and found == sorted(set(found))
    assert not count or (found[0] == 0 and found[-1] == count - 1)


@given(st.floats(0, 5000), st.floats(0, 5000))
def test_longer_waits_stand_further_to_the_right(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    assert 0 <= scales.of_hours(low, 672) <= scales.of_hours(high, 672) <= 1
