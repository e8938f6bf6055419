"""What figures are made of as files: the tables beside charts and maps, by the same rules as these.

Each reads through `reading`, so that a file holds what the screen shows; a number of one to four people is
marked as withheld. Things (questions, pages) are loaded through whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from essp.core.decision import Invalid
from essp.core.i18n import Message, language
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.people.models import Person
from essp.stats import around, customers, reading
from essp.stats.asking import SITE, Asked, Axis
from essp.stats.exporting import MOST_BACK, Wanted, offer
from essp.stats.matrix import matrix_in
from essp.stats.moving import silent, sources
from essp.stats.sheets import Cell, Column, Hidden, Sheet
from essp.stats.shown import Shown, Withheld
from essp.stats.withholding import LEAST
from essp.topics.queries import named

PEOPLE = _("People; <5 where they are too few to show.")
STEPS: Mapping[str, Sequence[tuple[str, Message]]] = {
    "D4": (("1", _("Active that day")), ("7", _("Active in a week")), ("28", _("Active in four weeks"))),
    "D5": (
        ("contributors", _("Write")), ("participants", _("Only react")), ("consumers", _("Only read")),
        ("absent", _("Absent")),
    ),
    "D6": (
        ("new", _("New")), ("returning", _("Returned")), ("resurrected", _("Back after long")),
        ("lapsed", _("Lapsed")),
    ),
}  # fmt: skip
TOPIC = Column("topic", _("Topic"), _("The name of the topic."))
ADDRESS = Column("address", _("Address"), _("Where it stands on this site."))


def steps(actor: Person, wanted: Wanted) -> Sheet:
    """Of how many people a figure is made, step by step, on each day up to one. Raises Invalid, Refused."""
    known = STEPS.get(wanted.measure)
    if known is None:
        raise Invalid(measure=_("There is no such figure."))
    day, back = wanted.at, min(max(wanted.back, 1), MOST_BACK)
    told = reading.parts_over(
        actor, wanted.scope, day, wanted.measure, what="measure", how=wanted.how, back=back
    )
    columns = [
        Column("day", _("Day"), _("The day on which it was known.")),
        *(Column(f"d{key}" if key.isdigit() else key, label, PEOPLE) for key, label in known),
    ]
    rows = [[at, *(_people(parts, key) for key, _label in known)] for at, parts in told]
    about: dict[str, Cell] = {"scope": wanted.scope.axis.value, "key": wanted.scope.key, "day": day}
    return Sheet(
        "steps", _("What a figure is made of"), columns, rows, about | {"figure": wanted.measure}
    )


def _people(parts: Mapping[str, Any] | None, key: str) -> Cell:
    if parts is None:
        return None
    counts = parts.get("steps", parts)
    if key not in counts:
        return None
    count = counts[key]
    return Hidden(Withheld.FEW) if count is None or 0 < count < LEAST else int(count)


def waits(actor: Person, wanted: Wanted) -> Sheet:
    """How many questions still wait after so many hours, as the curve has it. Raises Refused."""
    day = wanted.at
    found = reading.figures(
        actor, wanted.scope, day, ["D2"], what="measure", how=wanted.how, back=1
    )
    parts, shown = _parts(found, "D2"), found.get("D2")
    columns = (
        Column("hours", _("Hours"), _("Hours since the question was asked.")),
        Column(
            "waiting", _("Still waiting"), _("The part of all questions without an answer then.")
        ),
    )
    about: dict[str, Cell] = {"day": day, "questions": shown.n if shown else None}
    about |= {"half": shown.value if shown else None, "nine_in_ten": parts.get("p90")}
    if shown is not None and shown.withheld is not Withheld.NO:
        about["withheld"] = shown.withheld.value
    rows = [[float(hours), float(left)] for hours, left in parts.get("curve") or ()]
    return Sheet("waits", _("How long questions wait"), columns, rows, about)


def openness(actor: Person, wanted: Wanted) -> Sheet:
    """How open each department is. Raises Refused."""
    day = wanted.at
    found = reading.figures(actor, SITE, day, ["D8"], what="silos", how=wanted.how, back=1)
    parts = _parts(found, "D8")
    matrix = matrix_in(parts) if parts else None
    columns = (
        Column("department", _("Department"), _("The name of the department.")),
        Column("people", _("People"), _("How many people it has on the map.")),
        Column("openness", _("Openness"), _("1 as open as chance has it, 0 no tie outward.")),
        Column(
            "outward", _("Outward less inward"), _("Ties outward less those within, from -1 to 1.")
        ),
    )
    rows = (
        [[each.name, each.people, each.openness, each.outward] for each in matrix.departments]
        if matrix
        else []
    )
    hidden = ", ".join(matrix.hidden) if matrix else ""
    about: dict[str, Cell] = {"day": day, "withheld_departments": hidden}
    return Sheet("openness", _("How open each department is"), columns, rows, about)


def hanging(actor: Person, wanted: Wanted) -> Sheet:
    """Topics whose knowledge hangs on one person, of those that everybody may know of. Raises Refused."""
    day = wanted.at
    parts = _parts(
        reading.figures(actor, SITE, day, ["D10"], what="knowledge", how=wanted.how, back=1), "D10"
    )
    columns = (
        TOPIC, ADDRESS,
        Column("active", _("Active people who know"), _("1 or 0: on how many of them it hangs.")),
        Column("reads", _("Reads in 90 days"), _("How often its pages were opened.")),
    )  # fmt: skip
    rows = parts.get("topics") or ()
    told = named([int(row[0]) for row in rows]) if rows else {}
    lines: list[Sequence[Cell]] = [
        [
            told[int(topic)].label(language()),
            f"/topics/{told[int(topic)].slug}",
            int(active),
            int(reads),
        ]
        for topic, active, reads in rows
        if int(topic) in told and told[int(topic)].open
    ]
    drill = parts.get("drill") or {}
    about: dict[str, Cell] = {"day": day}
    about |= {f"drill_{key}": drill.get(key) for key in ("answerers", "most", "middle")}
    return Sheet("hanging", _("Hangs on one person"), columns, lines, about)


def unnamed(actor: Person, wanted: Wanted) -> Sheet:
    """What customers ask that is no topic here. Raises Refused."""
    day = wanted.at
    reading.look(actor, SITE, day, what="knowledge", how=wanted.how)
    columns = (
        Column("words", _("As customers say it"), _("The name as it was brought in.")),
        Column("requests", _("Requests"), _("How often customers asked, in 90 days.")),
    )
    rows: list[Sequence[Cell]] = [list(each) for each in customers.without_topic(day)]
    return Sheet(
        "unnamed", _("Customers ask, and we have no word for it"), columns, rows, {"day": day}
    )


def waiting(actor: Person, wanted: Wanted) -> Sheet:
    """Questions of a space or topic that wait for a first response. Raises Invalid, NotFound, Refused."""
    asked, _sight = _around(actor, wanted)
    columns = (
        Column("question", _("Question"), _("Its title.")), ADDRESS,
        Column("space", _("Space"), _("Where it was asked.")),
        Column("asked", _("Asked"), _("When it was asked, in UTC.")),
        Column("days", _("Waits"), _("Working days without a response by somebody else.")),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [
        [each.title, f"/t/{each.uid}", each.space, each.at, round(each.days, 2)]
        for each in around.waiting(actor, asked, wanted.scope)
    ]
    return Sheet("waiting", _("Questions that wait"), columns, rows, {"day": asked.day})


def pages(actor: Person, wanted: Wanted) -> Sheet:
    """The pages of a space or topic that are read most. Raises Invalid, NotFound, Refused."""
    asked, sight = _around(actor, wanted)
    few = Hidden(Withheld.FEW, sight.least(wanted.scope))
    columns = (
        Column("page", _("Page"), _("Its title.")), ADDRESS,
        Column("space", _("Space"), _("Where it stands.")),
        Column("reads", _("Reads"), _("How often it was opened in 90 days.")),
        Column("until", _("Vouched for until"), _("Until when somebody vouches for it; empty: nobody.")),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [
        [
            each.title,
            f"/p/{each.uid}",
            each.space,
            few if each.reads is None else each.reads,
            each.until,
        ]
        for each in around.pages(actor, asked, wanted.scope, told=not sight.too_small(wanted.scope))
    ]
    return Sheet("pages", _("Pages"), columns, rows, {"day": asked.day})


def _around(actor: Person, wanted: Wanted) -> tuple[Asked, reading.Sight]:
    axis = wanted.scope.axis
    if axis not in {Axis.SPACE, Axis.TOPIC}:
        raise Invalid(scope=_("Ask for a space or a topic."))
    day = wanted.at
    sight = reading.look(actor, wanted.scope, day, what=axis.value, how=wanted.how)
    return Asked(day, around.READS, zone(), axis), sight


def unopened(actor: Person, wanted: Wanted) -> Sheet:
    """Pages brought in that nobody opened in 180 days. Raises Refused."""
    day = wanted.at
    reading.look(actor, SITE, day, what="moving", how=wanted.how)
    columns = (
        Column("page", _("Page"), _("Its title.")), ADDRESS,
        Column("space", _("Space"), _("Where it stands.")),
        Column("changed", _("Last changed"), _("When it was last changed, in UTC.")),
    )  # fmt: skip
    found = silent(actor, [each.id for each in sources(actor, day, zone())], day, zone())
    rows: list[Sequence[Cell]] = [
        [each.title, f"/p/{each.uid}", each.space.name, each.updated_at] for each in found
    ]
    return Sheet("unopened", _("Nobody opened these in 180 days"), columns, rows, {"day": day})


def _parts(figures: Mapping[str, Shown], name: str) -> Mapping[str, Any]:
    shown = figures.get(name)
    return shown.parts if shown is not None and shown.parts else {}


for _name, _make in (
    ("steps", steps), ("waits", waits), ("openness", openness), ("hanging", hanging), ("unnamed", unnamed),
    ("waiting", waiting), ("pages", pages), ("unopened", unopened),
):  # fmt: skip
    offer(_name, _make)
