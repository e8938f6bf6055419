"""People as colleagues may see them: by handle, by address, by role, in the directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.ids import clean_line, skeleton
from essp.people.models import ApiToken, Person, PersonEmail, Role

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the directory; empty fields match everyone."""

    name: str = ""
    department: str = ""
    location: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of the directory: its people, and how many match in all."""

    people: Sequence[Person]
    total: int
    page: int

    @property
    def has_next(self) -> bool:
        """Whether more people follow."""
        return self.page * PAGE_LENGTH < self.total


def find_person(handle: str) -> Person:
    """The person of a handle; NotFound when there is none."""
    known = select(Person).where(Person.handle == clean_line(handle))
    found = session().scalar(known)
    if found is None:
        raise NotFound
    return found


def by_email(email: str) -> Person | None:
    """The person of an address, be it their own or one under which imported work was done."""
    own = session().scalar(select(Person).where(Person.email == email))
    if own is not None:
        return own
    further = select(PersonEmail.person_id).where(PersonEmail.email == email)
    return session().scalar(select(Person).where(Person.id.in_(further)))


def by_sign_in_name(text: str) -> Person | None:
    """The person who signs in with this: their address or their handle."""
    name = clean_line(text).lower()
    return session().scalar(select(Person).where(or_(Person.email == name, Person.handle == name)))


def administrators() -> ColumnElement[bool]:
    """The condition on Person of somebody who can administer the site now."""
    return (
        (Person.role == Role.ADMINISTRATOR.value)
        & Person.joined_at.is_not(None)
        & Person.left_at.is_(None)
    )


def has_administrator() -> bool:
    """Whether anybody can administer the site."""
    return session().scalar(select(Person.id).where(administrators()).limit(1)) is not None


def directory(wanted: Wanted) -> Found:
    """People by name, those who left last."""
    conditions = list(_conditions(wanted))
    total = session().scalar(select(func.count()).select_from(Person).where(*conditions)) or 0
    page = max(1, min(wanted.page, -(-total // PAGE_LENGTH) or 1))
    people = session().scalars(
        select(Person)
        .where(*conditions)
        .order_by(Person.left_at.is_not(None), Person.name_key)
        .limit(PAGE_LENGTH)
        .offset((page - 1) * PAGE_LENGTH)
    )
    return Found(people.all(), total, page)


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Person.name_key.contains(word, autoescape=True)
        | Person.handle.startswith(word, autoescape=True)
        for word in skeleton(wanted.name).split()[:8]
    ]
    if wanted.department:
        conditions.append(Person.department == clean_line(wanted.department))
    if wanted.location:
        conditions.append(Person.location == clean_line(wanted.location))
    return conditions


def departments() -> Sequence[str]:
    """Every department anybody works in, by name."""
    found = select(Person.department).where(Person.department != "").distinct()
    return session().scalars(found.order_by(Person.department)).all()


def locations() -> Sequence[str]:
    """Every place anybody works at, by name."""
    found = select(Person.location).where(Person.location != "").distinct()
    return session().scalars(found.order_by(Person.location)).all()


def everyone() -> Sequence[Person]:
    """All people, by name."""
    return session().scalars(select(Person).order_by(Person.name_key)).all()


def own_tokens(person: Person) -> Sequence[ApiToken]:
    """The person's tokens that still work, the newest first."""
    return (
        session()
        .scalars(
            select(ApiToken)
            .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
            .order_by(ApiToken.id.desc())
        )
        .all()
    )
