"""Where each space stands on a day, in one line: its phase, what holds, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select

from essp.core.db import session
from essp.core.i18n import Message, _, number
from essp.core.i18n import lazy as later
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats.figure_models import SpacePhase
from essp.stats.phases import About, Phase
from essp.stats.web.day_words import address_if

SHOWN = 8
STEPS = {Phase.PIONEERING.value: 1, Phase.FACILITATING.value: 2, Phase.STRATEGIC.value: 3}
NAMES: Mapping[str, Message] = {
    Phase.TOO_SMALL.value: later("Too small to phase"), Phase.DORMANT.value: later("Dormant"),
    Phase.PIONEERING.value: later("Pioneering"), Phase.FACILITATING.value: later("Facilitating"),
    Phase.STRATEGIC.value: later("Strategic"),
}  # fmt: skip
NEXT: Mapping[str, Message] = {
    About.ACTIVE.value: later("Bring five people in"),
    About.CONTRIBUTIONS.value: later("Have something written every week"),
    About.ANSWERED.value: later("Answer every question within a week"),
    About.RETURNING.value: later("Thank who wrote, and ask them again"),
    About.SPREAD.value: later("Find more people who write"),
    About.STANDING.value: later("Let others write; step back yourself"),
    About.SOLVED.value: later("Accept answers, or turn them into pages"),
    About.ACROSS.value: later("Ask another department in"),
    About.FRESH.value: later("Look again at old pages"),
    About.LASTING.value: later("Keep it up"),
    About.COVERED.value: later("Find a second person for each topic"),
    About.SHARED.value: later("Share what hangs on few"),
    About.USEFUL.value: later("Record what it was good for"),
}  # fmt: skip


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


def rows_of(actor: Person, day: date, most: int = SHOWN) -> list[Row]:
    """The spaces that the actor reads, the furthest first."""
    rows = session().execute(
        select(SpacePhase, Space)
        .join(Space, Space.id == SpacePhase.space_id)
        .where(SpacePhase.day == day, Space.practice.is_(False), readable_by(actor))
    )
    found = sorted(
        ((phase, space) for phase, space in rows),
        key=lambda each: (-STEPS.get(each[0].phase, 0), each[1].name),
    )
    return [_row(phase, space, day) for phase, space in found[:most]]


def _row(row: SpacePhase, space: Space, day: date) -> Row:
    conditions = [each for each in row.conditions or [] if isinstance(each, Mapping)]
    missing = _first_missing(conditions)
    held = sum(1 for each in conditions if each.get("held"))
    evidence = ""
    if conditions:
        evidence = _(
            "%(held)s of %(all)s conditions hold", held=number(held), all=number(len(conditions))
        )
        evidence += f". {_('It is falling back.')}" if row.falling else "."
    own = address_if("insight.space", slug=space.slug, day=day.isoformat())
    return Row(
        space.name, own or url_for("spaces.show", slug=space.slug),
        NAMES.get(row.phase, row.phase), STEPS.get(row.phase, 0), evidence,
        NEXT.get(missing, "") if missing else later("Keep it up"),
        address_if("insight.advice", condition=missing) if missing else "",
    )  # fmt: skip


def _first_missing(conditions: Sequence[Mapping[str, Any]]) -> str:
    for each in conditions:
        if not each.get("held"):
            name = str(each.get("about") or each.get("name") or each.get("rule") or "")
            return name.rpartition(":")[2]
    return ""
