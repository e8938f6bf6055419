"""Of whom the figures of a scope are: by this it is seen whether two of them differ by too few people.

Figures of the site, of a topic and of an open space are of everybody who could take part; those of a
department of who worked there that day; those of another space of who was a member then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.core.events import FactRow
from essp.people.models import Person
from essp.spaces.events import MemberAdded, MemberRemoved
from essp.spaces.models import Access, Membership, Space
from essp.stats.asking import Axis, Scope
from essp.stats.models import DepartmentStay

Group = frozenset[int]

# Columns of tables and not of models: of tens of thousands of rows nothing but ids is read.
PEOPLE, MEMBERS = Person.__table__.c, Membership.__table__.c


def of_everybody(scopes: Collection[Scope]) -> set[Scope]:
    """Those of these scopes whose figures are of everybody; one question however many they are."""
    found = {each for each in scopes if each.axis in {Axis.SITE, Axis.TOPIC}}
    spaces = {
        int(each.key): each
        for each in scopes
        if each.axis is Axis.SPACE and each.key.isascii() and each.key.isdecimal()
    }
    if not spaces:
        return found
    open_ones = select(Space.id).where(Space.id.in_(spaces), Space.access == Access.OPEN.value)
    return found | {spaces[each] for each in session().scalars(open_ones)}


def groups(
    scopes: Collection[Scope], everybody: Collection[Scope], now: datetime
) -> dict[Scope, Group]:
    """The ids of the people whom the figures of each scope are of, at a moment.

    `everybody` are those of these scopes that are of everybody. Asked together: the number of questions
    does not grow with the number of scopes.
    """
    session().flush()  # what waits to be written is not written for questions to tables
    found: dict[Scope, Group] = {}
    if any(each in everybody for each in scopes):
        all_of_them = frozenset(session().scalars(select(PEOPLE.id).where(_here(now))).all())
        found = {each: all_of_them for each in scopes if each in everybody}
    rest = [each for each in scopes if each not in found]
    spaces = {int(each.key): each for each in rest if each.axis is Axis.SPACE}
    departments = {each.key: each for each in rest if each.axis is Axis.DEPARTMENT}
    people: dict[Scope, set[int]] = {each: set() for each in rest}
    for space_id, person_id in _in_spaces(spaces, now) if spaces else ():
        people[spaces[space_id]].add(person_id)
    for department, person_id in _in_departments(departments, now) if departments else ():
        people[departments[department]].add(person_id)
    return found | {each: frozenset(ids) for each, ids in people.items()}


def led_by(actor: Person) -> Group:
    """The ids of everybody who works for somebody, directly or through others."""
    found: set[int] = set()
    above: Iterable[int] = [actor.id]
    while above:
        reports = session().scalars(select(Person.id).where(Person.manager_id.in_(above)))
        above = sorted(set(reports) - found - {actor.id})
        found.update(above)
    return frozenset(found)


def departments_of(people: Group) -> set[str]:
    """Where these people work now."""
    wanted = select(Person.department).where(Person.id.in_(people)).distinct()
    return set(session().scalars(wanted)) if people else set()


def _here(now: datetime) -> ColumnElement[bool]:
    return (PEOPLE.joined_at <= now) & or_(PEOPLE.left_at.is_(None), PEOPLE.left_at > now)


def _in_spaces(spaces: Collection[int], now: datetime) -> Iterable[tuple[int, int]]:
    """Who was a member of spaces, as space and person.

    Of who came or went since then the first thing that happened says whether they were one: who left was
    there before, who came was not.
    """
    members = (
        select(MEMBERS.space_id, MEMBERS.person_id)
        .join(Person.__table__, PEOPLE.id == MEMBERS.person_id)
        .where(MEMBERS.space_id.in_(spaces), MEMBERS.since <= now, _here(now))
    )
    found = {(space_id, person_id) for space_id, person_id in session().execute(members).all()}
    came_or_went = session().execute(
        select(FactRow.space_id, FactRow.kind, FactRow.detail)
        .where(
            FactRow.space_id.in_(spaces), FactRow.at > now,
            FactRow.kind.in_([MemberAdded.kind, MemberRemoved.kind]),
        )
        .order_by(FactRow.at.desc(), FactRow.id.desc())
    )  # fmt: skip
    there = {
        (row.space_id, row.detail["person_id"]): row.kind == MemberRemoved.kind
        for row in came_or_went
    }
    left = {two for two, were in there.items() if were}
    people = {person for _space, person in left}
    wanted = select(PEOPLE.id).where(PEOPLE.id.in_(people), _here(now))
    here = set(session().scalars(wanted)) if people else set()
    return found - there.keys() | {two for two in left if two[1] in here}


def _in_departments(names: Collection[str], now: datetime) -> Iterable[tuple[str, int]]:
    """Who worked in departments: by the last stay until then, or else the first, or what they say."""
    stay, other = DepartmentStay, aliased(DepartmentStay)
    same = other.person_id == stay.person_id
    later = exists().where(same, other.since > stay.since, other.since <= now)
    earlier = exists().where(same, other.since < stay.since)
    stayed = (
        select(stay.department, stay.person_id)
        .join(Person, Person.id == stay.person_id)
        .where(stay.department.in_(names), ~later, or_(stay.since <= now, ~earlier), _here(now))
    )
    unknown = ~exists().where(stay.person_id == Person.id)
    said = select(Person.department, Person.id).where(
        Person.department.in_(names), unknown, _here(now)
    )
    return [(name, person) for rows in (stayed, said) for name, person in session().execute(rows)]
