"""Measures that ask the same question: it is asked once a day for all of them, and says what it would alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.people.models import Person
from essp.stats import filling, measures, refilling
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.figure_models import Figure
from tests.stats.days import AMSTERDAM, asks, deed, failing, measure, noon, yesterday

Question = Callable[[Asked], Any]


@pytest.fixture
def times() -> Counter[tuple[str, Axis]]:
    """How often each question was asked along each axis."""
    return Counter()


@pytest.fixture(autouse=True)
def catalogue(
    monkeypatch: pytest.MonkeyPatch, times: Counter[tuple[str, Axis]]
) -> dict[str, measures.Measure]:
    """One question that three measures ask, and another in between."""

    def noted(name: str) -> Question:
        def question(asked: Asked) -> Any:
            if asked.day == yesterday():
                times[name, asked.axis] += 1
            return asks(asked)

        return question

    same, other = noted("same"), noted("other")
    own = {
        "a": measure("a", same), "b": measure("b", other), "c": measure("c", same),
        "d": measure("d", same, axes=(Axis.SITE,)),
    }  # fmt: skip
    monkeypatch.setattr(measures, "_measures", own)
    for each in own.values():  # how a question is worded is looked at once, and is no asking
        for axis in each.axes:
            each.version(Asked(yesterday() - DAY, 1, AMSTERDAM, axis))
    monkeypatch.setattr(filling, "_before", {})
    monkeypatch.setattr(filling, "_after", {})
    return own


def values(session: Session) -> dict[str, float | None]:
    rows = session.execute(select(Figure.measure, Figure.value).where(Figure.scope == "site"))
    return {row.measure: row.value for row in rows}


def test_a_question_that_several_measures_ask_is_asked_once(
    session: Session, femke: Person, times: Counter[tuple[str, Axis]]
) -> None:
    deed(femke, noon(yesterday()))
    filling.fill_day(yesterday(), AMSTERDAM)
    assert set(times.values()) == {1}
    assert values(session) == dict.fromkeys("abcd", 1)


def test_a_day_is_filled_to_the_end_after_a_measure_between_two_that_ask_the_same_failed(
    session: Session, femke: Person, catalogue: dict[str, measures.Measure]
) -> None:
    deed(femke, noon(yesterday()))
    whole = catalogue["c"]
    catalogue["c"] = measure("c", whole.question, reading=failing)
    with pytest.raises(filling.Unfinished):
        filling.fill_day(yesterday(), AMSTERDAM)
    assert values(session) == {"a": 1, "b": 1, "d": 1}
    catalogue["c"] = whole
    filling.fill_day(yesterday(), AMSTERDAM)
    assert values(session) == dict.fromkeys("abcd", 1)


def test_what_a_question_gave_is_not_taken_for_another_day_or_filling(
    session: Session, femke: Person
) -> None:
    deed(femke, noon(yesterday()))
    filling.fill_day(yesterday(), AMSTERDAM)
    deed(femke, noon(yesterday()))
    list(refilling.rebuild(yesterday(), yesterday(), AMSTERDAM))
    assert values(session) == dict.fromkeys("abcd", 2)
    assert not refilling.check(yesterday(), AMSTERDAM).found
