"""Slow, obvious answers to what measures ask, and how the two are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from essp.spaces.models import Access
from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.asking import Asked, Axis
from essp.stats.measures import catalogue
from essp.stats.verbs import MIGRATION
from tests.stats.histories import histories, written
from tests.stats.history_shapes import Done, Here, History

Answer = tuple[Any, ...]
Oracle = Callable[[History, Asked], Mapping[str, Answer]]


def compare(
    name: str, oracle: Oracle, *looks: str, strategy: Any = None, imported: bool = True
) -> None:
    """Ask a measure along each of its axes and compare `value`, `n` and these parts with what is obvious.

    The oracle gives for each key the value, the base, and those parts in their order.
    """
    measure = catalogue()[name]

    # There are forty measures: each takes half as many examples as a property of its own.
    @settings(max_examples=settings.default.max_examples // 2)
    @given(histories() if strategy is None else strategy)
    def check(history: History) -> None:
        with written(history):
            for axis in measure.axes:
                for brought_in in {False, imported}:
                    asked = history.asked(measure.window, axis, imported=brought_in)
                    found = {
                        key: (each.value, each.n, *(each.parts[look] for look in looks))
                        for key, each in measure.read(asked).items()
                    }
                    expected = dict(oracle(history, asked))
                    assert found.keys() == expected.keys(), (axis, found, expected)
                    for key, answer in expected.items():
                        told = (axis, key, found[key], answer)
                        assert list(found[key]) == [_near(each) for each in answer], told

    check()


def _near(value: Any) -> Any:
    return pytest.approx(value) if isinstance(value, float) else value


def entitled_by_key(history: History, asked: Asked) -> dict[str, set[int]]:
    """Who may, in each scope of the axis."""
    people = history.entitled(asked)
    if asked.axis is Axis.SITE:
        return {"": people} if people else {}
    if asked.axis is Axis.DEPARTMENT:
        found = defaultdict(set)
        for person in people:
            found[history.people[person].department_at(asked.now)].add(person)
        return {key: each for key, each in found.items() if key}
    return {
        str(place.id): people
        if place.access is Access.OPEN
        else {who for who, since in place.members.items() if since < asked.now} & people
        for place in history.places.values()
        if not place.practice
    }


def presences(history: History, asked: Asked, key: str, people: set[int], days: int) -> list[Here]:
    """The days on which these people were here (in that space), of the last so many."""
    first = asked.day - timedelta(days=days - 1)
    return [
        each
        for each in history.presences
        if each.active
        and first <= each.day <= asked.day
        and each.person_id in people
        and (asked.axis is not Axis.SPACE or key == str(each.space_id))
    ]


def deeds(history: History, asked: Asked, verbs: Iterable[Any], days: int = 0) -> list[Done]:
    """What was done in the window (or the last so many days) that counts."""
    first = asked.day - timedelta(days=(days or asked.window) - 1)
    return [
        each
        for each in history.deeds
        if each.verb in verbs
        and not each.bot
        and (asked.imported or each.source != MIGRATION)
        and first <= each.day <= asked.day
    ]


def things_by_key(history: History, asked: Asked, done: Iterable[Done]) -> dict[str, list[Done]]:
    """Deeds as things, by the scope for which they count."""
    found: defaultdict[str, list[Done]] = defaultdict(list)
    for each in done:
        if history.counts_at(asked, each.space_id, outside=True):
            key = {
                Axis.SITE: "", Axis.SPACE: str(each.space_id), Axis.DEPARTMENT: each.department
            }[asked.axis]  # fmt: skip
            if asked.axis is not Axis.DEPARTMENT or key:
                found[key].append(each)
    return found


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None of nothing."""
    return part / whole if whole else None
