"""Pilots: all of them, one of them, laying one out and closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from essp.spaces.models import Space
from essp.spaces.queries import readable_spaces
from essp.stats import piloting, reading
from essp.stats.asking import SITE, Axis, Scope
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


@dataclass(frozen=True)
class Going:
    """How a pilot goes by the figures of a day; `came` is the share who came by days since the invitation."""

    day: date
    checks: Sequence[Check]
    feet: Feet
    came: Sequence[float]


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
    reading.look(me(), SITE, reading.last_day(), what="pilots")
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
    reading.look(me(), SITE, reading.last_day(), what="pilot")
    found, space = piloting.find_pilot(me(), uid)
    reading.look(me(), Scope(Axis.SPACE, str(space.id)), reading.last_day(), what="pilot")
    people, now = piloting.invited(found), piloting.today(zone())
    going = going_of(found, space, len(people))
    return render_template(
        "insight/pilot.html", pilot=found, space=space, people=people, lesson=lesson, errors=errors,
        state=piloting.state_of(found, now).value, state_name=STATES[piloting.state_of(found, now)],
        told_from=piloting.told_from(found), going=going, said=SAID[going.feet] if going else "",
        chart=_chart(going.came) if going and going.came else None,
    )  # fmt: skip


def going_of(found: Pilot, space: Space, people: int, *, how: str = "screen") -> Going | None:
    """How a pilot goes; None before its first day is counted. Raises Refused."""
    last, scope = reading.last_day(), Scope(Axis.SPACE, str(space.id))
    require(reading.may_see(me(), scope))
    if last is None or last < found.starts_on:
        return None
    day = piloting.judged_on(found, last)
    figures = reading.figures(me(), scope, day, FIGURES, what="pilot", how=how, back=1)
    values = {about: figures[name].value for name, about in FIGURES.items()}
    curve = _curve(found, scope, last, how) if people >= LEAST else []
    return Going(day, _checks(figures), piloting.stands(found, day, values), _came(curve))


def _checks(figures: Mapping[str, Shown]) -> list[Check]:
    names = {about: name for name, about in FIGURES.items()}
    found = []
    for rule in piloting.feet_rules():
        asked, shown = phase_words.asked_by(rule), figures[names[rule.about]]
        held = rule.holds(shown.value) if shown.value is not None else None
        found.append(Check(asked.name, asked.counted, asked.wanted, shown, held, rule.about))
    return found


def _curve(found: Pilot, scope: Scope, last: date, how: str) -> list[list[float]]:
    """The share not here yet by days, of the last day on which the cohort was counted."""
    told = reading.parts_over(me(), scope, last, "M08", what="pilot", how=how, back=3 * CURVE)
    for _day, parts in reversed(told):
        cohort = (parts or {}).get("cohorts", {}).get(found.uid)
        if cohort:
            return [[0.0, 1.0], *cohort["curve"]] if cohort["curve"] else []
    return []


def _came(curve: list[list[float]]) -> Sequence[float]:
    """The share who have come by each day since the invitation; empty where it is not told."""
    found = []
    for day in range(CURVE) if curve else ():
        left = [share for at, share in curve if at <= day]
        found.append(1 - left[-1] if left else 0.0)
    return found


def _chart(came: Sequence[float]) -> Chart:
    labels = [_("day %(num)s", num=day) for day in range(len(came))]
    return line_chart(
        labels, [Series(_("came"), came)], write=lambda each: value_words(Unit.SHARE, each)
    )
