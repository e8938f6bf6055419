"""A department that is called otherwise, or went into another: its figures go on under the new name.

A department is a text beside each person, so a new name is a new department, whose trend begins at
nothing while the old one falls to nothing. Joining says that both are the same. What the figures are
made of carries the new name from then on, so that the next fill counts both over its whole window.

Of the past, a day on which only the old name has figures is taken over: nothing but the name changes.
On a day on which both have figures these stay apart, each as it was known then: two shares are not one
share. Counting such days together is for `essp stats rebuild`, as far back as it can be done.

Profiles follow, or the old name would begin again with the next thing that somebody does; where departments
come from where people sign in it has to be changed there as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people.events import PersonChanged
from essp.people.models import Person
from essp.people.sourcing import from_source
from essp.stats.asking import Axis
from essp.stats.figure_models import Figure
from essp.stats.models import Deed, DepartmentStay, Presence, Searched, Usage

SCOPE = Axis.DEPARTMENT.value


@dataclass(frozen=True)
class Joined:
    """What came of joining: days taken over, days on which both have figures, profiles that followed, and
    how many still have the old name. `sourced` says that departments come from where people sign in.
    """

    carried: int
    apart: int
    first_apart: date | None
    last_apart: date | None
    followed: int
    still: int
    sourced: bool


def join_departments(old: str, new: str, *, profiles: bool = True) -> Joined:
    """Let `old` be `new` in everything that is counted, and on profiles.

    Call inside a transaction; raises Invalid.
    """
    if not old.strip() or not new.strip() or old == new:
        raise Invalid(new=_("Name two different departments."))
    if len(new) > 120:
        raise Invalid(new=_("The name of a department has 120 letters at most."))
    if not _known(old):
        raise Invalid(
            old=_("Nothing was ever counted of this department. Mind capitals and spaces.")
        )
    _join_rows(old, new)
    apart = _days_of_both(old, new)
    carried = _carry(old, new, apart)
    followed = _change_profiles(old, new) if profiles else 0
    still = session().scalar(
        select(func.count(Person.id)).where(Person.department == old, Person.left_at.is_(None))
    )
    days = sorted(apart)
    return Joined(
        carried, len(days), days[0] if days else None, days[-1] if days else None, followed,
        still or 0, "department" in from_source(),
    )  # fmt: skip


def _change_profiles(old: str, new: str) -> int:
    """Since when people work there stays as it is: it carries the new name already."""
    people = session().scalars(select(Person).where(Person.department == old)).all()
    for person in people:
        person.department = new
    session().flush()
    for person in people:
        record(PersonChanged(actor_id=None, person_id=person.id, fields=("department",)))
    return sum(each.left_at is None for each in people)


def _known(name: str) -> bool:
    asked = (
        select(Figure.day).where(Figure.scope == SCOPE, Figure.key == name),
        *(
            select(each.department).where(each.department == name)
            for each in (DepartmentStay, Deed, Presence, Usage, Searched)
        ),
    )
    return any(session().execute(each.limit(1)).first() is not None for each in asked)


def _join_rows(old: str, new: str) -> None:
    _join_usage(old, new)
    for table in (Searched, Deed, Presence, DepartmentStay):
        session().execute(update(table).where(table.department == old).values(department=new))


def _join_usage(old: str, new: str) -> None:
    """Who opened the same thing on the same day under both names opened it so many times in all."""
    other = aliased(Usage)
    same = (
        (other.day == Usage.day)
        & (other.person_id == Usage.person_id)
        & (other.verb == Usage.verb)
        & (other.kind == Usage.kind)
        & (other.object_id == Usage.object_id)
    )
    times = select(other.times).where(same, other.department == old).scalar_subquery()
    session().execute(
        update(Usage)
        .where(Usage.department == new)
        .values(times=case((times.is_(None), Usage.times), else_=Usage.times + times))
    )
    both = select(other.day).where(same, other.department == new).exists()
    session().execute(delete(Usage).where(Usage.department == old, both))
    session().execute(update(Usage).where(Usage.department == old).values(department=new))


def _days_of_both(old: str, new: str) -> set[date]:
    other = aliased(Figure)
    return set(
        session().scalars(
            select(Figure.day)
            .join(other, (other.day == Figure.day) & (other.measure == Figure.measure))
            .where(
                Figure.scope == SCOPE, Figure.key == old,
                other.scope == SCOPE, other.key == new,
            )
            .distinct()
        )
    )  # fmt: skip


def _carry(old: str, new: str, apart: set[date]) -> int:
    mine = (Figure.scope == SCOPE, Figure.key == old)
    days = set(session().scalars(select(Figure.day).where(*mine).distinct())) - apart
    for day in days:
        session().execute(update(Figure).where(*mine, Figure.day == day).values(key=new))
    return len(days)
