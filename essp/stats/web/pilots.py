"""Pilots: all of them, one of them, laying one out and closing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _, lazy
from essp.core.web import zone
from essp.people import directory
from essp.people.current import me
from essp.spaces.queries import readable_spaces
from essp.stats import piloting, reading
from essp.stats.asking import Axis, Scope
from essp.stats.measures import Unit
from essp.stats.phases import About
from essp.stats.piloting import Feet, State, Wanted
from essp.stats.place_models import Pilot
from essp.stats.shown import Shown
from essp.stats.telling import value_words
from essp.stats.web import phase_words
from essp.stats.web.charts import Chart, Series, line_chart
from essp.stats.web.edge import blueprint

FIGURES = {"M20": About.ANSWERED, "C5ret": About.RETURNING, "M13": About.STANDING}
LEAST = 5
CURVE = 35  # days after the invitation for which who came is counted
STATES: Mapping[State, Message] = {
    State.AHEAD: lazy("begins soon"), State.RUNNING: lazy("running"),
    State.SETTLING: lazy("over, settling"), State.OVER: lazy("over"), State.CLOSED: lazy("closed"),
}  # fmt: skip
SAID: Mapping[Feet, Message] = {
    Feet.EARLY: lazy("Too early to say whether it stands on its own feet."),
    Feet.UNKNOWN: lazy("Whether it stands on its own feet cannot be said: a figure for it is not there."),
    Feet.YES: lazy("It stands on its own feet."),
    Feet.NO: lazy("It does not stand on its own feet yet."),
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """What a pilot is judged by, with its figure and whether it is enough; None where it is not told."""

    name: Message
    counted: Message
    wanted: str
    shown: Shown
    held: bool | None
    about: About


@blueprint.get("/insight/pilots")
@members
def pilots() -> str:
    """All pilots of spaces that the reader reads, for community managers."""
    return _list(Wanted(), {})


@blueprint.post("/insight/pilots")
@members
def lay_out() -> ResponseReturnValue:
    """Lay out a pilot."""
    wanted = Wanted(
        **{each.name: request.form.get(each.name, "")[:60_000] for each in fields(Wanted)}
    )
    try:
        with transaction():
            pilot = piloting.lay_out(me(), wanted, piloting.today(zone()))
    except Invalid as invalid:
        return _list(wanted, invalid.errors), 422
    flash(_("The pilot is laid out."), "ok")
    return redirect(url_for("insight.pilot", pilot=pilot.uid), 303)


@blueprint.get("/insight/pilots/<pilot>")
@members
def pilot(pilot: str) -> str:
    """One pilot: who was invited, how many came, and whether it stands on its own feet."""
    return _one(pilot, "", {})


@blueprint.post("/insight/pilots/<pilot>/end")
@members
def end_pilot(pilot: str) -> ResponseReturnValue:
    """Close a pilot with what was learnt."""
    lesson = request.form.get("lesson", "")
    try:
        with transaction():
            piloting.close(me(), pilot, lesson)
    except Invalid as invalid:
        return _one(pilot, lesson, invalid.errors), 422
    flash(_("The pilot is closed. What you learnt is kept."), "ok")
    return redirect(url_for("insight.pilot", pilot=pilot), 303)


def _list(wanted: Wanted, errors: Mapping[str, Message]) -> str:
    rows = piloting.pilots(me())
    now = piloting.today(zone())
    return render_template(
        "insight/pilots.html", wanted=wanted, errors=errors,
        rows=[(each, space, count, STATES[piloting.state_of(each, now)]) for each, space, count in rows],
        spaces=[(each.slug, each.name) for each in readable_spaces(me()) if not each.practice],
        departments=[
            (name, name) for name in directory.choices(me().language or "en").departments
        ],
    )  # fmt: skip


def _one(uid: str, lesson: str, errors: Mapping[str, Message]) -> str:
    found, space = piloting.find_pilot(me(), uid)
    people = piloting.invited(found)
    last, now = reading.last_day(), piloting.today(zone())
    told: dict[str, object] = {"checks": [], "chart": None, "came": None, "feet": None, "day": None}
    if last is not None and last >= found.starts_on:
        told = _told(found, Scope(Axis.SPACE, str(space.id)), last, len(people))
    state = piloting.state_of(found, now)
    return render_template(
        "insight/pilot.html", pilot=found, space=space, people=people, lesson=lesson, errors=errors,
        state=state.value, state_name=STATES[state], told_from=piloting.told_from(found), **told,
    )  # fmt: skip


def _told(found: Pilot, scope: Scope, last: date, people: int) -> dict[str, object]:
    day = piloting.judged_on(found, last)
    require(reading.may_see(me(), scope))
    figures = reading.figures(me(), scope, day, FIGURES, what="pilot", back=1)
    values = {about: figures[name].value for name, about in FIGURES.items()}
    curve = _curve(found, scope, last) if people >= LEAST else []
    feet = piloting.stands(found, day, values)
    return {
        "day": day, "checks": _checks(figures), "feet": feet.value, "said": SAID[feet],
        "chart": _chart(curve) if curve else None, "came": 1 - curve[-1][1] if curve else None,
    }  # fmt: skip


def _checks(figures: Mapping[str, Shown]) -> list[Check]:
    names = {about: name for name, about in FIGURES.items()}
    found = []
    for rule in piloting.feet_rules():
        asked, shown = phase_words.asked_by(rule), figures[names[rule.about]]
        held = rule.holds(shown.value) if shown.value is not None else None
        found.append(Check(asked.name, asked.counted, asked.wanted, shown, held, rule.about))
    return found


def _curve(found: Pilot, scope: Scope, last: date) -> list[list[float]]:
    """The share not here yet by days, of the last day on which the cohort was counted."""
    told = reading.parts_over(me(), scope, last, "M08", what="pilot", back=3 * CURVE)
    for _day, parts in reversed(told):
        cohort = (parts or {}).get("cohorts", {}).get(found.uid)
        if cohort:
            return [[0.0, 1.0], *cohort["curve"]] if cohort["curve"] else []
    return []


def _chart(curve: list[list[float]]) -> Chart:
    values: list[float | None] = []
    for day in range(CURVE):
        left = [share for at, share in curve if at <= day]
        values.append(1 - left[-1] if left else 0.0)
    labels = [_("day %(num)s", num=day) for day in range(CURVE)]
    return line_chart(
        labels, [Series(_("came"), values)], write=lambda each: value_words(Unit.SHARE, each)
    )
