"""Of whom the figures of a scope are: by this it is seen whether two of them differ by too few people.

Figures of the site, of a topic and of an open space are of everybody who could take part; those of a
department of who worked there that day; those of another space of its members.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Access, Membership, Space
from essp.stats.asking import Axis, Scope
from essp.stats.models import DepartmentStay

Group = frozenset[int]


def for_everybody(scope: Scope) -> bool:
    """Whether the figures of a scope are of everybody."""
    if scope.axis in {Axis.SITE, Axis.TOPIC}:
        return True
    if scope.axis is not Axis.SPACE or not scope.key.isdecimal():
        return False
    access = session().scalar(select(Space.access).where(Space.id == int(scope.key)))
    return access == Access.OPEN.value


def group(scope: Scope, now: datetime) -> Group:
    """The ids of the people whom the figures of a scope are of, at a moment."""
    wanted = select(Person.id).where(_here(now))
    if not for_everybody(scope):
        wanted = wanted.where(
            _of_space(int(scope.key)) if scope.axis is Axis.SPACE else _of(scope.key, now)
        )
    return frozenset(session().scalars(wanted))


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
    return (Person.joined_at <= now) & or_(Person.left_at.is_(None), Person.left_at > now)


def _of_space(space_id: int) -> ColumnElement[bool]:
    return Person.id.in_(select(Membership.person_id).where(Membership.space_id == space_id))


def _of(department: str, now: datetime) -> ColumnElement[bool]:
    """Who worked in a department: by the last stay until then, or else the first, or what they say."""
    stay, other = DepartmentStay, aliased(DepartmentStay)
    same = other.person_id == stay.person_id
    later = exists().where(same, other.since > stay.since, other.since <= now)
    earlier = exists().where(same, other.since < stay.since)
    stayed = select(stay.person_id).where(
        stay.department == department, ~later, or_(stay.since <= now, ~earlier)
    )
    unknown = ~exists().where(stay.person_id == Person.id)
    return or_(Person.id.in_(stayed), (Person.department == department) & unknown)
