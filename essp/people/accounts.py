"""Accounts: made, invited, taken over by whose work it is, given a role, closed.

Whatever a person wrote stays theirs when the account is closed, and an imported person becomes the
account of whoever is invited at one of that person's addresses.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.people import policy, queries, sessions
from essp.people.events import PersonInvited, PersonJoined, PersonLeft, RoleChanged
from essp.people.links import end_links, make_link, use_link
from essp.people.models import ApiToken, Person, PersonEmail, Purpose, Role
from essp.people.names import (
    clean_email,
    clean_handle,
    clean_name,
    free_handle,
    free_key,
    namesake_key,
)
from essp.people.passwords import check_new, hash_of


def create_person(
    name: str,
    email: str,
    *,
    password: str,
    site_name: str,
    handle: str = "",
    role: Role = Role.MEMBER,
    as_kept: str | None = None,
) -> Person:
    """Make an account that can sign in at once; for the operator at the command line.

    An imported person of that address becomes the account. Invalid names what cannot be used. `as_kept`
    is what is kept of this very password already, where many accounts share one that everybody knows:
    to work that out takes long on purpose.
    """
    person = _person_to_join(name, email, handle)
    _join(person, password, site_name, as_kept)
    person.role = role.value
    return person


def invite(actor: Person, name: str, email: str) -> Person:
    """Invite somebody by mail; the caller sends the letter. An earlier link of theirs dies."""
    require(policy.invite(actor))
    known = queries.by_email(clean_email(email))
    if known is not None and not known.active:
        require(policy.invite_person(actor, known))
    return expect_person(name, email, invited_by=actor)


def invite_known(actor: Person, person: Person, email: str = "") -> None:
    """Invite somebody known from imported work, at their address or, where none is known, at this."""
    require(policy.invite_person(actor, person))
    if person.email is None:
        address = clean_email(email)
        if queries.by_email(address) not in {None, person}:
            raise Invalid(email=_("This address belongs to somebody else."))
        _take_address(person, address)
    _expect(person, actor)


def expect_person(name: str, email: str, *, invited_by: Person | None) -> Person:
    """Make room for somebody who may join: the imported person of that address, or a new one."""
    person = _person_to_join(name, email)
    _expect(person, invited_by)
    return person


def accept_invitation(
    token: str, password: str, *, site_name: str, language: str | None = None
) -> Person:
    """Join by the link of an invitation, to be answered in a language if one was chosen.

    NotFound when the link does not work (any more).
    """
    link = use_link(Purpose.INVITATION, token)
    person = lock(Person, link.person_id)
    if person is None or person.active:
        raise NotFound
    _join(person, password, site_name)
    person.language = language if language in LANGUAGES else person.language
    return person


def make_setup_link() -> str:
    """A token for `/setup/TOKEN`, by which the first administrator is made; earlier ones die."""
    if queries.has_administrator():
        raise Refused(_("There is an administrator already. Ask them for an invitation."))
    return make_link(Purpose.SETUP, None)


def set_up(
    token: str, name: str, email: str, password: str, *, site_name: str, language: str | None = None
) -> Person:
    """Make the first administrator, to be answered in a language if one was chosen.

    NotFound once there is one, or when the link does not work.
    """
    use_link(Purpose.SETUP, token)
    if queries.has_administrator():
        raise NotFound
    person = create_person(
        name, email, password=password, site_name=site_name, role=Role.ADMINISTRATOR
    )
    person.language = language if language in LANGUAGES else None
    return person


def change_role(actor: Person, person: Person, role: Role) -> None:
    """Give a person a role on the whole site; there is always an administrator left."""
    require(policy.administer(actor))
    give_role(person, role, by=actor)


def give_role(person: Person, role: Role, *, by: Person | None = None) -> None:
    """Give a role as the operator of the installation."""
    if person.role == role.value:
        return
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(person)
    person.role = role.value
    actor_id = by.id if by else None
    record(RoleChanged(actor_id=actor_id, person_id=person.id, role=role.value))


def close_account(actor: Person, person: Person) -> None:
    """Close an account, one's own too: sign-ins, links and tokens end; what was written stays."""
    require(policy.take_leave(actor, person))
    close(person, by=actor)


def close(person: Person, *, by: Person | None = None) -> None:
    """Close an account as the operator of the installation."""
    if person.left_at is not None:
        return
    _keep_an_administrator(person)
    person.left_at = clock.now()
    person.role = Role.MEMBER.value
    person.password_hash = None
    sessions.end_all(person)
    end_links(person)
    session().execute(
        update(ApiToken)
        .where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    _leave_gaps_filled(person)
    record(PersonLeft(actor_id=by.id if by else None, person_id=person.id))


def _leave_gaps_filled(person: Person) -> None:
    """Whoever worked for the person works for the next one up; nobody is told to ask them."""
    person.away_from = person.away_until = person.deputy_id = None
    session().execute(
        update(Person).where(Person.manager_id == person.id).values(manager_id=person.manager_id)
    )
    session().execute(update(Person).where(Person.deputy_id == person.id).values(deputy_id=None))


def add_person(name: str, email: str | None, *, handle: str = "", imported: bool = False) -> Person:
    """A person whose name, or with `imported` whose key for it, is free. Invalid when it is not."""
    person = Person(
        handle=clean_handle(handle) if handle else free_handle(name),
        name=name,
        name_key=namesake_key(name) if imported else free_key(name),
        email=email,
        created_at=clock.now(),
    )
    session().add(person)
    try:
        session().flush()
    except IntegrityError:
        raise Invalid(name=_("Somebody else was added at this moment. Try again.")) from None
    return person


def _expect(person: Person, invited_by: Person | None) -> None:
    person.invited_at = clock.now()
    session().flush()
    actor_id = invited_by.id if invited_by else None
    record(PersonInvited(actor_id=actor_id, person_id=person.id))


def _person_to_join(name: str, email: str, handle: str = "") -> Person:
    address = clean_email(email)
    known = queries.by_email(address)
    if known is None:
        return add_person(clean_name(name), address, handle=handle)
    if known.active:
        raise Invalid(email=_("Somebody with this address has an account already."))
    if known.email is None:
        _take_address(known, address)
    return known


def _take_address(person: Person, address: str) -> None:
    """Give somebody this address of theirs, also where another account that leads to them has it."""
    held = session().scalar(select(Person).where(Person.email == address))
    if held is not None:
        held.email = None
        session().add(PersonEmail(email=address, person_id=held.id))
        session().flush()
    person.email = address


def _join(person: Person, password: str, site_name: str, as_kept: str | None = None) -> None:
    check_new(password, person, site_name)
    person.password_hash = as_kept or hash_of(password)
    person.joined_at = person.joined_at or clock.now()
    person.left_at = None
    end_links(person)
    session().flush()
    record(PersonJoined(actor_id=person.id, person_id=person.id))


def _keep_an_administrator(person: Person) -> None:
    others = select(Person.id).where(queries.administrators()).with_for_update()
    left = set(session().scalars(others.order_by(Person.id)))
    if left == {person.id}:
        raise Refused(_("This is the only administrator. Make somebody else one first."))
