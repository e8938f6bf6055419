"""Filling days: once, in order, to the end, whatever happens in between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.people.models import Person
from essp.stats import daily_round, filled, filling, measures
from essp.stats.asking import DAY, SITE, Asked, Axis, day_of, midnight
from essp.stats.figure_models import Figure
from essp.stats.models import Usage
from essp.stats.privacy_models import InsightSwitch
from tests.stats.days import (
    AMSTERDAM,
    deed,
    failing,
    measure,
    measure_all,
    noon,
    opened,
    openings,
    yesterday,
)

SWITCHES = [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> dict[str, measures.Measure]:
    """Two measures and no steps, so that a test says what is counted."""
    own = {"asks": measure("asks"), "opened": measure("opened", openings, personal=True)}
    monkeypatch.setattr(measures, "_measures", own)
    monkeypatch.setattr(filling, "_before", {})
    monkeypatch.setattr(filling, "_after", {})
    return own


def value(session: Session, day: date, name: str = "asks", key: str = "") -> float | None:
    scope = Axis.DEPARTMENT.value if key else SITE.axis.value
    return session.scalar(
        select(Figure.value).where(
            Figure.day == day, Figure.measure == name, Figure.scope == scope, Figure.key == key
        )
    )


def test_a_day_filled_twice_is_filled_once(session: Session, femke: Person) -> None:
    day = yesterday()
    deed(femke, noon(day))
    assert filling.fill_day(day, AMSTERDAM) == 2
    deed(femke, noon(day))
    assert filling.fill_day(day, AMSTERDAM) == 0
    assert list(filling.fill(day, AMSTERDAM)) == []
    assert value(session, day) == 1  # what was known then


def test_the_first_fill_is_of_the_last_day_and_later_ones_make_up_what_was_missed(
    session: Session,
) -> None:
    now = clock.now()
    with clock.held_at(now - 9 * DAY):
        assert [day for day, _ in filling.fill(yesterday(), AMSTERDAM)] == [yesterday()]
    made_up = [day for day, _ in filling.fill(yesterday(), AMSTERDAM)]
    assert made_up == [yesterday() - ago * DAY for ago in range(8, -1, -1)]


def test_a_day_that_is_not_over_is_not_filled(session: Session) -> None:
    today = yesterday() + DAY
    assert [day for day, _ in filling.fill(today + 5 * DAY, AMSTERDAM)] == [yesterday()]
    assert filled.last_filled() == yesterday()


def test_a_step_that_fails_leaves_the_others_and_is_tried_again(
    session: Session, femke: Person, catalogue: dict[str, measures.Measure]
) -> None:
    day = yesterday()
    deed(femke, noon(day))
    catalogue["broken"] = measure("broken", reading=failing)
    with pytest.raises(filling.Unfinished, match="broken: ArithmeticError"):
        list(filling.fill(day, AMSTERDAM))
    assert value(session, day) == 1
    assert filled.last_filled() == day and filled.missing(day) == [day]
    catalogue["broken"] = measure("broken")
    assert [rows for _day, rows in filling.fill(day, AMSTERDAM)] == [2]
    assert filled.missing(day) == []


def test_one_day_that_fails_does_not_keep_the_next_from_being_filled(
    session: Session, femke: Person, catalogue: dict[str, measures.Measure]
) -> None:
    catalogue["broken"] = measure("broken", reading=failing)
    deed(femke, noon(yesterday()))
    with pytest.raises(filling.Unfinished):
        list(filling.fill(yesterday(), AMSTERDAM, yesterday() - DAY))
    assert value(session, yesterday()) == 1


def test_a_measure_that_comes_later_begins_with_its_first_day(
    session: Session, femke: Person, catalogue: dict[str, measures.Measure]
) -> None:
    day = yesterday()
    list(filling.fill(day - DAY, AMSTERDAM))
    deed(femke, noon(day - DAY))
    deed(femke, noon(day))
    catalogue["new"] = measure("new")
    list(filling.fill(day, AMSTERDAM))
    assert value(session, day, "new") == 1 and value(session, day - DAY, "new") is None


def test_reading_is_not_counted_while_the_minimum_is_measured(
    session: Session, femke: Person
) -> None:
    day = yesterday()
    opened(femke, day)
    opened(femke, day - DAY)
    measure_all(femke, day)
    list(filling.fill(day, AMSTERDAM, day - DAY))
    assert value(session, day - DAY, "opened") is None
    assert value(session, day, "opened") == 1


def test_nothing_is_filled_while_insight_is_off(session: Session, femke: Person) -> None:
    session.add(InsightSwitch(mode="off", at=noon(yesterday()), by_id=femke.id))
    session.commit()
    assert list(filling.fill(yesterday(), AMSTERDAM)) == []
    assert filled.last_filled() is None


@pytest.mark.parametrize(("day", "hours"), SWITCHES)
def test_a_day_on_which_the_clock_changes_has_all_of_its_hours_and_no_more(
    session: Session, femke: Person, day: date, hours: int
) -> None:
    asked = Asked(day, 1, AMSTERDAM)
    assert asked.now - asked.since == timedelta(hours=hours)
    begin = midnight(day, AMSTERDAM)
    for hour in range(-1, hours + 1):
        deed(femke, begin + timedelta(hours=hour, minutes=30))
    with clock.held_at(noon(day + 2 * DAY)):
        list(filling.fill(day + DAY, AMSTERDAM, day - DAY))
    assert [value(session, day + n * DAY) for n in (-1, 0, 1)] == [1, hours, 1]


@given(st.integers(0, 3 * 366 * 96))
def test_every_moment_belongs_to_one_day_and_days_touch(quarter: int) -> None:
    at = midnight(date(2025, 6, 1), AMSTERDAM) + timedelta(minutes=15 * quarter)
    day = day_of(at, AMSTERDAM)
    asked = Asked(day, 1, AMSTERDAM)
    assert asked.since <= at < asked.now
    assert Asked(day + DAY, 1, AMSTERDAM).since == asked.now


def test_two_in_the_morning_is_found_on_both_nights_of_the_switch() -> None:
    for day, _hours in SWITCHES:
        at = midnight(day, AMSTERDAM)
        with clock.held_at(at + timedelta(hours=1, minutes=59)):
            assert daily_round.due_until(AMSTERDAM) == day - 2 * DAY
        with clock.held_at(at + timedelta(hours=3, minutes=1)):
            assert daily_round.due_until(AMSTERDAM) == day - DAY


def test_the_worker_fills_yesterday_from_two_on_and_earlier_days_at_any_time(
    session: Session, femke: Person
) -> None:
    day = yesterday() - 10 * DAY
    with clock.held_at(midnight(day + DAY, AMSTERDAM) + timedelta(hours=1)):
        assert daily_round.fill_due(AMSTERDAM) == 1  # the day before, on the first start
        assert filled.last_filled() == day - DAY
    with clock.held_at(midnight(day + DAY, AMSTERDAM) + timedelta(hours=2, minutes=1)):
        assert daily_round.fill_due(AMSTERDAM) == 1
        assert daily_round.fill_due(AMSTERDAM) == 0
    with clock.held_at(midnight(day + 4 * DAY, AMSTERDAM) + timedelta(hours=1)):
        assert daily_round.fill_due(AMSTERDAM) == 2
    assert filled.last_filled() == day + 2 * DAY


def test_the_round_lets_go_of_old_reading_once_all_is_counted(
    session: Session, femke: Person
) -> None:
    daily_round._reduced.clear()
    opened(femke, yesterday() - 40 * DAY)
    opened(femke, yesterday())
    assert daily_round.look_in_turn(AMSTERDAM) == daily_round.EVERY
    kept = session.scalar(select(func.count()).select_from(Usage))
    assert kept == 1


def test_a_clock_set_back_destroys_nothing_and_fills_nothing_twice(
    session: Session, femke: Person
) -> None:
    day = yesterday()
    deed(femke, noon(day))
    list(filling.fill(day, AMSTERDAM))
    with clock.held_at(clock.now() - 30 * DAY):
        assert [each for each, _ in filling.fill(yesterday(), AMSTERDAM)] == [yesterday()]
        assert filled.filled_ahead() == [day]
    assert value(session, day) == 1
    assert filled.last_filled() == day


def test_what_a_clock_that_was_ahead_filled_is_not_shown_and_filled_when_the_day_is_over(
    session: Session, femke: Person
) -> None:
    now, day = clock.now(), yesterday()
    with clock.held_at(now + 5 * DAY):
        list(filling.fill(yesterday(), AMSTERDAM, day))
    assert filled.filled_ahead() == [day + n * DAY for n in range(6)]
    assert filled.last_filled() is None
    deed(femke, noon(day))
    assert [each for each, _ in filling.fill(day, AMSTERDAM)] == [day]
    assert value(session, day) == 1
    deed(femke, noon(day + DAY))
    with clock.held_at(now + DAY):
        assert [each for each, _ in filling.fill(day + DAY, AMSTERDAM)] == [day + DAY]
    assert value(session, day + DAY) == 1


def test_a_clock_that_once_stood_in_1970_makes_nobody_fill_since_then(session: Session) -> None:
    with clock.held_at(noon(date(1970, 1, 2))):
        list(filling.fill(date(1970, 1, 1), AMSTERDAM))
    assert len(filled.missing(yesterday())) == filled.MADE_UP + 1


def test_a_department_of_one_has_a_figure_that_says_it_is_of_one(
    session: Session, femke: Person, ruben: Person
) -> None:
    day = yesterday()
    for person in (femke, ruben, ruben):
        deed(person, noon(day))
    filling.fill_day(day, AMSTERDAM)
    row = session.get_one(Figure, (day, "department", "System operations", "asks"))
    assert (row.value, row.people) == (2, 1)
