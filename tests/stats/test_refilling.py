"""Counting days anew, and what differs from what would be counted now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.people.models import Person
from essp.stats import daily_round, filled, filling, measures, refilling
from essp.stats.asking import DAY, SITE, Axis
from essp.stats.figure_models import Figure
from essp.stats.models import Deed
from tests.stats.days import (
    AMSTERDAM,
    asks,
    deed,
    failing,
    measure,
    measure_all,
    noon,
    opened,
    openings,
    yesterday,
)


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


def test_counting_anew_takes_what_is_there_now(session: Session, femke: Person) -> None:
    day = yesterday()
    list(filling.fill(day, AMSTERDAM))
    deed(femke, noon(day))
    [done] = refilling.rebuild(day, day, AMSTERDAM)
    assert (done.rows, done.stayed, value(session, day)) == (2, [], 1)
    session.query(Deed).delete()
    [done] = refilling.rebuild(day, day, AMSTERDAM)
    assert value(session, day) is None and value(session, day, key="Grid planning") is None


def test_what_can_no_longer_be_counted_stays_as_it_was_and_is_told(
    session: Session, femke: Person, catalogue: dict[str, measures.Measure]
) -> None:
    day = yesterday() - 20 * DAY
    catalogue["opened"] = measure("opened", openings, window=28, personal=True)
    catalogue["asks28"] = measure("asks28", asks, window=28)
    measure_all(femke, day - 60 * DAY)
    with clock.held_at(noon(day + DAY)):
        opened(femke, day)
        opened(femke, day, 2)
        list(filling.fill(day, AMSTERDAM))
    daily_round._reduced.clear()
    daily_round._reduce_once(yesterday() + DAY)
    deed(femke, noon(day))
    [done] = refilling.rebuild(day, day, AMSTERDAM)
    assert done.stayed == ["opened"]
    assert value(session, day, "opened") == 2
    assert value(session, day, "asks28") == 1
    drift = refilling.check(day, AMSTERDAM)
    assert not drift.found and drift.stayed == ["opened"]


def test_a_rebuild_in_which_a_measure_fails_leaves_the_figure_that_was(
    session: Session, femke: Person, catalogue: dict[str, measures.Measure]
) -> None:
    day = yesterday()
    deed(femke, noon(day))
    list(filling.fill(day, AMSTERDAM))
    catalogue["asks"] = measure("asks", reading=failing)
    with pytest.raises(filling.Unfinished):
        list(refilling.rebuild(day, day, AMSTERDAM))
    assert value(session, day) == 1


def test_a_rebuild_of_a_day_that_is_not_over_forgets_it_until_it_is(session: Session) -> None:
    today = yesterday() + DAY
    with clock.held_at(clock.now() + 3 * DAY):
        list(filling.fill(today, AMSTERDAM))
    [done] = refilling.rebuild(today, today, AMSTERDAM)
    assert done.forgotten and filled.steps_done(today) == set()


def test_what_differs_from_what_would_be_counted_now_is_told(
    session: Session, femke: Person, make_person: Callable[..., Person]
) -> None:
    day = yesterday()
    people = [make_person(f"Planner {number}", department="Grid planning") for number in range(6)]
    for person in people:
        deed(person, noon(day))
    list(filling.fill(day, AMSTERDAM))
    assert not refilling.check(day, AMSTERDAM).found
    deed(femke, noon(day), department="Metering")
    drift = refilling.check(day, AMSTERDAM)
    told = {(each.scope, each.key): (each.kept, each.now, each.few) for each in drift.differing}
    assert told == {
        ("site", ""): (6, 7, False),
        ("department", "Metering"): (None, None, True),
    }
    assert value(session, day) == 6  # nothing was changed


def test_a_step_before_the_measures_that_would_make_other_rows_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [3]
    monkeypatch.setattr(filling, "_before", {"deeds": lambda _day, _zone: made[0]})
    day = yesterday()
    list(filling.fill(day, AMSTERDAM))
    assert not refilling.check(day, AMSTERDAM).found
    made[0] = 5
    assert refilling.check(day, AMSTERDAM).rows == {"deeds": (3, 5)}


def test_what_somebody_did_who_was_made_anonymous_stays_counted(
    session: Session, femke: Person
) -> None:
    day = yesterday()
    deed(femke, noon(day))
    list(filling.fill(day, AMSTERDAM))
    femke.anonymous_at = femke.left_at = clock.now()
    session.commit()
    list(refilling.rebuild(day, day, AMSTERDAM))
    assert value(session, day) == 1
