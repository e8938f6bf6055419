"""How often who comes in a month comes on a day: asked and read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, case, column, func, literal, or_, select, union_all, values

from essp.stats.asking import DAY, Asked
from essp.stats.catalogue.entitled import entitled, here
from essp.stats.catalogue.reading_people import Rows, working_days
from essp.stats.measures import Reading

MONTH = 28


def day_by_day(asked: Asked) -> Any:
    """For each day who was here, and by how many those of the 28 days up to it become more or fewer.

    Each of somebody's days holds for 28 days. They are one more from a day on whose predecessor holds no
    longer, and one fewer when a day ends to hold before their next. Added up this is who was here in 28
    days, for all days at once, without asking 28 times.
    """
    days = [asked.day - number * DAY for number in range(2 * MONTH - 1)]
    holds = (
        values(column("day", Date), column("ends", Date), name="holds")
        .data([(day, day + MONTH * DAY) for day in days])
        .cte("holds")
    )
    found = here(asked, entitled(asked), len(days), by_day=True)
    by_person: dict[str, Any] = {
        "partition_by": (found.c.key, found.c.person_id),
        "order_by": found.c.day,
    }
    dated = (
        select(
            found.c.key,
            found.c.day,
            holds.c.ends,
            func.lag(holds.c.ends).over(**by_person).label("held"),
            func.lead(found.c.day).over(**by_person).label("next"),
        )
        .join(holds, holds.c.day == found.c.day)
        .cte("dated")
    )
    more = case((or_(dated.c.held.is_(None), dated.c.held <= dated.c.day), 1), else_=0)
    fewer = case((or_(dated.c.next.is_(None), dated.c.next >= dated.c.ends), -1), else_=0)
    moves = union_all(
        select(dated.c.key, dated.c.day, literal(1).label("active"), more.label("change")),
        select(dated.c.key, dated.c.ends, literal(0), fewer),
    ).subquery("moves")
    return (
        select(
            moves.c.key,
            moves.c.day,
            func.sum(moves.c.active).label("active"),
            func.sum(moves.c.change).label("change"),
            literal(asked.first, Date).label("first"),
            literal(asked.day, Date).label("last"),
        )
        .where(moves.c.day <= asked.day)
        .group_by(moves.c.key, moves.c.day)
    )


def stickiness(rows: Rows) -> Reading:
    """The mean over working days of who was here to who was here in the 28 days up to then."""
    first, last = rows[0].first, rows[0].last
    found = {row.day: (int(row.active), int(row.change)) for row in rows}
    month, day, told = 0, min(found), []
    worked = set(working_days(first, last))
    while day <= last:
        active, change = found.get(day, (0, 0))
        month += change
        if day in worked and month:
            told.append(active / month)
        day += DAY
    value = sum(told) / len(told) if told else None
    return Reading(value, len(told), month)
