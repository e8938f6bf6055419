"""Figures in words: a value with its unit, how it changed, why there is none; on screen and in mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from babel.dates import format_date

from essp.core.i18n import Message, _, language, lazy, ngettext, number
from essp.stats.asking import DAY
from essp.stats.measures import Measure, Unit
from essp.stats.shown import Shown, Withheld

DASH = "—"
MANY = 20  # from which on a change of a count is told as a part of it
LONG = 48.0  # hours, from which on days are told


class Period(Enum):
    """Of what a page tells: a day beside the same weekdays, a week or a month beside the one before."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Change:
    """How a figure changed, in words; `better` is None where it may be chance or neither is better.

    `up` says whether it rose, None where it did not move or there is nothing to compare with.
    """

    words: str
    up: bool | None = None
    better: bool | None = None
    chance: bool = False


def value_words(unit: Unit, value: float | None) -> str:
    """A value with its unit: 1,482, 82%, 6.2%, 4 h 50 min, 9 days; a dash of nothing."""
    if value is None:
        return DASH
    if unit is Unit.COUNT:
        return number(round(value))
    if unit is Unit.SHARE:
        return _("%(value)s%%", value=_percent(value))
    if unit is Unit.HOURS:
        return hours_words(value)
    if unit is Unit.MINUTES:
        return hours_words(value / 60)
    if unit is Unit.DAYS:
        return days_words(value)
    return number(round(value, 2))


def hours_words(hours: float) -> str:
    """How long something took, as people say it."""
    if hours >= LONG:
        return days_words(hours / 24)
    minutes = round(hours * 60)
    if minutes < 60:
        return _("%(minutes)s min", minutes=minutes)
    if hours >= 10 or not minutes % 60:
        return _("%(hours)s h", hours=round(hours))
    return _("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)


def days_words(days: float) -> str:
    """Days as people say them, with a half only below ten."""
    told = round(days, 1) if days < 10 else round(days)
    if told == 1:
        return ngettext("%(num)s day", "%(num)s days", num=1)
    return _("%(days)s days", days=number(int(told) if float(told).is_integer() else told))


def change_of(shown: Shown, before: float | None, period: Period = Period.DAY) -> Change:
    """How a figure differs from what it was before, as far as that is known."""
    if shown.value is None:
        return Change("")
    if before is None:
        return Change(_("nothing to compare with yet"))
    words = difference(shown.measure.unit, shown.value - before, before)
    if not words:
        return Change(_("as usual") if period is Period.DAY else _("as before"), chance=True)
    up = shown.value > before
    chance = shown.band is not None and shown.band.holds(before)
    wanted = {"more": True, "less": False}.get(shown.measure.better.value)
    better = None if chance or wanted is None else up is wanted
    return Change(words, up, better, chance)


def difference(unit: Unit, change: float, before: float) -> str:
    """How much more or less, in words: 6% more, 9 more, 4 points less; empty of no change to speak of."""
    size = _size(unit, abs(change), before)
    if not size:
        return ""
    return _("%(much)s more", much=size) if change > 0 else _("%(much)s less", much=size)


def _size(unit: Unit, size: float, before: float) -> str:
    if unit is Unit.SHARE:
        points = _tidy(100 * size) if size < 0.0095 else round(100 * size)
        if points == 1:
            return ngettext("%(num)s point", "%(num)s points", num=1)
        return _("%(points)s points", points=number(points)) if points else ""
    if unit is Unit.COUNT and before >= MANY:
        part = round(100 * size / before)
        return _("%(value)s%%", value=number(part)) if part else ""
    if unit is Unit.COUNT:
        return number(_tidy(size)) if size >= 0.5 else ""
    if unit is Unit.RATIO:
        return number(round(size, 2)) if round(size, 2) else ""
    scale = {Unit.HOURS: 1.0, Unit.MINUTES: 1 / 60, Unit.DAYS: 24.0}[unit]
    return hours_words(size * scale) if round(size * scale * 60) else ""


def _tidy(value: float) -> float | int:
    told = round(float(value), 1)
    return int(told) if told.is_integer() else told


def _percent(share: float) -> str:
    percent = 100 * share
    return (
        number(round(percent, 1)) if 0 < percent < 9.95 and percent % 1 else number(round(percent))
    )


def withheld_words(shown: Shown) -> Message:
    """Why there is no value, for whoever reads it."""
    if shown.withheld is Withheld.FEW:
        return lazy(
            "Too few people to show: fewer than %(least)s stand behind it.", least=shown.least
        )
    return {
        Withheld.NOT_MEASURED: lazy("Not measured: less is recorded than this takes."),
        Withheld.NOT_FILLED: lazy("Not counted for this day."),
        Withheld.NOTHING: lazy("There was nothing to count."),
    }.get(shown.withheld, "")


def unknown() -> Message:
    """That nobody counts this yet."""
    return lazy("This is not counted yet.")


def elsewhere() -> Message:
    """That this is one number for the whole site."""
    return lazy("Counted for the whole site only.")


def few(least: int) -> str:
    """What stands in the place of a value that tells of too few people."""
    return f"<{least}"


def counted_for(measure: Measure, axis: object) -> bool:
    """Whether a measure is counted along an axis at all."""
    return axis in measure.axes


def before_of(shown: Shown, period: Period) -> float | None:
    """What a figure is compared with: the same weekdays, the week before, or the month before."""
    if period is Period.DAY:
        return shown.before
    wanted = shown.day - 7 * DAY if period is Period.WEEK else month_before(shown.day)
    return next((value for day, value in shown.trend if day == wanted), None)


def month_before(day: date) -> date:
    """The last day of the month before, of a last day of a month; else the same day four weeks ago."""
    if (day + DAY).day == 1:
        return day.replace(day=1) - DAY
    return day - 28 * DAY


def day_words(day: date, *, year: bool = False) -> str:
    """A day in full: Wednesday 18 November, with its year where asked for."""
    return str(format_date(day, "EEEE d MMMM y" if year else "EEEE d MMMM", locale=language()))


_SAME: tuple[Message, ...] = (
    lazy("Compared with the average of the four Mondays before."),
    lazy("Compared with the average of the four Tuesdays before."),
    lazy("Compared with the average of the four Wednesdays before."),
    lazy("Compared with the average of the four Thursdays before."),
    lazy("Compared with the average of the four Fridays before."),
    lazy("Compared with the average of the four Saturdays before."),
    lazy("Compared with the average of the four Sundays before."),
)


def compared_words(day: date, period: Period) -> Message:
    """With what the figures of a page are compared."""
    if period is Period.WEEK:
        return lazy("Compared with the week before.")
    if period is Period.MONTH:
        return lazy("Compared with the month before.")
    return _SAME[day.weekday()]


def short_day(day: date) -> str:
    """A day on an axis: 18 Nov."""
    return str(format_date(day, "d MMM", locale=language()))
