"""Joining, leaving, adding and letting in; appointing owners and releasing them.

Every verb locks the space first, so that two of them at once follow one another: nobody joins twice,
and two owners who leave at the same moment do not leave the space without one.
"""

from __future__ import annotations

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.events import (
    ChampionReleased,
    EntryDecided,
    EntryRequested,
    MemberAdded,
    MemberRemoved,
    OwnerAppointed,
    OwnerReleased,
)
from essp.spaces.models import Champion, EntryRequest, Membership, Ownership, Space
from essp.spaces.policy import Standing
from essp.spaces.queries import active_owner_count, members_who_left, own_request, standing

LONGEST_REASON = 500


def join_space(actor: Person, space: Space) -> None:
    """Become a member of an open space. Doing it twice changes nothing."""
    here = locked_standing(actor, space)
    if not here.member:
        require(policy.join(actor, space, here))
        _add(actor, space, actor)


def leave_space(actor: Person, space: Space) -> None:
    """Stop being a member. The last owner must appoint another first: raises Invalid."""
    locked_standing(actor, space)
    _remove(actor, space, actor)


def add_member(actor: Person, space: Space, person: Person) -> None:
    """Make somebody a member, as an owner. Raises Invalid for somebody who has left."""
    _require_govern(actor, space)
    _require_present(person)
    _add(actor, space, person)


def remove_member(actor: Person, space: Space, person: Person) -> None:
    """Take somebody off, as an owner."""
    _require_govern(actor, space)
    _remove(actor, space, person)


def remove_left(actor: Person, space: Space) -> int:
    """Take off everybody who has left the organisation, as an owner; tells how many that were."""
    _require_govern(actor, space)
    left = members_who_left(space)
    for person in left:
        _remove(actor, space, person)
    return len(left)


def request_entry(actor: Person, space: Space, reason: str) -> EntryRequest:
    """Ask to be let in; asking again while a request waits gives that request."""
    here = locked_standing(actor, space)
    waiting = own_request(actor, space)
    if waiting is not None:
        return waiting
    require(policy.ask(actor, space, here))
    reason = clean_line(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid(reason=_("Use at most %(limit)s characters.", limit=LONGEST_REASON))
    request = EntryRequest(
        space_id=space.id, person_id=actor.id, reason=reason, asked_at=clock.now()
    )
    session().add(request)
    session().flush()
    record(EntryRequested(actor_id=actor.id, space_id=space.id, request_id=request.id))
    return request


def decide_request(actor: Person, space: Space, request_id: int, *, accept: bool) -> EntryRequest:
    """Let somebody in or decline, as an owner. A request already decided stays as it was."""
    _require_govern(actor, space)
    request = lock(EntryRequest, request_id)
    if request is None or request.space_id != space.id:
        raise NotFound
    if request.decided_at is None:
        person = session().get_one(Person, request.person_id)
        if accept:
            _require_present(person)
        _settle(actor, request, accept=accept)
        if accept:
            _add(actor, space, person)
    return request


def appoint_owner(actor: Person, space: Space, person: Person) -> None:
    """Make somebody knowledge owner, and a member with it. Raises Invalid for who cannot sign in."""
    here = locked_standing(actor, space)
    require(policy.appoint(actor, space, here, active_owner_count(space)))
    _require_present(person)
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
    _require_govern(actor, space)
    _end_ownership(actor, space, person)


def locked_standing(actor: Person, space: Space) -> Standing:
    """Lock the space and tell what the actor is in it; NotFound where they may not know of it."""
    if lock(Space, space.id) is None:
        raise NotFound
    here = standing(actor, space)
    if not policy.know_of(actor, space, here):
        raise NotFound
    return here


def _require_govern(actor: Person, space: Space) -> None:
    require(policy.govern(actor, space, locked_standing(actor, space)))


def _require_present(person: Person) -> None:
    if person.left_at is not None:
        raise Invalid(person=_("%(name)s has left the organisation.", name=person.name))


def _add(actor: Person, space: Space, person: Person) -> None:
    if session().get(Membership, (space.id, person.id)) is not None:
        return
    session().add(
        Membership(space_id=space.id, person_id=person.id, since=clock.now(), added_by_id=actor.id)
    )
    session().flush()
    record(MemberAdded(actor_id=actor.id, space_id=space.id, person_id=person.id))
    waiting = own_request(person, space)
    if waiting is not None:
        _settle(actor, waiting, accept=True)


def _settle(actor: Person, request: EntryRequest, *, accept: bool) -> None:
    request.decided_at, request.decided_by_id = clock.now(), actor.id
    request.accepted = accept
    session().flush()
    record(
        EntryDecided(
            actor_id=actor.id, space_id=request.space_id, request_id=request.id, accepted=accept
        )
    )


def _remove(actor: Person, space: Space, person: Person) -> None:
    _end_ownership(actor, space, person)
    champion = session().get(Champion, (space.id, person.id))
    if champion is not None:
        session().delete(champion)
        record(ChampionReleased(actor_id=actor.id, space_id=space.id, person_id=person.id))
    membership = session().get(Membership, (space.id, person.id))
    if membership is not None:
        session().delete(membership)
        session().flush()
        record(MemberRemoved(actor_id=actor.id, space_id=space.id, person_id=person.id))


def _end_ownership(actor: Person, space: Space, person: Person) -> None:
    ownership = session().get(Ownership, (space.id, person.id))
    if ownership is None:
        return
    if active_owner_count(space, without=person) == 0:
        raise Invalid(person=_("Appoint another owner first: a space is never without one."))
    session().delete(ownership)
    session().flush()
    record(OwnerReleased(actor_id=actor.id, space_id=space.id, person_id=person.id))
