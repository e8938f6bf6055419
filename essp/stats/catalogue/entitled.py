"""Who is entitled at the end of a day, and who of them was here: for measures of people.

A person counts for the department in which they worked at the end of the window, and for a space if they
may read it then, so that a share of people is never above 1. Whoever left by then counts no more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import String as Text

from essp.people.models import Person
from essp.spaces.models import Access, Membership, Space
from essp.stats.asking import DAY, Asked, Axis, midnight
from essp.stats.models import Deed, DepartmentStay, Presence
from essp.stats.verbs import MIGRATION, Did

# Whether somebody was here at all; a row that says neither tells of nothing any more.
WAS_HERE = or_(Presence.viewed, Presence.reacted > 0, Presence.contributed > 0)
K = 5  # people in a department of which something is said


def had_account(asked: Asked) -> ColumnElement[bool]:
    """The condition on Person that they had an account at the end of the day."""
    left = and_(Person.left_at.is_not(None), Person.left_at < asked.now)
    return and_(Person.joined_at.is_not(None), Person.joined_at < asked.now, ~left)


def department(asked: Asked) -> tuple[Subquery, Subquery, ColumnElement[str]]:
    """Where people worked at the end of the day: two tables to join to Person, and the name.

    Before anything is known of somebody it is where they were first, and else what their profile says.
    """

    def first_of(
        name: str, order: ColumnElement[Any], *conditions: ColumnElement[bool]
    ) -> Subquery:
        ranked = (
            select(
                DepartmentStay.person_id,
                DepartmentStay.department,
                func.row_number()
                .over(partition_by=DepartmentStay.person_id, order_by=order)
                .label("n"),
            )
            .where(*conditions)
            .subquery(f"{name}_ranked")
        )
        return select(ranked.c.person_id, ranked.c.department).where(ranked.c.n == 1).subquery(name)

    since = DepartmentStay.since
    last = first_of("stay", since.desc(), since < asked.now)
    first = first_of("first_stay", since.asc())
    return last, first, func.coalesce(last.c.department, first.c.department, Person.department)


def entitled(asked: Asked) -> CTE:
    """The people with an account, `person_id`, and on the axis of departments their `key`."""
    if asked.axis is not Axis.DEPARTMENT:
        found = select(Person.id.label("person_id"), literal("").label("key"))
        return found.where(had_account(asked)).cte("entitled")
    last, first, name = department(asked)
    return (
        select(Person.id.label("person_id"), name.label("key"))
        .outerjoin(last, last.c.person_id == Person.id)
        .outerjoin(first, first.c.person_id == Person.id)
        .where(had_account(asked), name != "")
        .cte("entitled")
    )


def members(asked: Asked, people: CTE) -> CTE:
    """How many people are entitled in each scope: `key`, `people`."""
    if asked.axis is not Axis.SPACE:
        counted = select(people.c.key, func.count().label("people")).group_by(people.c.key)
        return counted.cte("members")
    everybody = select(func.count()).select_from(people).scalar_subquery()
    belong = (
        select(Membership.space_id, func.count().label("people"))
        .join(people, people.c.person_id == Membership.person_id)
        .where(Membership.since < asked.now)
        .group_by(Membership.space_id)
        .subquery("belong")
    )
    count = case(
        (Space.access == Access.OPEN.value, everybody), else_=func.coalesce(belong.c.people, 0)
    )
    return (
        select(cast(Space.id, Text).label("key"), count.label("people"))
        .outerjoin(belong, belong.c.space_id == Space.id)
        .where(Space.practice.is_(False), Space.created_at < asked.now)
        .cte("members")
    )


def of_entitled(asked: Asked, people: CTE, rows: Subquery, *columns: str) -> CTE:
    """What `rows` say of each person (`person_id`, on the axis of spaces `space_id`), of whom is entitled.

    Gives `key`, `person_id` and the columns named.
    """
    wanted = [rows.c.person_id, *(rows.c[name] for name in columns)]
    if asked.axis is not Axis.SPACE:
        found = select(people.c.key, *wanted).join(people, people.c.person_id == rows.c.person_id)
        return found.cte("of_entitled")
    belongs = and_(
        Membership.space_id == rows.c.space_id,
        Membership.person_id == rows.c.person_id,
        Membership.since < asked.now,
    )
    return (
        select(cast(rows.c.space_id, Text).label("key"), *wanted)
        .join(people, people.c.person_id == rows.c.person_id)
        .join(Space, Space.id == rows.c.space_id)
        .outerjoin(Membership, belongs)
        .where(Space.practice.is_(False))
        .where(or_(Space.access == Access.OPEN.value, Membership.person_id.is_not(None)))
        .cte("of_entitled")
    )


def here(asked: Asked, people: CTE, days: int, *sums: ColumnElement[Any]) -> CTE:
    """Who of them was here in so many last days: `key`, `person_id`, and what is summed up of theirs."""
    by: list[Any] = [Presence.person_id]
    if asked.axis is Axis.SPACE:
        by.append(Presence.space_id)
    rows = (
        select(*by, *sums)
        .where(Presence.day > asked.day - days * DAY, Presence.day <= asked.day, WAS_HERE)
        .group_by(*by)
        .subquery("was_here")
    )
    return of_entitled(asked, people, rows, *(each.name for each in sums))


def did(asked: Asked, verbs: frozenset[Did], deed: type[Deed] = Deed) -> ColumnElement[bool]:
    """The condition on a deed that it is one of these and counts: of people, and not from elsewhere."""
    by_people = and_(deed.verb.in_(sorted(each.value for each in verbs)), deed.bot.is_(False))
    return by_people if asked.imported else and_(by_people, deed.source != MIGRATION)


def lately(asked: Asked, days: int = 0) -> ColumnElement[bool]:
    """The condition on Deed that it was done within the window, or within so many last days."""
    first = asked.day - (days - 1) * DAY if days else asked.first
    return and_(Deed.day >= first, Deed.day <= asked.day)


def things(asked: Asked, deed: type[Deed] = Deed) -> tuple[ColumnElement[str], ColumnElement[bool]]:
    """Which scope a deed counts for as a thing, and the condition that it counts at all."""
    condition = asked.places(deed.space_id, outside=True)
    if asked.axis is Axis.DEPARTMENT:
        condition = and_(condition, deed.department != "")
    return asked.key(deed.space_id, deed.department), condition


def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows it is true of."""
    return func.sum(case((condition, 1), else_=0))


def whether(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where it is true of any row, else 0."""
    return func.max(case((condition, 1), else_=0))


def by_day(asked: Asked, moment: Any, days: int, later: int) -> ColumnElement[Any]:
    """The day of a moment of the last `days`, by the clock on the wall, and so many days later."""
    each = [asked.day - number * DAY for number in range(days)]
    return case(
        *((moment >= midnight(day, asked.zone), literal(day + later * DAY, Date)) for day in each)
    )
