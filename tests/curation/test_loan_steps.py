"""A guard that keeps people waiting steps down, and not before its owners were told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essp.curation.loan_steps import Queue, Step, announced_after, notice_of, step_of

days = st.floats(0, 30)
queues = st.builds(
    Queue,
    promise=st.floats(0.25, 20),
    waited=st.none() | days,
    told=st.none() | days,
    down=st.booleans(),
    clear=st.booleans(),
)


def queue(**values: object) -> Queue:
    usual = {"promise": 2.0, "waited": None, "told": None, "down": False, "clear": False}
    return Queue(**{**usual, **values})  # type: ignore[arg-type]


def test_two_days_are_announced_after_one() -> None:
    assert step_of(queue(waited=0.9)) is Step.NONE
    assert step_of(queue(waited=1.0)) is Step.ANNOUNCE


def test_it_steps_down_when_the_promise_ran_out() -> None:
    assert step_of(queue(waited=1.9, told=0.9)) is Step.NONE
    assert step_of(queue(waited=2.0, told=1.0)) is Step.DOWN


def test_a_worker_that_slept_through_the_promise_still_tells_first() -> None:
    assert step_of(queue(waited=9.0)) is Step.ANNOUNCE
    assert step_of(queue(waited=9.1, told=0.1)) is Step.NONE
    assert step_of(queue(waited=9.5, told=0.5)) is Step.DOWN


def test_deciding_in_time_calls_it_off() -> None:
    assert step_of(queue(waited=None, told=0.8)) is Step.CALL_OFF


def test_it_steps_back_only_when_the_queue_is_clear() -> None:
    assert step_of(queue(down=True, waited=None, clear=False)) is Step.NONE
    assert step_of(queue(down=True, waited=None, clear=True)) is Step.UP


@given(queues)
def test_it_never_steps_down_unannounced_or_early(found: Queue) -> None:
    if step_of(found) is Step.DOWN:
        assert found.told is not None and found.told >= notice_of(found.promise)
        assert found.waited is not None and found.waited >= found.promise


@given(st.floats(0.25, 20))
def test_owners_are_told_before_and_in_time(promise: float) -> None:
    assert 0 <= announced_after(promise) < promise
    assert announced_after(promise) + notice_of(promise) <= promise
