"""What stands below the twelve figures of a day, drawn from what was kept when the day was filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import url_for

from essp.core.i18n import _, number
from essp.people.current import me
from essp.stats import reading, telling
from essp.stats.asking import DAY
from essp.stats.briefing import Brief
from essp.stats.matrix import matrix_in
from essp.stats.reading import Shown
from essp.stats.telling import Period
from essp.stats.web import bars, charts
from essp.stats.web.bars import Given
from essp.stats.web.charts import Series
from essp.stats.web.scales import Scale
from essp.stats.web.silo_said import Said, stands_out
from essp.stats.withholding import LEAST

BEHIND = ("D2", "D4", "D5", "D8", "M03")
STRIP = {Period.DAY: (42, 1, "1"), Period.WEEK: (26, 7, "7"), Period.MONTH: (13, 28, "28")}
TREND = 91
TALL = 48.0
NAMES = 8  # departments of the small matrix
Parts = Sequence[tuple[date, Mapping[str, Any] | None]]


@dataclass(frozen=True)
class Bar:
    """One day (or week, or month) of the strip: where it leads, its words, its box, how it looks."""

    url: str
    words: str
    x: str
    y: str
    height: str
    look: str
    label: str


def whole(value: float) -> str:
    """A count, as the reader writes numbers."""
    return number(round(value))


def share(value: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return _("%(value)s%%", value=number(round(100 * value)))


def people_in(parts: Mapping[str, Any] | None, window: str) -> float | None:
    """How many were active in a window of a kept day, unless they are too few to tell."""
    count = (parts or {}).get(window)
    return None if count is None or 0 < count < LEAST else float(count)


def strip(brief: Brief, over: Parts, last: date, department: str) -> SimpleNamespace:
    """The days, weeks or months to choose from, the latest to the right."""
    count, step, window = STRIP[brief.period]
    end = last if (last - brief.day).days < count * step else min(last, brief.day + 13 * step * DAY)
    days = [end - step * each * DAY for each in range(count - 1, -1, -1)]
    told = {day: people_in(parts, window) for day, parts in over}
    top = max((told.get(day) or 0.0 for day in days), default=0.0) or 1.0
    down, room = Scale(0.0, top, 0.0, TALL - 4), 100 / count
    found = []
    for place, day in enumerate(days):
        value = told.get(day)
        tall = max(down.at(value or 0.0), 3.0)
        look = "sel" if day == brief.day else "we" if step == 1 and day.weekday() > 4 else "wd"
        named = day.weekday() == 0 if step == 1 else place % 4 == 0
        found.append(
            Bar(
                address(day, brief.period, department), _bar_words(day, value), f"{place * room:.2f}%",
                f"{TALL - tall:g}", f"{tall:g}", look, telling.short_day(day) if named else "",
            )
        )  # fmt: skip
    return SimpleNamespace(bars=found, width=f"{room * 0.86:.2f}%", height=TALL)


def _bar_words(day: date, value: float | None) -> str:
    if value is None:
        return telling.day_words(day)
    return _("%(day)s: %(count)s people active", day=telling.day_words(day), count=whole(value))


def address(day: date, period: Period, department: str) -> str:
    """The page of another day, week or month."""
    return url_for(
        "insight.day", day=day.isoformat(), period=None if period is Period.DAY else period.value,
        department=department or None,
    )  # fmt: skip


def beside(brief: Brief) -> Mapping[str, Shown]:
    """The figures below the twelve."""
    return reading.figures(
        me(), brief.scope, brief.day, BEHIND, what="day", back=TREND, after=brief.sight
    )


def over_time(brief: Brief, until: date, back: int) -> Parts:
    """How many were active in a day, a week and four weeks, for each day."""
    return reading.parts_over(
        me(), brief.scope, until, "D4", what="day", back=back, after=brief.sight
    )


def people_active(over: Parts, day: date) -> charts.Chart | None:
    """People active per day, week and month over a quarter of a year; None where nothing is known."""
    rows = [(at, parts) for at, parts in over if day - TREND * DAY < at <= day]
    series = [
        Series(name, [people_in(parts, window) for _day, parts in rows], look)
        for name, window, look in ((_("day"), "1", 1), (_("week"), "7", 2), (_("month"), "28", 3))
    ]
    chart = charts.line_chart(
        [telling.short_day(at) for at, _parts in rows], series[::-1], write=whole, counts=True, height=228,
        summary=_summary(series),
    )  # fmt: skip
    return None if chart.empty else chart


def _summary(series: Sequence[Series]) -> str:
    told = []
    for each in series:
        values = [value for value in each.values if value is not None]
        if values:
            words = _(
                "%(name)s from %(first)s to %(last)s", name=each.label, first=whole(values[0]),
                last=whole(values[-1]),
            )  # fmt: skip
            told.append(words)
    return _("People active: %(all)s.", all=", ".join(told))


def from_reading_to_writing(shown: Shown | None) -> bars.Bars | None:
    """The steps from being here to writing, each with its part of the step before."""
    parts = shown.parts if shown is not None else None
    if not isinstance(parts, Mapping) or shown is None or shown.value is None or not shown.n:
        return None
    people = parts.get("steps", parts)
    absent, wrote, reacted = (
        people.get(each) for each in ("absent", "contributors", "participants")
    )
    here = None if absent is None else shown.n - absent
    took_part = None if wrote is None or reacted is None else wrote + reacted
    steps = [
        (_("Everybody"), shown.n), (_("Were here"), here), (_("Reacted or wrote"), took_part),
        (_("Wrote something"), wrote),
    ]  # fmt: skip
    given, before = [], None
    for label, value in steps:
        note = share(value / before) if value is not None and before else ""
        given.append(Given(label, value, note=note))
        before = value
    return bars.ladder(
        given, write=whole, hidden=telling.few(shown.least), summary=_("From reading to writing")
    )


def answer_curve(shown: Shown | None) -> bars.Curve | None:
    """How long questions wait for a first answer, those that still wait among them."""
    if shown is None or (shown.value is None and not (shown.parts or {}).get("open")):
        return None
    parts = shown.parts
    if not isinstance(parts, Mapping) or "curve" not in parts:
        return None
    ended = [(0.5, shown.value, _("half")), (0.75, parts.get("p75"), _("three quarters"))]
    ended.append((0.9, parts.get("p90"), _("nine in ten")))
    marks = [
        (part, hours, f"{words} {telling.hours_words(hours)}" if hours is not None else "")
        for part, hours, words in ended
    ]
    return bars.survival(
        parts["curve"], share=share, hours=telling.hours_words, marks=marks,
        heads=(_("Within"), _("Answered")), summary=_waits_said(shown, parts),
    )  # fmt: skip


def _waits_said(shown: Shown, parts: Mapping[str, Any]) -> str:
    if shown.value is None:
        return _(
            "More than half of %(count)s questions still wait for an answer.",
            count=whole(shown.n or 0),
        )
    if parts.get("p90") is None:
        return _(
            "Half of %(count)s questions had an answer within %(half)s; more than one in ten has none yet.",
            count=whole(shown.n or 0), half=telling.hours_words(shown.value),
        )  # fmt: skip
    return _(
        "Half of %(count)s questions had an answer within %(half)s, nine in ten within %(nine)s.",
        count=whole(shown.n or 0), half=telling.hours_words(shown.value),
        nine=telling.value_words(shown.measure.unit, parts.get("p90")),
    )  # fmt: skip


def meeting(shown: Shown | None) -> SimpleNamespace | None:
    """The lead of the silo map: the largest departments and what stands out."""
    matrix = matrix_in(shown.parts) if shown is not None and shown.parts else None
    if matrix is None or len(matrix.names) < 2:
        return None
    names = sorted(matrix.names, key=lambda name: -matrix.map.people.get(name, 0))[:NAMES]
    said: Sequence[Said] = stands_out(matrix)
    return SimpleNamespace(matrix=matrix, names=sorted(names), said=said)
