"""Figures in templates: a value with its unit, `<5` of too few people, a dash of nothing."""

from __future__ import annotations

from functools import lru_cache

from babel.numbers import format_decimal

from essp.core.i18n import language
from essp.stats.measures import Measure
from essp.stats.shown import Shown, Withheld
from essp.stats.telling import DASH, few, value_words
from essp.stats.web.edge import blueprint

MINUS = "\N{MINUS SIGN}"


@blueprint.app_template_filter()
def figure_value(shown: Shown | None) -> str:
    """The value of a figure as the reader sees it."""
    if shown is None:
        return DASH
    if shown.withheld is Withheld.FEW:
        return few(shown.least)
    return figure_as(shown.value, shown.measure)


@blueprint.app_template_filter()
def figure_as(value: float | None, measure: Measure) -> str:
    """A value in the unit of a measure."""
    return value_words(measure.unit, value)


@blueprint.app_template_filter()
def signed(value: float | None) -> str:
    """A number with one digit behind the point and a sign that is no hyphen; a dash of nothing."""
    return DASH if value is None else decimals(value, 1)


@blueprint.app_template_filter()
def twice(value: float | None) -> str:
    """The same with two digits."""
    return DASH if value is None else decimals(value, 2)


def decimals(value: float, digits: int) -> str:
    """A number with so many digits behind the point, as the reader writes it; its sign is no hyphen."""
    return _written(round(value, digits) + 0.0, digits, language())


@lru_cache(maxsize=20_000)
def _written(value: float, digits: int, locale: str) -> str:
    # A map of sixty departments has thousands of them, and says the same the whole day.
    shown = format_decimal(value, format="#,##0." + "0" * digits, locale=locale)
    return str(shown).replace("-", MINUS)
