"""Where each space stands, where one does, and what helps it along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template

from essp.core.access import members
from essp.core.decision import NotFound, require
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space, readable_spaces
from essp.stats import maturing, reading
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.figure_models import SpacePhase
from essp.stats.filled import OFF
from essp.stats.phases import RULES, About, Phase, next_phase
from essp.stats.recording import mode
from essp.stats.web import advice_phases, advice_texts, phase_words
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked
from essp.stats.web.phase_words import Place

BACK = 364  # days of the trend


@dataclass(frozen=True)
class Row:
    """A space, where it stands and by what; `place` is None where nothing is said of it on that day."""

    space: Space
    place: Place | None
    evidence: str


@blueprint.get("/insight/spaces")
@members
def spaces() -> str:
    """Where each space stands that the reader reads, for community managers."""
    day = day_asked()
    sight = reading.look(me(), SITE, day, what="spaces")
    found = [] if day is None else rows_on(day, after=sight)
    return render_template("insight/spaces.html", day=day, rows=found)


@blueprint.get("/s/<slug>/-/phase")
@members
def space_phase(slug: str) -> str:
    """Where one space stands and what it lacks, for its owners and community managers."""
    found = find_space(me(), slug)
    scope = Scope(Axis.SPACE, str(found.id))
    day = day_asked()
    if day is None:
        require(reading.may_see(me(), scope))
        return render_template("insight/space_phase.html", day=None, space=found, place=None)
    told = row_of(found, scope, day)
    return render_template(
        "insight/space_phase.html", day=day, space=found, place=told.place, evidence=told.evidence
    )


def row_of(space: Space, scope: Scope, day: date, *, how: str = "screen") -> Row:
    """Where one space stands, for the reader; `how` is for the log of looks. Raises Refused.

    Nothing is said while nothing is measured.
    """
    figures = reading.figures(me(), scope, day, phase_words.EVIDENCE, what="space", how=how, back=1)
    row = maturing.phases_on(day, [space.id]).get(space.id) if mode() != OFF else None
    history = maturing.phases_over(day, BACK, [space.id]).get(space.id, [])
    place = _place(row, history, figures) if row is not None else None
    return Row(space, place, phase_words.evidence(figures))


@blueprint.get("/insight/advice")
@members
def advices() -> str:
    """What phases rest on, and all pages of advice."""
    return render_template(
        "insight/advices.html", phases=advice_phases.PHASES, conditions=advice_texts.CONDITIONS,
        rules=[
            (phase, phase_words.name_of(phase), [each for each in _wanted() if each[0] is phase])
            for phase in (Phase.PIONEERING, Phase.FACILITATING, Phase.STRATEGIC)
        ],
    )  # fmt: skip


@blueprint.get("/insight/advice/<condition>")
@members
def advice(condition: str) -> str:
    """What helps with one condition, or in one phase."""
    about = next((each for each in About if each.value == condition), None)
    phase = next((each for each in Phase if each.value.replace(" ", "-") == condition), None)
    if about is not None:
        asked = [each for each in _wanted() if each[1].about is about]
        return render_template(
            "insight/advice.html", advice=advice_texts.CONDITIONS[about], asked=asked, phase=None,
            after=None,
        )  # fmt: skip
    if phase is None:
        raise NotFound
    after = next_phase(phase)
    return render_template(
        "insight/advice.html", advice=advice_phases.PHASES[phase], phase=phase,
        asked=[each for each in _wanted() if after is not None and each[0] is after],
        after=phase_words.name_of(after) if after else None,
    )  # fmt: skip


def _wanted() -> list[tuple[Phase, phase_words.Asked]]:
    return [(rule.phase, phase_words.asked_by(rule)) for rule in RULES]


def rows_on(day: date, *, how: str = "screen", after: reading.Sight | None = None) -> list[Row]:
    """Where each space stands that the reader reads; `how` is for the log of looks.

    `after` is what looking at the site on that day told, where the reader did so just before.
    """
    known = {each.id: each for each in readable_spaces(me()) if not each.practice}
    phases = maturing.phases_on(day, list(known)) if mode() != OFF else {}
    over = maturing.phases_over(day, BACK, list(known))
    scopes = {Scope(Axis.SPACE, str(number)): number for number in phases}
    told = reading.figures_of_each(
        me(), list(scopes), day, phase_words.EVIDENCE, what="spaces", how=how, after=after
    )
    found = []
    for scope, number in scopes.items():
        figures = told.get(scope)
        told_of = figures if figures and not _nothing_told(figures) else None
        place = _place(phases[number], over.get(number, []), told_of) if told_of else None
        found.append(Row(known[number], place, phase_words.evidence(figures)))
    return sorted(found, key=_order)


def _nothing_told(figures: Mapping[str, reading.Shown]) -> bool:
    """Whether a space may not be told of, such as for being too like another that was seen."""
    return all(each.withheld is reading.Withheld.FEW for each in figures.values())


def _order(row: Row) -> tuple[int, str]:
    return (-row.place.phase.rank if row.place else 1, row.space.name_key)


def _place(
    row: SpacePhase, history: Sequence[tuple[date, str]], figures: Mapping[str, reading.Shown]
) -> Place:
    return phase_words.place_of(row, history, figures["C5act"].least)
