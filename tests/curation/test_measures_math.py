"""The figures of a queue, against published ones and against what must hold for any queue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from essp.core.figures import Share, Span, middle, still_waiting, within
from essp.curation.measures_math import on_time

# Weeks of remission under 6-MP (Freireich and others, 1963), the example of most textbooks.
REMISSION = [
    *(Span(weeks, True) for weeks in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Span(weeks, False) for weeks in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
QUEUES = some.lists(
    some.builds(Span, some.floats(0, 60).map(lambda days: round(days, 2)), some.booleans()),
    max_size=40,
)


def test_the_share_that_still_waits_is_that_of_the_textbook() -> None:
    found = {days: round(share, 4) for days, share in still_waiting(REMISSION)}
    assert found == {
        6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482,
    }  # fmt: skip
    assert within(REMISSION, 0.5) == 23
    assert within(REMISSION, 0.9) is None, "nobody has seen yet when nine in ten are done"


def test_without_anything_left_lying_the_median_is_the_plain_one() -> None:
    waits = [Span(days, True) for days in (1, 2, 3, 4, 5)]
    assert (within(waits, 0.5), within(waits, 0.9)) == (3, 5)
    assert within([], 0.5) is None


@given(QUEUES)
def test_the_share_that_waits_only_falls_and_stays_between_one_and_nothing(queue) -> None:
    shares = [1.0, *(share for _days, share in still_waiting(queue))]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)


@given(QUEUES.filter(bool))
def test_what_is_left_lying_never_makes_a_queue_look_quicker(queue) -> None:
    longest = max(wait.length for wait in queue)
    before, after = within(queue, 0.5), within([*queue, Span(longest + 1, False)], 0.5)
    assert after is None or (before is not None and after >= before)


@given(QUEUES, some.integers(1, 10))
def test_on_time_counts_each_thing_once_and_only_what_is_known(queue, promised) -> None:
    share = on_time((wait, promised) for wait in queue)
    assert 0 <= share.part <= share.whole <= len(queue)
    early = [wait for wait in queue if not wait.ended and wait.length <= promised]
    assert share.whole == len(queue) - len(early)


def test_the_band_of_a_share_is_that_of_wilson() -> None:
    low, high = Share(8, 10).band or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Share(0, 0).value is None and Share(0, 0).band is None
    low, high = Share(0, 10).band or (1, 1)
    assert (low, high) == pytest.approx((0, 0.278), abs=0.001)


def test_the_middle_of_nothing_is_nothing() -> None:
    assert middle([]) is None
    assert (middle([3, 1, 2]), middle([4, 1, 2, 3])) == (2.0, 2.5)
