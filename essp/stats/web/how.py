"""How everything is counted: each measure with its formula, as it is declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from flask import render_template

from essp.core.access import members
from essp.core.i18n import Message, ngettext
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.stats import reading
from essp.stats.asking import Asked, Axis
from essp.stats.filled import last_over
from essp.stats.measures import Better, Chapter, Measure, Unit, catalogue
from essp.stats.web.edge import blueprint

CHAPTERS: Mapping[Chapter, Message] = {
    Chapter.ADOPTION: _("Who takes part"), Chapter.CONTRIBUTION: _("Who writes"),
    Chapter.CONVERSATION: _("Questions and answers"), Chapter.RELATIONS: _("Who meets whom"),
    Chapter.KNOWLEDGE: _("What is asked and known"), Chapter.CURATION: _("Looking after pages"),
    Chapter.ONBOARDING: _("Newcomers"), Chapter.ORDER: _("Good order"), Chapter.SIGNALS: _("Notices"),
    Chapter.MIGRATION: _("What was brought in"), Chapter.VALUE: _("What it is good for"),
}  # fmt: skip
UNITS: Mapping[Unit, Message] = {
    Unit.COUNT: _("a number"), Unit.SHARE: _("a share"), Unit.HOURS: _("hours"),
    Unit.MINUTES: _("minutes"), Unit.DAYS: _("days"), Unit.RATIO: _("a ratio"),
}  # fmt: skip
WAYS: Mapping[Better, Message] = {
    Better.MORE: _("more"), Better.LESS: _("less"), Better.NEITHER: _("neither more nor less"),
}  # fmt: skip
AXES: Mapping[Axis, Message] = {
    Axis.SITE: _("everybody"), Axis.SPACE: _("each space"), Axis.DEPARTMENT: _("each department"),
    Axis.TOPIC: _("each topic"),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One measure in words, with its question as it is put to the database."""

    measure: Measure
    unit: Message
    better: Message
    window: str
    axes: Sequence[Message]
    sql: str


@blueprint.get("/insight/how")
@members
def how() -> str:
    """Every measure with its name, formula, window, unit, direction, example and SQL."""
    day = reading.last_day() or last_over(zone())
    chapters: dict[Chapter, list[Said]] = {each: [] for each in CHAPTERS}
    for measure in catalogue().values():
        chapters[measure.chapter].append(_said(measure, Asked(day, measure.window, zone())))
    return render_template(
        "insight/how.html", chapters=[(CHAPTERS[key], said) for key, said in chapters.items() if said],
        total=len(catalogue()),
    )  # fmt: skip


def _said(measure: Measure, asked: Asked) -> Said:
    window = ngettext("%(num)s day", "%(num)s days", num=measure.window)
    return Said(
        measure, UNITS[measure.unit], WAYS[measure.better], window,
        [AXES[axis] for axis in measure.axes], _sql(measure.id, asked.zone),
    )  # fmt: skip


@cache  # the words of a question are the same for every day
def _sql(measure_id: str, zone: ZoneInfo) -> str:
    measure = catalogue()[measure_id]
    axis = measure.axes[0] if measure.axes else Axis.SITE
    return measure.sql(Asked(last_over(zone), measure.window, zone, axis))
