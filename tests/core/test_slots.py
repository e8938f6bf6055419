"""A lower part leaves a place open in its page, an upper part says what stands there."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from essp.core import slots


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_fillings", {})


def test_a_slot_that_nobody_fills_shows_nothing() -> None:
    assert slots.slot("space.pages", space=None) == ""


def test_a_slot_shows_what_the_upper_part_says_for_the_values_named() -> None:
    slots.fill("space.pages", lambda space: Markup("<b>{}</b>").format(space))
    assert slots.slot("space.pages", space="<Grid>") == "<b>&lt;Grid&gt;</b>"


def test_plain_text_in_a_slot_is_escaped() -> None:
    slots.fill("space.pages", lambda: "<script>")
    assert slots.slot("space.pages") == "&lt;script&gt;"


def test_two_parts_cannot_fill_one_slot_but_one_may_fill_it_again() -> None:
    def filling() -> str:
        return "once"

    slots.fill("space.pages", filling)
    slots.fill("space.pages", filling)
    with pytest.raises(slots.SlotTakenError, match="filling"):
        slots.fill("space.pages", lambda: "twice")


def test_only_what_says_so_lasts() -> None:
    slots.fill("page.standing", slots.lasting(lambda: "same for all"))
    slots.fill("page.origin", lambda: "mine")
    assert [slots.is_lasting(f"page.{each}") for each in ("standing", "origin", "none")] == [
        True,
        False,
        False,
    ]
