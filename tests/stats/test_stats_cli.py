"""The commands of insight: what an operator is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp import cli
from essp.core.db import transaction
from essp.people.models import Person
from essp.people.sourcing import say_source
from essp.stats import filling, measures, turn
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure
from essp.stats.models import DepartmentStay, Usage
from tests.stats.days import AMSTERDAM, deed, measure, noon, opened, yesterday

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """One measure and no steps."""
    monkeypatch.setattr(measures, "_measures", {"asks": measure("asks")})
    monkeypatch.setattr(filling, "_before", {})
    monkeypatch.setattr(filling, "_after", {})


@pytest.fixture
def run(app: Flask) -> Run:
    """Run `essp stats` with these words."""

    def said(*words: Any) -> Result:
        return CliRunner().invoke(cli.essp, ["stats", *map(str, words)], obj=app)

    return said


def test_filling_says_what_it_did_and_that_nothing_is_left(
    run: Run, session: Session, femke: Person
) -> None:
    deed(femke, noon(yesterday()))
    told = run("fill", "--since", yesterday() - 2 * DAY, "--until", yesterday() + 9 * DAY)
    assert told.exit_code == 0
    assert f"3 days filled, 2 rows, up to {yesterday()}" in told.output
    assert "not over" in told.output
    assert f"Every day up to {yesterday()} is filled." in run("fill").output


def test_a_day_that_is_not_over_or_not_a_day_is_refused_in_a_sentence(run: Run) -> None:
    today = yesterday() + DAY
    assert f"{today} is not over" in run("fill", "--since", today).output
    assert "is not a day. Write it as" in run("fill", "--since", "yesterday").output
    told = run("rebuild", today, yesterday())
    assert told.exit_code == 1 and "is before" in told.output


def test_whoever_comes_second_is_told_that_somebody_fills(run: Run, session: Session) -> None:
    with turn.alone():
        told = run("fill")
    assert told.exit_code == 1 and "by another process" in told.output


def test_a_step_that_failed_is_named(run: Run, session: Session) -> None:
    def broken(_day: object, _zone: object) -> int:
        raise ArithmeticError

    filling.before_measures("deeds", broken)
    told = run("fill", "--json")
    assert told.exit_code == 1
    assert "deeds: ArithmeticError" in json.loads(told.stdout)["failed"]


def test_checking_tells_drift_and_how_to_mend_it(
    run: Run, session: Session, make_person: Callable[..., Person]
) -> None:
    assert "No day is filled yet" in run("check").output
    people = [make_person(f"Planner {number}", department="Grid") for number in range(6)]
    for person in people[:5]:
        deed(person, noon(yesterday()))
    run("fill")
    assert run("check").exit_code == 0
    deed(people[5], noon(yesterday()))
    told = run("check")
    assert told.exit_code == 1
    assert "asks of department Grid: 5, now 6" in told.output
    run("rebuild", yesterday())
    assert run("check", yesterday()).exit_code == 0


def test_checking_shows_nothing_of_few_people(run: Run, session: Session, femke: Person) -> None:
    run("fill")
    deed(femke, noon(yesterday()))
    told = run("check", "--json")
    assert told.exit_code == 1
    assert {each["now"] for each in json.loads(told.stdout)["differing"]} == {None}
    assert "too few people to show" in run("check").output


def test_a_renamed_department_goes_on_under_its_new_name(
    run: Run, session: Session, femke: Person
) -> None:
    day = yesterday()
    deed(femke, noon(day - DAY))
    session.add(
        DepartmentStay(person_id=femke.id, since=noon(day - 9 * DAY), department="Grid planning")
    )
    filling.fill_day(day - DAY, AMSTERDAM)
    told = run("departments", "join", "Grid planning", "Network planning")
    assert "1 days of the past were taken over" in told.output
    assert "1 people have Network planning on their profile now." in told.output
    session.expire_all()
    assert femke.department == "Network planning"
    assert _values(session, "Network planning") == {day - DAY: 1}
    assert _values(session, "Grid planning") == {}
    assert session.scalars(select(DepartmentStay.department)).all() == ["Network planning"]
    filling_again = run("rebuild", day - DAY)
    assert filling_again.exit_code == 0
    assert _values(session, "Network planning") == {day - DAY: 1}


def test_days_on_which_merged_departments_both_have_figures_stay_apart_until_counted_anew(
    run: Run, session: Session, femke: Person, ruben: Person
) -> None:
    day = yesterday()
    deed(femke, noon(day - DAY))
    for person in (femke, ruben, ruben):
        deed(person, noon(day))
    run("fill", "--since", day - DAY)
    told = run("departments", "join", "Grid planning", "System operations")
    assert (
        f"Both have figures on 1 days, which stay apart. To count them together: essp stats rebuild {day} {day}"
        in told.output
    )
    assert _values(session, "System operations") == {day - DAY: 1, day: 2}
    assert _values(session, "Grid planning") == {day: 1}
    run("rebuild", day, day)
    assert _values(session, "System operations") == {day - DAY: 1, day: 3}
    assert _values(session, "Grid planning") == {}


def test_profiles_may_be_left_and_where_they_come_from_elsewhere_that_is_said(
    run: Run, session: Session, femke: Person, administrator: Person
) -> None:
    deed(femke, noon(yesterday()))
    with transaction():
        say_source(administrator, ["department"])
    told = run("departments", "join", "Grid planning", "Network planning", "--leave-profiles")
    assert "1 people still have Grid planning on their profile" in told.output
    assert "come from where people sign in: change Grid planning there too" in told.output
    session.expire_all()
    assert femke.department == "Grid planning"


def test_what_somebody_opened_under_both_names_is_added_up(
    run: Run, session: Session, femke: Person
) -> None:
    day = yesterday()
    opened(femke, day, 1, department="Old", times=2)
    opened(femke, day, 1, department="New", times=3)
    opened(femke, day, 2, department="Old")
    opened(femke, day, 3, department="New", times=7)
    assert run("departments", "join", "Old", "New").exit_code == 0
    session.expire_all()
    rows = session.execute(select(Usage.object_id, Usage.times, Usage.department)).all()
    assert sorted(rows) == [(1, 5, "New"), (2, 1, "New"), (3, 7, "New")]


def test_departments_that_nobody_knows_are_not_joined(run: Run, session: Session) -> None:
    for old, new, said in (
        ("Nowhere", "New", "Nothing was ever counted of this department"),
        ("Same", "Same", "two different departments"),
        ("", "New", "two different departments"),
    ):
        told = run("departments", "join", old, new)
        assert told.exit_code == 1 and said in told.output


def _values(session: Session, department: str) -> dict[Any, float | None]:
    rows = session.execute(
        select(Figure.day, Figure.value).where(
            Figure.scope == "department", Figure.key == department
        )
    )
    return {row.day: row.value for row in rows}
