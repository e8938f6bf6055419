"""Time as an office counts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core.workdays import elapsed, later

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda each: each.replace(tzinfo=UTC)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def test_a_weekend_takes_no_working_time() -> None:
    assert elapsed(at("2026-11-20 18:00"), at("2026-11-23 18:00"), AMSTERDAM) == 1.0
    assert elapsed(at("2026-11-21 09:00"), at("2026-11-22 20:00"), AMSTERDAM) == 0.0


def test_two_working_days_after_a_thursday_afternoon_is_monday_afternoon() -> None:
    assert later(at("2026-11-19 15:00"), 2, AMSTERDAM) == at("2026-11-23 15:00")


def test_what_comes_on_a_saturday_counts_from_monday() -> None:
    assert later(at("2026-11-21 11:00"), 1, AMSTERDAM) == at("2026-11-24 00:00")


def test_the_clock_on_the_wall_stays_the_same_when_summer_ends() -> None:
    assert later(at("2026-10-23 15:00"), 1, AMSTERDAM) == at("2026-10-26 15:00")


def test_nobody_works_on_no_day() -> None:
    with pytest.raises(ValueError, match="no day"):
        later(at("2026-11-21 11:00"), 1, AMSTERDAM, working=())


@given(moments, st.floats(0.01, 40), st.frozensets(st.integers(0, 6), min_size=1))
def test_so_many_working_days_later_so_many_have_passed(
    since: datetime, days: float, working: frozenset[int]
) -> None:
    due = later(since, days, AMSTERDAM, working)
    assert due >= since
    assert elapsed(since, due, AMSTERDAM, working) == pytest.approx(days, abs=2e-6)


@given(moments, moments, st.integers(0, 400))
def test_working_time_never_runs_backwards(since: datetime, until: datetime, hours: int) -> None:
    more = until + timedelta(hours=hours)
    assert elapsed(since, more, AMSTERDAM) >= elapsed(since, until, AMSTERDAM) >= 0
