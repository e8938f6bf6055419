"""Joining, leaving, adding and letting in; appointing owners and releasing them."""

from __future__ import annotations

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.events import (
    EntryDecided,
    EntryRequested,
    MemberAdded,
    MemberRemoved,
    OwnerAppointed,
    OwnerReleased,
)
from essp.spaces.models import EntryRequest, Membership, Ownership, Space
from essp.spaces.queries import own_request, standing

LONGEST_REASON = 500


def join_space(actor: Person, space: Space) -> None:
    """Become a member of an open space. Doing it twice changes nothing."""
    require(policy.join(actor, space, standing(actor, space)))
    _add(actor, space, actor)


def leave_space(actor: Person, space: Space) -> None:
    """Stop being a member. The last owner must appoint another first: raises Invalid."""
    _remove(actor, space, actor)


def add_member(actor: Person, space: Space, person: Person) -> None:
    """Make somebody a member, as an owner."""
    require(policy.govern(actor, space, standing(actor, space)))
    _add(actor, space, person)


def remove_member(actor: Person, space: Space, person: Person) -> None:
    """Take somebody off, as an owner."""
    require(policy.govern(actor, space, standing(actor, space)))
    _remove(actor, space, person)


def request_entry(actor: Person, space: Space, reason: str) -> EntryRequest:
    """Ask to be let in; asking again while a request waits gives that request."""
    waiting = own_request(actor, space)
    if waiting is not None:
        return waiting
    reason = clean_line(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid(reason=_("Use at most %(limit)s characters.", limit=LONGEST_REASON))
    if standing(actor, space).member:
        raise Invalid(reason=_("You are a member already."))
    request = EntryRequest(
        space_id=space.id, person_id=actor.id, reason=reason, asked_at=clock.now()
    )
    session().add(request)
    session().flush()
    record(EntryRequested(actor_id=actor.id, space_id=space.id, request_id=request.id))
    return request


def decide_request(actor: Person, space: Space, request_id: int, *, accept: bool) -> EntryRequest:
    """Let somebody in or decline, as an owner. A request already decided stays as it was."""
    require(policy.govern(actor, space, standing(actor, space)))
    request = lock(EntryRequest, request_id)
    if request is None or request.space_id != space.id:
        raise NotFound
    if request.decided_at is None:
        request.decided_at, request.decided_by_id = clock.now(), actor.id
        request.accepted = accept
        record(
            EntryDecided(
                actor_id=actor.id, space_id=space.id, request_id=request.id, accepted=accept
            )
        )
        person = session().get(Person, request.person_id)
        if accept and person is not None:
            _add(actor, space, person)
    return request


def appoint_owner(actor: Person, space: Space, person: Person) -> None:
    """Make somebody knowledge owner, and a member with it."""
    require(policy.appoint(actor, space, standing(actor, space), owner_count(space)))
    _add(actor, space, person)
    if session().get(Ownership, (space.id, person.id)) is None:
        session().add(
            Ownership(
                space_id=space.id,
                person_id=person.id,
                since=clock.now(),
                appointed_by_id=actor.id,
            )
        )
        record(OwnerAppointed(actor_id=actor.id, space_id=space.id, person_id=person.id))


def release_owner(actor: Person, space: Space, person: Person) -> None:
    """End an ownership. Raises Invalid for the last owner: a space is never left without one."""
    require(policy.govern(actor, space, standing(actor, space)))
    _end_ownership(actor, space, person)


def owner_count(space: Space) -> int:
    """How many owners the space has."""
    count = select(func.count()).select_from(Ownership).where(Ownership.space_id == space.id)
    return session().scalar(count) or 0


def _add(actor: Person, space: Space, person: Person) -> None:
    if session().get(Membership, (space.id, person.id)) is None:
        session().add(
            Membership(
                space_id=space.id, person_id=person.id, since=clock.now(), added_by_id=actor.id
            )
        )
        record(MemberAdded(actor_id=actor.id, space_id=space.id, person_id=person.id))


def _remove(actor: Person, space: Space, person: Person) -> None:
    _end_ownership(actor, space, person)
    membership = session().get(Membership, (space.id, person.id))
    if membership is not None:
        session().delete(membership)
        record(MemberRemoved(actor_id=actor.id, space_id=space.id, person_id=person.id))


def _end_ownership(actor: Person, space: Space, person: Person) -> None:
    lock(Space, space.id)
    ownership = session().get(Ownership, (space.id, person.id))
    if ownership is None:
        return
    if owner_count(space) == 1:
        raise Invalid(person=_("Appoint another owner first: a space is never without one."))
    session().delete(ownership)
    record(OwnerReleased(actor_id=actor.id, space_id=space.id, person_id=person.id))
