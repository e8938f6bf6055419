"""Tables of things as files: what was searched for in vain, pilots, what was brought in.

By the rules of their screens; who asks for figures is noted as who looks at the screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.people.models import Person
from essp.stats import piloting, reading
from essp.stats.asking import SITE
from essp.stats.exporting import Wanted, offer
from essp.stats.moving import Source, sources
from essp.stats.recording import FULL, mode
from essp.stats.sheets import Cell, Column, Hidden, Sheet
from essp.stats.shown import Shown, Withheld

VAIN = "M40"


def in_vain(shown: Shown | None) -> Sequence[tuple[str, int, int]]:
    """Words, people and searches of what enough people for this reader looked for in vain."""
    if shown is None or not shown.parts:
        return []
    return [
        (str(words), int(people), int(searches))
        for words, people, searches in shown.parts.get("vain") or ()
        if people >= shown.least
    ]


def searched(actor: Person, wanted: Wanted) -> Sheet:
    """What several people searched for in vain. Raises Refused."""
    day = wanted.at
    found = reading.figures(actor, SITE, day, [VAIN], what="knowledge", how=wanted.how, back=1)
    shown = found.get(VAIN)
    columns = (
        Column("words", _("Words"), _("What was typed, in words that enough people used.")),
        Column("people", _("People"), _("How many different people searched for it in vain.")),
        Column("searches", _("Searches"), _("How often it was searched for in vain.")),
    )
    about: dict[str, Cell] = {"day": day}
    if shown is not None and shown.withheld is not Withheld.NO:
        about["withheld"] = shown.withheld.value
    return Sheet("vain", _("Searched in vain"), columns, in_vain(shown), about)


def pilots(actor: Person, wanted: Wanted) -> Sheet:
    """Pilots of spaces that the actor reads, with what was learnt. Raises Refused."""
    reading.look(actor, SITE, reading.last_day(), what="pilots", how=wanted.how)
    now = piloting.today(zone())
    columns = (
        Column("pilot", _("Pilot"), _("What the pilot is called.")),
        Column("space", _("Space"), _("The space that is tried out.")),
        Column("first", _("First day"), _("The first day of the pilot.")),
        Column("last", _("Last day"), _("The last day of the pilot.")),
        Column("invited", _("Invited"), _("How many people were invited.")),
        Column("state", _("State"), _("ahead, running, settling, over or closed.")),
        Column("purpose", _("Question"), _("What it is to find out.")),
        Column("lesson", _("Lesson"), _("What was learnt, once it is closed.")),
    )
    rows: list[Sequence[Cell]] = [
        [
            each.name, space.name, each.starts_on, each.ends_on, invited,
            piloting.state_of(each, now).value, each.purpose, each.lesson,
        ]
        for each, space, invited in piloting.pilots(actor)
    ]  # fmt: skip
    return Sheet("pilots", _("Pilots"), columns, rows)


def moving(actor: Person, wanted: Wanted) -> Sheet:
    """What was brought in, source by source, and what became of it. Raises Refused."""
    day = wanted.at
    reading.look(actor, SITE, day, what="moving", how=wanted.how)
    columns = (
        Column("space", _("Space"), _("Where it was brought.")),
        Column("kind", _("Kind"), _("What it was brought from.")),
        Column("source", _("Source"), _("Its last name there.")),
        Column("at", _("Brought in"), _("When that was done, in UTC; empty where it is not.")),
        Column("pages", _("Pages in use"), _("How many of its pages are in use.")),
        Column("opened", _("Opened"), _("How many of them were opened in 28 days.")),
        Column("reads", _("Reads here"), _("How often they were opened here in 28 days.")),
        Column(
            "originals", _("Opened there"), _("How often people went back to where they came from.")
        ),
        Column(
            "moved",
            _("Reading that moved"),
            _("The part of all reading that is here, from 0 to 1."),
        ),
        Column("edited", _("Edited here"), _("How many were changed here.")),
        Column(
            "silent", _("Silent for 180 days"), _("Not opened; empty where it is too early to say.")
        ),
    )
    measured = mode() == FULL
    rows = [_moved(each, measured=measured) for each in sources(actor, day, zone())]
    return Sheet("moving", _("What moved"), columns, rows, {"day": day})


def _moved(each: Source, *, measured: bool) -> list[Cell]:
    there: Cell = each.originals
    part: Cell = each.moved
    if not measured:
        there = part = Hidden(Withheld.NOT_MEASURED)
    elif each.originals is None:
        there = part = Hidden(Withheld.FEW)
    elif part is None:
        part = Hidden(Withheld.NOTHING)
    return [
        each.space, each.kind, each.origin, each.finished_at, each.pages, each.read, each.reads, there,
        part, each.edited, None if each.young else each.silent,
    ]  # fmt: skip


for _name, _make in (("vain", searched), ("pilots", pilots), ("moving", moving)):
    offer(_name, _make)
