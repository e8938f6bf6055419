"""How measures of reach are asked and read: who was here, in which ways, on which step of the ladder."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, func, literal, select

from essp.core.figures import Share
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.catalogue.entitled import K, did, entitled, here, members, of_entitled, whether
from essp.stats.catalogue.reading_people import Rows
from essp.stats.measures import Read, Reading
from essp.stats.models import Deed, Presence
from essp.stats.verbs import CONTRIBUTES, REACTS, Use

ENOUGH_USES = 3
ENOUGH_WEEKS = 3
MONTH = 28


def activated(asked: Asked) -> Any:
    """Who of those with an account was ever here. Asked of each person, whose rows are found by index."""
    people = entitled(asked)
    ever = (
        select(Presence.person_id)
        .where(Presence.person_id == people.c.person_id, Presence.day <= asked.day)
        .exists()
    )
    return select(
        people.c.key,
        func.sum(case((ever, 1), else_=0)).label("part"),
        func.count().label("whole"),
    ).group_by(people.c.key)


def reached(asked: Asked) -> Any:
    """Who was here on the last day, in the last week, in four weeks."""
    people = entitled(asked)
    last = func.max(Presence.day).label("last")
    found = here(asked, people, MONTH, last)

    def within_days(days: int) -> ColumnElement[int]:
        recent = found.c.last > asked.day - days * DAY
        return func.sum(case((recent, 1), else_=0)).label(f"in_{days}")

    return _against_members(asked, people, found, *(within_days(each) for each in (1, 7, MONTH)))


def reach_in(days: int) -> Read:
    """Reading: the reach of so many days, with all three in the parts."""

    def read(rows: Rows) -> Reading:
        row = rows[0]
        parts = {str(each): int(getattr(row, f"in_{each}")) for each in (1, 7, MONTH)}
        share = Share(parts[str(days)], int(row.whole))
        return Reading(share.value, share.whole, share.whole, share.band, parts)

    return read


def broadly(asked: Asked) -> Any:
    """Who was here, and who of them in three ways or more."""
    uses = [
        whether(Presence.kinds.bitwise_and(int(each)) > 0).label(str(each.name).lower())
        for each in Use
    ]
    found = here(asked, entitled(asked), MONTH, *uses)
    broad = sum((found.c[each.name] for each in uses), literal(0)) >= ENOUGH_USES
    return _share_of_found(found, broad)


def habitually(asked: Asked) -> Any:
    """Who was here, and who of them in three of the last four weeks or more."""
    weeks = [
        whether(
            and_(
                Presence.day > asked.day - 7 * (week + 1) * DAY,
                Presence.day <= asked.day - 7 * week * DAY,
            )
        ).label(f"week_{week}")
        for week in range(4)
    ]
    found = here(asked, entitled(asked), MONTH, *weeks)
    often = sum((found.c[each.name] for each in weeks), literal(0)) >= ENOUGH_WEEKS
    return _share_of_found(found, often)


def still_doing(asked: Asked) -> Any:
    """Who contributed or reacted in a year, and who of them in the last four weeks."""
    by = [Deed.actor_id.label("person_id")]
    if asked.axis is Axis.SPACE:
        by.append(Deed.space_id.label("space_id"))
    rows = (
        select(*by, func.max(Deed.day).label("last"))
        .where(did(asked, CONTRIBUTES | REACTS), Deed.day >= asked.first, Deed.day <= asked.day)
        .group_by(*(each.element for each in by))
        .subquery("did")
    )
    found = of_entitled(asked, entitled(asked), rows, "last")
    return _share_of_found(found, found.c.last > asked.day - MONTH * DAY)


def covered(asked: Asked) -> Any:
    """Departments of five people or more, and those of which half were here in four weeks."""
    cut = Asked(asked.day, asked.window, asked.zone, Axis.DEPARTMENT, asked.imported)
    people = entitled(cut)
    found = here(cut, people, MONTH)
    each = _against_members(cut, people, found, func.count().label("active")).subquery("each")
    half = case((2 * each.c.active >= each.c.whole, 1), else_=0)
    return (
        select(
            literal("").label("key"),
            func.coalesce(func.sum(half), 0).label("part"),
            func.count().label("whole"),
            func.coalesce(func.sum(each.c.whole), 0).label("people"),
        )
        .where(each.c.whole >= K)
        .having(func.count() > 0)
    )


def share_of_groups(rows: Rows) -> Reading:
    """A share of departments, of which so many `people` are part."""
    found = Share(int(rows[0].part), int(rows[0].whole))
    return Reading(found.value, found.whole, int(rows[0].people), found.band, {"part": found.part})


def on_the_ladder(asked: Asked) -> Any:
    """On which step of the ladder everybody stands: contributes, reacts, only reads, is absent."""
    people = entitled(asked)
    contributed = whether(Presence.contributed > 0).label("contributed")
    reacted = whether(Presence.reacted > 0).label("reacted")
    found = here(asked, people, MONTH, contributed, reacted)
    return _against_members(
        asked, people, found,
        func.sum(found.c.contributed).label("contributors"),
        func.sum(case((found.c.contributed == 0, found.c.reacted), else_=0)).label("participants"),
        func.count().label("active"),
    )  # fmt: skip


def ladder(rows: Rows) -> Reading:
    """The share of those who do more than read, and how many stand on each step."""
    row = rows[0]
    steps = {
        "contributors": int(row.contributors),
        "participants": int(row.participants),
        "consumers": int(row.active) - int(row.contributors) - int(row.participants),
        "absent": int(row.whole) - int(row.active),
    }
    share = Share(steps["contributors"] + steps["participants"], int(row.whole))
    return Reading(share.value, share.whole, share.whole, share.band, {"steps": steps})


def _against_members(asked: Asked, people: CTE, found: CTE, *sums: ColumnElement[Any]) -> Any:
    """For each scope `whole`, who is entitled, and what is summed up of those found; 0 where none are."""
    whole = members(asked, people)
    summed = select(found.c.key, *sums).group_by(found.c.key).subquery("summed")
    named = [func.coalesce(summed.c[each.name], 0).label(each.name) for each in sums]
    return select(whole.c.key, whole.c.people.label("whole"), *named).outerjoin(
        summed, summed.c.key == whole.c.key
    )


def _share_of_found(found: CTE, condition: ColumnElement[bool]) -> Any:
    part = func.sum(case((condition, 1), else_=0)).label("part")
    return select(found.c.key, part, func.count().label("whole")).group_by(found.c.key)
