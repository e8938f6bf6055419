"""People as colleagues may see them: by handle, by address, by role, by what somebody wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, skeleton
from essp.people.models import ApiToken, Person, PersonEmail, Role

LOOKED_UP_AT_ONCE = 5_000  # no database takes any number of values in one question


def find_person(handle: str) -> Person:
    """The person of a handle; NotFound when there is none."""
    known = select(Person).where(Person.handle == clean_line(handle))
    found = session().scalar(known)
    if found is None:
        raise NotFound
    return found


def kept_of(person: Person) -> Person:
    """The account by which a person goes: another one where this is the same person as that."""
    return session().get_one(Person, person.same_as_id) if person.same_as_id else person


def same_people() -> dict[int, int]:
    """From each account that is the same person as another to the one that is kept, by id."""
    joined = select(Person.id, Person.same_as_id).where(Person.same_as_id.is_not(None))
    return {number: kept for number, kept in session().execute(joined) if kept is not None}


def account_of(person_id: SQLColumnExpression[int]) -> ColumnElement[int]:
    """The id of the account by which whoever a column names goes, for a condition."""
    account = aliased(Person)
    leads = select(account.same_as_id).where(account.id == person_id).scalar_subquery()
    return func.coalesce(leads, person_id)


def by_email(email: str) -> Person | None:
    """The person of an address: their own, one of another account of theirs, or one under which
    imported work was done."""
    own = session().scalar(select(Person).where(Person.email == email))
    if own is None:
        further = select(PersonEmail.person_id).where(PersonEmail.email == email)
        own = session().scalar(select(Person).where(Person.id.in_(further)))
    return kept_of(own) if own is not None else None


def by_emails(emails: Collection[str]) -> dict[str, Person]:
    """The people of these addresses, each as `by_email` finds them."""
    further = select(PersonEmail.email, Person).join(Person, Person.id == PersonEmail.person_id)
    found = session().execute(further.where(PersonEmail.email.in_(emails)))
    people = dict(found.all())
    own = session().scalars(select(Person).where(Person.email.in_(emails)))
    people |= {person.email: person for person in own if person.email}
    if not any(person.same_as_id for person in people.values()):
        return people
    ids = {person.same_as_id for person in people.values()}
    kept = {each.id: each for each in session().scalars(select(Person).where(Person.id.in_(ids)))}
    return {email: kept.get(each.same_as_id or 0, each) for email, each in people.items()}


def by_handles(handles: Sequence[str]) -> Iterator[Person]:
    """Those of these handles who are somebody, in no order; a text may hold any number of names."""
    for start in range(0, len(handles), LOOKED_UP_AT_ONCE):
        some = handles[start : start + LOOKED_UP_AT_ONCE]
        yield from session().scalars(select(Person).where(Person.handle.in_(some)))


def colleague_meant(text: str, field: str) -> Person | None:
    """The person somebody wrote down: by `@handle` or by name. None for nothing written.

    Invalid, for the field of that name, where nobody or more than one person can be meant.
    """
    written = clean_line(text)
    if not written:
        return None
    handle = Person.handle == written.lstrip("@").lower()
    named = Person.name_key.in_([skeleton(written), written.lower()])
    numbered = Person.name_key.startswith(f"{skeleton(written)} #", autoescape=True)
    found = session().scalars(
        select(Person)
        .where(or_(handle, named, numbered), Person.same_as_id.is_(None))
        .order_by(Person.left_at.is_not(None))
        .limit(9)
    )
    people = found.all()
    exact = [each for each in people if each.handle == written.lstrip("@").lower()]
    if len(people) > 1 and not exact:
        handles = ", ".join(f"@{each.handle}" for each in people)
        raise Invalid(
            **{field: _("More than one person has this name. Write %(handles)s.", handles=handles)}
        )
    if not people:
        raise Invalid(**{field: _("Nobody has this name or handle. Look it up under People.")})
    return (exact or people)[0]


def beside(person: Person, limit: int = 60) -> Sequence[Person]:
    """Those of the same department who are here: likely to be named as manager or deputy."""
    found = select(Person).where(
        Person.department == person.department, Person.joined_at.is_not(None),
        Person.left_at.is_(None), Person.id != person.id,
    )  # fmt: skip
    return session().scalars(found.order_by(Person.sort_key).limit(limit)).all()


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
