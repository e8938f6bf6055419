"""People known from imported work alone, until whose work it is takes it over.

They are known by address, and where there is none by the very same name. Namesakes with different
addresses stay apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.people import queries
from essp.people.accounts import add_person
from essp.people.models import Person, PersonEmail
from essp.people.names import (
    clean_email,
    clean_name,
    plain_handle,
    plain_key,
    taken_handles,
    taken_keys,
)


def find_or_create_unclaimed(name: str, email: str | None) -> Person:
    """The person behind an author of imported work; who is new becomes an unclaimed person."""
    address = _usable(email)
    known = queries.by_email(address) if address else _unclaimed_without_address(name)
    if known is not None:
        return known
    return add_person(_imported_name(name), address, imported=True)


def find_or_create_all(wanted: Sequence[tuple[str, str]]) -> list[Person]:
    """What `find_or_create_unclaimed` gives for each name and address, in a few statements for all."""
    addresses = [_usable(email) for _name, email in wanted]
    people = queries.by_emails({address for address in addresses if address})
    new: dict[str, str] = {}
    for (name, _email), address in zip(wanted, addresses, strict=True):
        if address and address not in people:
            new.setdefault(address, _imported_name(name))
    people.update(_made(new.items()))
    return [
        people[address] if address else find_or_create_unclaimed(name, None)
        for (name, _email), address in zip(wanted, addresses, strict=True)
    ]


def make_unclaimed(name: str, *, left_at: datetime | None = None) -> Person:
    """Somebody known from imported work by a name alone, apart from all others of that name.

    Who had left there already has left here too, and only an administrator brings them back.
    """
    person = add_person(_imported_name(name), None, imported=True)
    person.left_at = left_at
    session().flush()
    return person


def add_address(person: Person, email: str) -> None:
    """Note a further address of a person, under which imported work was done."""
    address = _usable(email)
    if address and queries.by_email(address) is None:
        session().add(PersonEmail(email=address, person_id=person.id))
        session().flush()


def _made(new: Collection[tuple[str, str]]) -> Iterable[tuple[str, Person]]:
    """New people by address; who bears a name or handle that is taken is made alone."""
    handles = taken_handles({plain_handle(name) for _address, name in new})
    keys = taken_keys({plain_key(name) for _address, name in new})
    made: dict[str, Person] = {}
    for address, name in new:
        handle, key = plain_handle(name), plain_key(name)
        if handle not in handles and key not in keys:
            made[address] = Person(
                handle=handle, name=name, name_key=key, email=address, created_at=clock.now()
            )
            handles.add(handle)
            keys.add(key)
    session().add_all(made.values())
    session().flush()
    for address, name in new:
        if address not in made:
            made[address] = add_person(name, address, imported=True)
    return made.items()


def _usable(email: str | None) -> str | None:
    try:
        return clean_email(email or "")
    except Invalid:
        return None


def _imported_name(name: str) -> str:
    try:
        return clean_name(name[:120])
    except Invalid:
        kept = "".join(c for c in name if c.isprintable()).strip()[:120]
        return kept or str(_("Unknown author"))


def _unclaimed_without_address(name: str) -> Person | None:
    found = session().scalar(
        select(Person)
        .where(
            Person.name == _imported_name(name),
            Person.email.is_(None),
            Person.joined_at.is_(None),
        )
        .order_by(Person.id)
        .limit(1)
    )
    return queries.kept_of(found) if found is not None else None
