"""The use of the demonstration: the same each time, counted lately at once and earlier by the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.jobs import Job
from essp.demo import living
from essp.demo.use import Use
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats.figure_models import Figure, FilledDay, SpacePhase
from essp.stats.models import Searched, Usage
from essp.stats.privacy_models import InsightSwitch
from essp.stats.turn import Busy
from essp.stats.unsettled import unsettled
from essp.wiki.editing import create_page

WEDNESDAY = date(2026, 9, 16)


@pytest.fixture
def crowd(
    session: Session, make_person: Callable[..., Person], make_space: Callable[..., Space]
) -> Sequence[Person]:
    """Thirty people of two departments who joined a year ago, and a space with two pages."""
    with clock.held_at(datetime(2025, 11, 3, 8, tzinfo=UTC)):
        people = [
            make_person(f"Colleague number {number}", department=name)
            for number, name in enumerate(["Grid planning", "Field operations"] * 15)
        ]
        for person in people:
            person.joined_at = clock.now()
        space = make_space(people[0], "Congestion")
        for title in ("Transport indicator", "Calling a contract"):
            create_page(people[0], space, title=title, text=title)
        session.flush()
    return people


def rows_of(session: Session, day: date) -> list[tuple[int, str, int, int]]:
    found = session.scalars(select(Usage).where(Usage.day == day))
    return sorted((row.person_id, row.kind, row.object_id, row.times) for row in found)


def test_a_day_is_drawn_the_same_each_time(session: Session, crowd: Sequence[Person]) -> None:
    Use().drawn(WEDNESDAY).write()
    first = rows_of(session, WEDNESDAY)
    for row in session.scalars(select(Usage)):
        session.delete(row)
    session.flush()
    Use().drawn(WEDNESDAY).write()
    assert first and rows_of(session, WEDNESDAY) == first


def test_hardly_anybody_comes_at_a_weekend_and_nobody_before_they_joined(
    session: Session, crowd: Sequence[Person]
) -> None:
    use = Use()
    for day in (WEDNESDAY, WEDNESDAY + timedelta(days=3), date(2025, 10, 29)):
        use.drawn(day).write()
    here = {
        day: session.scalar(
            select(func.count(Usage.person_id.distinct())).where(Usage.day == day)
        ) or 0
        for day in (WEDNESDAY, WEDNESDAY + timedelta(days=3), date(2025, 10, 29))
    }  # fmt: skip
    weekday, weekend, before = here.values()
    assert weekday > 2 * weekend and before == 0


def next_job(session: Session) -> dict[str, str]:
    """Take the one job that goes on with the year; what it is asked."""
    job = session.scalars(select(Job).where(Job.task == "demo.live_earlier")).one()
    session.delete(job)
    session.flush()
    return dict(job.arguments)


@pytest.fixture
def agreed(session: Session, crowd: Sequence[Person]) -> Iterator[None]:
    """A morning in September, after the works council agreed."""
    crowd[0].role = Role.ADMINISTRATOR.value
    crowd[1].handle = living.SEEN_BY
    session.flush()
    living.agree()
    assert session.scalars(select(InsightSwitch)).one().mode == "full"
    with clock.held_at(datetime(2026, 9, 18, 9, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("agreed")
def test_the_last_days_are_counted_at_once_and_those_before_by_the_worker(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "BLOCK", 4)
    assert living.live_lately(2) == 2
    assert living.counted_since() == date(2026, 9, 16)
    while (asked := next_job(session))["last"] == "2026-09-15":
        living.live_earlier.run(**asked)
    assert asked == {"last": "2026-09-11"}
    assert living.counted_since() == date(2026, 9, 12)
    assert session.scalar(select(func.count(FilledDay.day.distinct()))) == 6
    # What people opened is forgotten as everywhere else; what it came to stands.
    kept = session.scalar(select(func.min(Usage.day)))
    assert kept is not None and kept >= date(2026, 8, 15)
    assert session.scalar(select(func.min(Searched.day))) >= kept
    reach = select(Figure).where(Figure.measure == "D4", Figure.scope == "site")
    figures = session.scalars(reach.order_by(Figure.day)).all()
    assert len(figures) == 6 and all(each.value and each.people >= 5 for each in figures)


@pytest.mark.usefixtures("agreed")
def test_each_job_stops_after_a_while_and_lives_again_what_was_let_go_of_meanwhile(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "BUSY_FOR", 0.0)
    living.live_lately(1)
    living.live_earlier.run(**next_job(session))
    asked = next_job(session)
    assert asked == {"last": "2026-09-16", "day": "2026-08-21"}
    living.reduce_to_totals(date(2026, 9, 18))
    living.live_earlier.run(**asked)
    here = select(Figure.value).where(Figure.measure == "D4", Figure.scope == "site")
    days = [date(2026, 8, 20), date(2026, 8, 21)]
    values = [session.scalar(here.where(Figure.day == day)) for day in days]
    assert all(values), "both days are counted with the readers of the week before"


@pytest.mark.usefixtures("agreed")
def test_the_year_waits_while_others_fill_days(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def taken() -> Iterator[None]:
        raise Busy
        yield

    monkeypatch.setattr(living, "alone", taken)
    living.live_earlier.run(last="2026-09-16")
    assert living.counted_since() is None
    assert next_job(session) == {"last": "2026-09-16", "day": "2026-08-20"}


@pytest.mark.usefixtures("agreed")
def test_the_year_ends_with_its_first_day_and_with_the_phases_told_from_there(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "FIRST", date(2026, 9, 14))
    monkeypatch.setattr(living, "BUSY_FOR", 1e6)
    living.live_lately(2)
    living.live_earlier.run(**next_job(session))
    assert living.counted_since() == date(2026, 9, 14)
    assert not session.scalars(select(Job).where(Job.task == "demo.live_earlier")).all()
    assert unsettled() is None
    streaks = session.scalars(select(SpacePhase.streak).order_by(SpacePhase.day)).all()
    assert streaks == [1, 2, 3, 4]
