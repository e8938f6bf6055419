"""One's own figures, what is kept about oneself, and what is shown about one's department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import render_template, request

from essp.core import clock
from essp.core.access import members
from essp.core.decision import NotFound, Refused
from essp.core.i18n import language
from essp.core.web import zone
from essp.people.current import me
from essp.stats import choosing, mine, reading
from essp.stats.asking import DAY, SITE, Axis, Scope, day_of
from essp.stats.measures import catalogue
from essp.stats.mine import Month
from essp.stats.recording import mode
from essp.stats.shown import Shown, Withheld
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked

SHOWN = ("searches", "opened")


@dataclass(frozen=True)
class Bar:
    """A month as it is drawn: where it stands, how high, and its words."""

    name: str
    month: Month
    x: int
    height: float


@blueprint.get("/insight/mine", endpoint="mine")
@members
def own() -> str:
    """One's own figures, which nobody else sees; `show` unfolds what is kept."""
    day = day_asked() or day_of(clock.now(), zone()) - DAY
    show = request.args.get("show", "")
    found = mine.own(me(), day, zone())
    return render_template(
        "insight/mine.html",
        day=day,
        own=found,
        bars=bars_of(found.months),
        kept=mine.kept(me()),
        show=show if show in SHOWN else "",
        searches=mine.searches(me()) if show == "searches" else (),
        opened=mine.opened(me()) if show == "opened" else (),
        chosen=choosing.chosen(me()),
        may_mail=bool(reading.may_see(me(), SITE)),
        mode=mode(),
        **_department(day_asked()),
    )


def _department(day: date | None) -> dict[str, Any]:
    """What is shown about the reader's department, or why it is not."""
    name = me().department
    told: dict[str, Any] = {"department": name, "figures": {}, "ids": (), "refused": None}
    if not name or day is None:
        return told
    scope = Scope(Axis.DEPARTMENT, name)
    ids = [each for each, measure in catalogue().items() if Axis.DEPARTMENT in measure.axes]
    try:
        figures = reading.figures(me(), scope, day, ids, what="mine")
    except Refused as refused:
        return {**told, "refused": refused.reason}
    except NotFound:
        return told
    return {**told, "figures": figures, "ids": _told(figures)}


def _told(figures: Mapping[str, Shown]) -> Sequence[str]:
    return [each for each, shown in figures.items() if shown.withheld is not Withheld.NOT_FILLED]


def bars_of(months: Sequence[Month]) -> Sequence[Bar]:
    """Months as they are drawn, the fullest at full height."""
    most = max((each.contributed for each in months), default=0) or 1
    return [
        Bar(_month(each.first), each, number, round(100 * each.contributed / most, 1))
        for number, each in enumerate(months)
    ]


def _month(first: date) -> str:
    return str(format_date(first, "MMM", locale=language()))


@blueprint.app_template_filter()
def month_year(first: date) -> str:
    """A month with its year: November 2026."""
    return str(format_date(first, "LLLL y", locale=language()))
