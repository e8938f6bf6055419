"""Where each space stands on a day, in one line: its phase, what is seen of it, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from essp.core.i18n import Message
from essp.people.models import Person
from essp.spaces.queries import readable_spaces
from essp.stats import maturing, reading
from essp.stats.asking import Axis, Scope
from essp.stats.filled import OFF
from essp.stats.phases import Phase
from essp.stats.reading import Sight
from essp.stats.recording import mode
from essp.stats.web import phase_words

SHOWN = 8


@dataclass(frozen=True)
class Row:
    """A space with its phase; `step` is 0 to 3."""

    name: str
    url: str
    phase: Message
    step: int
    evidence: str
    next: Message
    next_url: str


def rows_of(actor: Person, day: date, after: Sight) -> Sequence[Row]:
    """The spaces that the actor reads, the furthest first; `after` is the sight of that day."""
    known = {each.id: each for each in readable_spaces(actor) if not each.practice}
    phases = maturing.phases_on(day, list(known)) if mode() != OFF else {}
    ordered = sorted(phases, key=lambda each: (-_rank(phases[each].phase), known[each].name_key))
    scopes = {Scope(Axis.SPACE, str(each)): each for each in ordered[:SHOWN]}
    told = reading.figures_of_each(
        actor, list(scopes), day, phase_words.EVIDENCE, what="day", after=after
    )
    found = []

    def own(slug: str) -> str:
        return url_for("insight.space_phase", slug=slug, day=day.isoformat())

    for scope, number in scopes.items():
        figures = told.get(scope)
        least = figures["C5act"].least if figures else 0
        place = phase_words.place_of(phases[number], [], least)
        advice = place.first
        found.append(
            Row(
                known[number].name, own(known[number].slug),
                place.name, place.step, phase_words.evidence(figures), place.next,
                url_for("insight.advice", condition=advice.about.value) if advice else "",
            )
        )  # fmt: skip
    return found


def _rank(phase: str) -> int:
    return Phase(phase).rank
