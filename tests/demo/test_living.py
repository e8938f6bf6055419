"""The use of the demonstration: the same each time, counted lately at once and earlier by the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from essp.core import clock, jobs
from essp.core.jobs import Job
from essp.demo import living
from essp.demo.use import Use
from essp.people.models import Person, Role
from essp.spaces.models import Space
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.models import Searched, Usage
from essp.stats.privacy_models import InsightSwitch
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
    Use().write(WEDNESDAY)
    first = rows_of(session, WEDNESDAY)
    for row in session.scalars(select(Usage)):
        session.delete(row)
    session.flush()
    Use().write(WEDNESDAY)
    assert first and rows_of(session, WEDNESDAY) == first


def test_hardly_anybody_comes_at_a_weekend_and_nobody_before_they_joined(
    session: Session, crowd: Sequence[Person]
) -> None:
    use = Use()
    for day in (WEDNESDAY, WEDNESDAY + timedelta(days=3), date(2025, 10, 29)):
        use.write(day)
    here = {
        day: session.scalar(
            select(func.count(Usage.person_id.distinct())).where(Usage.day == day)
        ) or 0
        for day in (WEDNESDAY, WEDNESDAY + timedelta(days=3), date(2025, 10, 29))
    }  # fmt: skip
    weekday, weekend, before = here.values()
    assert weekday > 2 * weekend and before == 0


def test_the_last_days_are_counted_at_once_and_the_week_before_by_the_worker(
    session: Session, crowd: Sequence[Person]
) -> None:
    crowd[0].role = Role.ADMINISTRATOR.value
    crowd[1].handle = living.SEEN_BY
    session.flush()
    living.agree()
    assert session.scalars(select(InsightSwitch)).one().mode == "full"
    with clock.held_at(datetime(2026, 9, 18, 9, tzinfo=UTC)):
        assert living.live_lately(2) == 2
        assert living.counted_since() == date(2026, 9, 16)
        job = session.scalars(select(Job).where(Job.task == "demo.live_earlier")).one()
        session.delete(job)
        session.flush()
        jobs.task_named(job.task).run(**job.arguments)
        assert living.counted_since() == date(2026, 9, 9)
        assert session.scalar(select(func.count(FilledDay.day.distinct()))) == 9
        # What people opened is forgotten as everywhere else; what it came to stands.
        kept = session.scalar(select(func.min(Usage.day)))
        assert kept is not None and kept >= date(2026, 8, 15)
        assert session.scalar(select(func.min(Searched.day))) >= kept
    reach = select(Figure).where(Figure.measure == "D4", Figure.scope == "site")
    figures = session.scalars(reach.order_by(Figure.day)).all()
    assert len(figures) == 9 and all(each.value and each.people >= 5 for each in figures)
