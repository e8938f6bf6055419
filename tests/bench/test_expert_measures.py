"""The measures of the expert finder's quality, on examples worked out by hand."""

from __future__ import annotations

import math

import pytest

from bench.experts_measures import (
    MEASURES,
    average_precision,
    interval,
    ndcg_at,
    precision_at,
    reciprocal_rank,
    success_at,
    without,
)

RANKING = ["mia", "noah", "lena", "omar", "tess"]
GAINS = {"noah": 2, "omar": 1, "ravi": 1}


def test_average_precision_counts_each_right_name_and_those_never_named() -> None:
    # Right at ranks 2 and 4 of three that are right: (1/2 + 2/4 + 0) / 3.
    assert average_precision(RANKING, GAINS) == pytest.approx(1 / 3)


def test_a_ranking_with_every_right_name_first_has_an_average_precision_of_one() -> None:
    assert average_precision(["ravi", "omar", "noah", "mia"], GAINS) == pytest.approx(1.0)


def test_the_reciprocal_rank_is_that_of_the_first_right_name() -> None:
    assert reciprocal_rank(RANKING, GAINS) == pytest.approx(1 / 2)
    assert reciprocal_rank(["mia", "lena"], GAINS) == 0.0


def test_precision_takes_the_missing_places_of_a_short_ranking_for_wrong() -> None:
    assert precision_at(5, RANKING, GAINS) == pytest.approx(2 / 5)
    assert precision_at(5, ["noah"], GAINS) == pytest.approx(1 / 5)


def test_success_asks_only_whether_one_of_the_first_is_right() -> None:
    assert success_at(1, RANKING, GAINS) == 0.0
    assert success_at(5, RANKING, GAINS) == 1.0


def test_gain_is_worth_less_further_down_and_measured_by_the_best_order() -> None:
    # Found: 2 at rank 2, 1 at rank 4. Best: 2, 1, 1 at ranks 1, 2, 3.
    found = 2 / math.log2(3) + 1 / math.log2(5)
    best = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(10, RANKING, GAINS) == pytest.approx(found / best)


def test_gain_beyond_the_cut_counts_for_nothing() -> None:
    assert ndcg_at(3, RANKING, {"omar": 1}) == 0.0


def test_who_is_neither_right_nor_wrong_leaves_no_gap() -> None:
    assert without(RANKING, {"mia"}) == ["noah", "lena", "omar", "tess"]


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_nought_for_nobody_and_one_for_the_best(name: str) -> None:
    gains = dict.fromkeys(RANKING, 1)
    assert MEASURES[name]([], gains) == 0.0
    assert MEASURES[name](RANKING, gains) == pytest.approx(1.0)


def test_an_interval_lies_around_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0] * 50
    found = interval(values)
    assert found == interval(values)
    # Of 100 even chances the mean is within 1.96 * 0.5 / sqrt(100) of one half.
    assert found.mean == 0.5
    assert found.low == pytest.approx(0.402, abs=0.03)
    assert found.high == pytest.approx(0.598, abs=0.03)


def test_equal_values_leave_no_doubt() -> None:
    found = interval([0.25, 0.25, 0.25])
    assert (found.mean, found.low, found.high) == (0.25, 0.25, 0.25)
