"""Tables of screens that are made here, as files: things behind a tile, phases, conditions, a pilot.

Each is made by what makes its screen, so a file can tell no more; who asks is noted as who takes it along.
"""

from __future__ import annotations

from collections.abc import Sequence

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats import briefing, piloting, reading
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.exporting import Make, Wanted, offer
from essp.stats.sheets import Cell, Column, Hidden, Sheet
from essp.stats.shown import Shown, Withheld
from essp.stats.tiles import TILES, Tile
from essp.stats.web.phase_words import Told
from essp.stats.web.pilots import STATES, going_of
from essp.stats.web.spaces import row_of, rows_on
from essp.stats.web.tile_shown import behind

CONDITION = (
    Column("condition", _("Condition"), _("What is asked for.")),
    Column("counted", _("What is counted"), _("What the value says.")),
    Column("value", _("Value"), _("As the screen has it; <5 where it tells of too few people.")),
    Column("wanted", _("Asked for"), _("From which value on it holds.")),
    Column("held", _("Holds"), _("1 where it holds, 0 where not; empty where it is not known.")),
)


def things(tile: Tile) -> Make:
    """How the things behind one tile become a table."""

    def make(actor: Person, wanted: Wanted) -> Sheet:
        """Questions, pages, topics or spaces behind a tile, as its screen lists them. Raises Refused."""
        day = wanted.at
        told = briefing.told_of(actor, tile, day, how=wanted.how)
        columns = (
            Column("list", _("List"), _("Under which heading it stands.")),
            Column("thing", _("What"), _("The name of the question, page, topic or space.")),
            Column("space", _("Space"), _("Where it is.")),
            Column("note", _("Note"), _("What is said of it.")),
            Column("address", _("Address"), _("Where it stands on this site.")),
        )
        rows: list[Sequence[Cell]] = [
            [listed.head, line.title, line.where, line.note, line.path]
            for listed in behind(tile.slug, day, told.shown, how=wanted.how).lists
            for line in listed.lines
        ]
        about: dict[str, Cell] = {"day": day, "figure": tile.measure, "value": told.value}
        return Sheet(f"tile-{tile.slug}", tile.name, columns, rows, about)

    return make


def phases(actor: Person, wanted: Wanted) -> Sheet:
    """Where each space stands that the actor reads, with what is missing first. Raises Refused."""
    day = wanted.at
    sight = reading.look(actor, SITE, day, what="spaces", how=wanted.how)
    columns = (
        Column("space", _("Space"), _("The name of the space.")),
        Column("phase", _("Phase"), _("Dormant, pioneering, facilitating, strategic or too small.")),
        Column("since", _("Since"), _("When it began; empty where that is before what is known.")),
        Column("evidence", _("Evidence"), _("What is seen there in four weeks.")),
        Column("missing", _("Missing first"), _("The condition that is missing first.")),
        CONDITION[2], CONDITION[3],
        Column("next", _("Next step"), _("What helps now.")),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for row in rows_on(day, how=wanted.how, after=sight):
        place, first = row.place, row.place.first if row.place else None
        rows.append([
            row.space.name, place.name if place else None, place.since if place else None,
            row.evidence, first.name if first else None, _value(first) if first else None,
            first.wanted if first else None, place.next if place else None,
        ])  # fmt: skip
    return Sheet("phases", _("Phase of each space"), columns, rows, {"day": day})


def conditions(_actor: Person, wanted: Wanted) -> Sheet:
    """What one space has and lacks for its phase and the next. Raises Invalid, NotFound, Refused."""
    if wanted.scope.axis is not Axis.SPACE:
        raise Invalid(scope=_("Ask for a space."))
    day = wanted.at
    row = row_of(_space(wanted), wanted.scope, day, how=wanted.how)
    place = row.place
    rows: list[Sequence[Cell]] = [
        [each.name, each.counted, _value(each), each.wanted, each.held]
        for each in ((*place.missing, *place.risks) if place else ())
    ]
    about: dict[str, Cell] = {"space": row.space.name, "day": day, "evidence": row.evidence}
    about |= {"phase": place.name, "since": place.since} if place else {}
    return Sheet("conditions", _("Where a space stands"), CONDITION, rows, about)


def _space(wanted: Wanted) -> Space:
    found = session().get(Space, int(wanted.scope.key))
    assert found is not None  # the scope was made of it
    return found


def _value(told: Told) -> Cell:
    if told.few:
        return Hidden(Withheld.FEW)
    return told.value if told.known else Hidden(Withheld.NOTHING)


def pilot(actor: Person, wanted: Wanted) -> Sheet:
    """One pilot and what it is judged by. Raises NotFound, Refused."""
    reading.look(actor, SITE, wanted.day, what="pilot", how=wanted.how)
    found, space = piloting.find_pilot(actor, wanted.of)
    reading.look(actor, Scope(Axis.SPACE, str(space.id)), wanted.day, what="pilot", how=wanted.how)
    people = len(piloting.invited(found))
    going = going_of(found, space, people, how=wanted.how)
    rows: list[Sequence[Cell]] = [
        [each.name, each.counted, _figure(each.shown), each.wanted, each.held]
        for each in (going.checks if going else ())
    ]
    about: dict[str, Cell] = {
        "pilot": found.name, "space": space.name, "first": found.starts_on, "last": found.ends_on,
        "invited": people, "question": found.purpose, "lesson": found.lesson,
        "state": STATES[piloting.state_of(found, piloting.today(zone()))],
        "day": going.day if going else None, "own_feet": going.feet.value if going else None,
    }  # fmt: skip
    return Sheet("pilot", _("A pilot"), CONDITION, rows, about)


def came(actor: Person, wanted: Wanted) -> Sheet:
    """How many of those invited to a pilot have come, by days. Raises NotFound, Refused."""
    reading.look(actor, SITE, wanted.day, what="pilot", how=wanted.how)
    found, space = piloting.find_pilot(actor, wanted.of)
    reading.look(actor, Scope(Axis.SPACE, str(space.id)), wanted.day, what="pilot", how=wanted.how)
    people = len(piloting.invited(found))
    going = going_of(found, space, people, how=wanted.how)
    columns = (
        Column("day", _("Day"), _("Days since the invitation.")),
        Column(
            "came", _("Came"), _("The share of those invited, in steps of five people or more.")
        ),
    )
    shares = going.came if going else ()
    about: dict[str, Cell] = {"pilot": found.name, "invited": people}
    if not shares:
        about["withheld"] = Withheld.FEW.value if going else Withheld.NOT_FILLED.value
    return Sheet("came", _("From invitation to first use"), columns, list(enumerate(shares)), about)


def _figure(shown: Shown) -> Cell:
    return shown.value if shown.withheld is Withheld.NO else Hidden(shown.withheld, shown.least)


for _tile in TILES:
    offer(f"tile-{_tile.slug}", things(_tile))
for _name, _make in (
    ("phases", phases), ("conditions", conditions), ("pilot", pilot), ("came", came),
):  # fmt: skip
    offer(_name, _make)
