"""The words for evidence go down with the order of people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essp.expertise.levels import UPWARDS, levels_along
from essp.expertise.shapes import Level

DECLARED, SOME, GOOD, STRONG = UPWARDS


def test_who_stands_above_somebody_has_shown_as_much() -> None:
    assert levels_along([2.0, 1.9, 1.5], [SOME, STRONG, SOME]) == [STRONG, STRONG, SOME]
    assert levels_along([2.0, 0.9, 0.3], [STRONG, STRONG, STRONG]) == [STRONG, GOOD, SOME]


def test_who_only_says_so_stays_that() -> None:
    assert levels_along([0.0, 0.0], [DECLARED, DECLARED]) == [DECLARED, DECLARED]
    assert levels_along([1.0, 0.9, 0.1], [GOOD, DECLARED, SOME]) == [GOOD, DECLARED, SOME]
    assert levels_along([], []) == []


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from([*Level])), max_size=20))
def test_no_word_stands_above_a_stronger_one(found) -> None:
    found = sorted(found, key=lambda each: -each[0])
    own = [level for _weight, level in found]
    words = levels_along([weight for weight, _level in found], own)
    told = [UPWARDS.index(word) for word in words if word is not DECLARED]
    assert told == sorted(told, reverse=True)
    assert [word is DECLARED for word in words] == [level is DECLARED for level in own]
