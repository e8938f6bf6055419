"""Figures in words: values with their unit, changes that may be chance, reasons for there being none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import g

from essp.core.figures import Band
from essp.stats import telling
from essp.stats.asking import SITE
from essp.stats.measures import Better, Unit
from essp.stats.shown import Shown, Withheld
from essp.stats.telling import Period
from tests.stats.figures import measured

DAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def _in_english(app):
    g.reader_language = "en"


@pytest.mark.parametrize(
    ("unit", "value", "english", "dutch"),
    [
        (Unit.COUNT, 1482.0, "1,482", "1.482"),
        (Unit.COUNT, 0.0, "0", "0"),
        (Unit.COUNT, None, "—", "—"),
        (Unit.SHARE, 0.82, "82%", "82%"),
        (Unit.SHARE, 0.0624, "6.2%", "6,2%"),
        (Unit.SHARE, 1.0, "100%", "100%"),
        (Unit.SHARE, 0.0, "0%", "0%"),
        (Unit.HOURS, 4 + 50 / 60, "4 h 50 min", "4 u 50 min"),
        (Unit.HOURS, 0.5, "30 min", "30 min"),
        (Unit.HOURS, 6.0, "6 h", "6 uur"),
        (Unit.HOURS, 46.2, "46 h", "46 uur"),
        (Unit.HOURS, 86.5, "3.6 days", "3,6 dagen"),
        (Unit.HOURS, 24.0 * 20, "20 days", "20 dagen"),
        (Unit.MINUTES, 90.0, "1 h 30 min", "1 u 30 min"),
        (Unit.DAYS, 1.0, "1 day", "1 dag"),
        (Unit.DAYS, 9.0, "9 days", "9 dagen"),
        (Unit.RATIO, 0.288, "0.29", "0,29"),
    ],
)
def test_a_value_is_written_as_the_reader_writes_it(
    unit: Unit, value: float | None, english: str, dutch: str
) -> None:
    assert telling.value_words(unit, value) == english
    g.reader_language = "nl"
    assert telling.value_words(unit, value) == dutch


@pytest.mark.parametrize(
    ("unit", "now", "before", "words"),
    [
        (Unit.COUNT, 1482, 1391, "7% more"),
        (Unit.COUNT, 12, 3, "9 more"),
        (Unit.COUNT, 3, 3.25, ""),
        (Unit.SHARE, 0.82, 0.78, "4 points more"),
        (Unit.SHARE, 0.062, 0.070, "0.8 points less"),
        (Unit.SHARE, 0.70, 0.71, "1 point less"),
        (Unit.SHARE, 0.7, 0.7, ""),
        (Unit.HOURS, 6.24, 4.74, "1 h 30 min more"),
        (Unit.HOURS, 40, 140, "4.2 days less"),
        (Unit.RATIO, 0.21, 0.22, "0.01 less"),
    ],
)
def test_a_change_is_said_in_words(unit: Unit, now: float, before: float, words: str) -> None:
    assert telling.difference(unit, now - before, before) == words


def shown(value: float | None, before: float | None, **told) -> Shown:
    with measured("T9", unit=Unit.SHARE, better=told.pop("better", Better.MORE)) as measure:
        return Shown(measure, SITE, DAY, value, 10, 10, before=before, **told)


def test_a_change_within_what_chance_does_is_neither_better_nor_worse() -> None:
    change = telling.change_of(shown(0.8, 0.7, band=Band(0.6, 0.9)), 0.7)
    assert (
        change.chance and change.better is None and change.up and change.words == "10 points more"
    )


def test_less_of_what_should_be_less_is_better() -> None:
    assert telling.change_of(shown(0.1, 0.3, better=Better.LESS), 0.3).better is True
    assert telling.change_of(shown(0.1, 0.3), 0.3).better is False
    assert telling.change_of(shown(0.1, 0.3, better=Better.NEITHER), 0.3).better is None


def test_without_anything_before_nothing_is_compared() -> None:
    assert telling.change_of(shown(0.1, None), None).words == "nothing to compare with yet"
    assert telling.change_of(shown(None, 0.3), 0.3).words == ""
    assert telling.change_of(shown(0.3, 0.3), 0.3).words == "as usual"


def test_a_week_is_compared_with_the_week_before_and_a_month_with_the_month_before() -> None:
    last = date(2026, 10, 31)
    trend = [(last - timedelta(days=ago), float(ago)) for ago in range(60)]
    here = shown(0.8, 0.7, trend=trend)
    month = Shown(here.measure, SITE, last, 0.8, 10, 10, before=0.7, trend=trend)
    assert telling.before_of(month, Period.WEEK) == 7.0
    assert telling.before_of(month, Period.MONTH) == 31.0, "the last day of September"
    assert telling.before_of(month, Period.DAY) == 0.7
    assert telling.month_before(date(2026, 11, 18)) == date(2026, 10, 21)


def test_each_reason_for_there_being_no_value_has_its_words() -> None:
    for why in Withheld:
        words = str(telling.withheld_words(shown(None, None, withheld=why)))
        assert bool(words) is (why is not Withheld.NO)
    few = shown(None, None, withheld=Withheld.FEW, least=10)
    assert "fewer than 10" in str(telling.withheld_words(few))
