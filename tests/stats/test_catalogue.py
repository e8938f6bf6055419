"""The catalogue is whole: every measure is declared, in both languages, with a formula and an example."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from essp.core.i18n import translations
from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.asking import Asked
from essp.stats.measures import catalogue

RANGES = ((1, 8), (10, 18), (20, 34), (40, 53), (60, 63), (70, 75), (80, 84), (90, 92), (100, 102))
TILES = [f"D{number}" for number in range(1, 13)]
MEASURES = [f"M{number:02}" for first, last in RANGES for number in range(first, last + 1)]
FURTHER = {"C5act", "C5ret"}  # what phases are judged by beside
QUEUES = {"D1", "D11"}  # work that waits: told of things however few people they are of
LONGEST_ID = 12


def test_every_measure_of_the_field_is_declared() -> None:
    assert set(catalogue()) == {*TILES, *MEASURES, *FURTHER}


@pytest.mark.parametrize("name", [*TILES, *MEASURES])
def test_it_is_explained_in_both_languages(name: str) -> None:
    measure = catalogue()[name]
    assert measure.id == name and len(name) <= LONGEST_ID
    assert measure.window > 0 and measure.axes and (measure.least >= 5) is (name not in QUEUES)
    for words in (measure.name, measure.formula, measure.example):
        english = str(words)
        assert english.strip() == english != ""
        dutch = translations("nl").gettext(english)
        assert dutch != english, f"{name}: “{english}” is not in the Dutch catalogue"
    for sentence in (measure.formula, measure.example):
        assert str(sentence).endswith(".")


@pytest.mark.parametrize("name", [*TILES, *MEASURES])
def test_of_nothing_it_says_nothing(name: str, session) -> None:
    """On an empty database no figure is 0 that should be a dash, and no question fails."""
    measure = catalogue()[name]
    day = date(2026, 10, 29)
    for axis in measure.axes:
        asked = Asked(day, measure.window, ZoneInfo("Europe/Amsterdam"), axis)
        for reading in measure.read(asked).values():
            assert reading.people == 0
            assert reading.value is None or (reading.value == 0 and reading.n == 0)
        # What was asked changes with the day, but not what it is called by.
        later = Asked(day + timedelta(days=1), measure.window, asked.zone, axis)
        assert measure.version(asked) == measure.version(later)
