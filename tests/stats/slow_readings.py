"""Whole readings of several measures against slow, obvious ones, over the same random histories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.asking import Asked
from essp.stats.measures import Reading, catalogue
from tests.stats.histories import histories, written
from tests.stats.history_shapes import History

HAIR = 1e-6  # figures are kept rounded
Slowly = Callable[[History, Asked], Mapping[str, Reading]]


def compare_each(
    slowly: Mapping[str, Slowly], strategy: Any = None, *, imported: bool = True
) -> None:
    """Ask each measure along all its axes and compare the readings: value, base, people, parts.

    Of the parts those are compared that the slow reading has. Each history is written once.
    """

    # There are many measures: each takes half as many examples as a property of its own.
    @settings(max_examples=settings.default.max_examples // 2)
    @given(histories(deeds=6, talks=8, views=4, lately=5) if strategy is None else strategy)
    def check(history: History) -> None:
        with written(history):
            for name, oracle in slowly.items():
                measure = catalogue()[name]
                for axis in measure.axes:
                    for brought_in in {False, imported}:
                        asked = history.asked(measure.window, axis, imported=brought_in)
                        assert_same(measure.read(asked), oracle(history, asked), (name, asked))

    check()


def assert_same(
    found: Mapping[str, Reading], expected: Mapping[str, Reading], about: object
) -> None:
    """The same keys have the same readings. A measure may give a row for a key of which there is nothing."""
    told = {key: each for key, each in found.items() if each.n or key in expected}
    assert set(told) == set(expected), (about, told, expected)
    for key, each in expected.items():
        both = (about, key, told[key], each)
        assert told[key].value == pytest.approx(each.value, abs=HAIR), both
        assert (told[key].n, told[key].people) == (each.n, each.people), both
        for name, part in each.parts.items():
            assert near(told[key].parts[name], part), (name, *both)


def near(found: Any, expected: Any) -> bool:
    """Whether two values are the same, numbers within a hair, in lists and mappings too."""
    if isinstance(expected, Mapping):
        same = found.keys() == expected.keys()
        return same and all(near(found[key], each) for key, each in expected.items())
    if isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(map(near, found, expected))
    return bool(
        found == (pytest.approx(expected, abs=HAIR) if isinstance(expected, float) else expected)
    )


def by_key(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Lists of what belongs to one key."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for key, each in pairs:
        found[key].append(each)
    return found


def share_of(part: int, whole: int, people: int) -> Reading:
    """A part of a whole; None of nothing."""
    return Reading(part / whole if whole else None, whole, people, None, {"part": part})
