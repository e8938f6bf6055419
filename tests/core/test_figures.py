"""Figures of few and unfinished things: shares, waits, concentration."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core.figures import (
    Share,
    Span,
    absence_factor,
    count_band,
    effective,
    gini,
    middle,
    rank,
    still_waiting,
    top_share,
    within,
)

amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=40)


def test_who_still_waits_holds_the_others_back() -> None:
    """Worked by hand: of four, one ended at 1, one was seen to 2, one ended at 3, one was seen to 4."""
    spans = [Span(1, True), Span(2, False), Span(3, True), Span(4, False)]
    assert still_waiting(spans) == [(1, 0.75), (3, 0.375)]
    assert within(spans, 0.5) == 3
    assert within(spans, 0.75) is None


def test_nothing_has_no_figure() -> None:
    assert Share(0, 0).value is None and Share(0, 0).band is None
    assert within([], 0.5) is None and rank([], 0.9) is None and middle([]) is None
    assert gini([]) is None and gini([0, 0]) is None and top_share([]) is None
    assert effective([]) == 0 and absence_factor([]) == 0 and absence_factor([0, 0]) == 0


def test_the_band_of_a_share_is_that_of_wilson() -> None:
    """Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I: 81 of 263, 1 of 29."""
    assert Share(81, 263).band == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Share(1, 29).band == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert Share(0, 20).band == pytest.approx((0, 0.1611), abs=5e-5)


def test_the_band_of_a_count_is_nearly_exact() -> None:
    """Exact limits of a Poisson count (Ulm, 1990): 10 between 4.795 and 18.39, 100 between 81.36 and 121.6."""
    assert count_band(10) == pytest.approx((4.795, 18.39), rel=0.01)
    assert count_band(100) == pytest.approx((81.36, 121.63), rel=0.001)
    assert count_band(0).low == 0 and count_band(0).high == pytest.approx(3.69, rel=0.02)
    with pytest.raises(ValueError, match="below 0"):
        count_band(-1)


def test_a_rank_is_one_of_the_values() -> None:
    assert [rank(range(1, 11), part) for part in (0, 0.5, 0.9, 0.91, 1)] == [1, 5, 9, 10, 10]
    assert middle([3, 1, 2, 10]) == 2.5


def test_the_absence_factor_is_that_of_its_example() -> None:
    """CHAOSS, "Contributor Absence Factor"."""
    assert absence_factor([1000, 433, 343, 332, 202, 90, 42, 33]) == 2
    assert absence_factor([1, 1, 1, 1]) == 2


def test_who_has_all_is_as_unequal_as_can_be() -> None:
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert effective([7, 7, 7]) == pytest.approx(3)
    assert effective([7, 0]) == 1
    assert top_share([5, 3, 2], 1) == 0.5


@given(amounts)
def test_concentration_stays_in_its_bounds(found: list[int]) -> None:
    spread = gini(found)
    assert spread is None or -1e-9 <= spread < 1
    assert 0 <= effective(found) <= len(found) + 1e-9
    assert 0 <= absence_factor(found) <= math.ceil(len(found) / 2) + (0 if any(found) else 1)


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=40))
def test_without_anybody_who_still_waits_it_is_the_plain_share(found) -> None:
    spans = [Span(length, True) for length, _ended in found]
    for time, share in still_waiting(spans):
        assert share == pytest.approx(sum(each.length > time for each in spans) / len(spans))
    shares = [share for _time, share in still_waiting([Span(*each) for each in found])]
    assert shares == sorted(shares, reverse=True)
