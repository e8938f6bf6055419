"""Spaces as an actor may see them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, literal, select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.models import EntryRequest, Membership, Ownership, Space, SpaceAddress
from essp.spaces.policy import Standing, known_to, readable_by


def find_space(actor: Person | None, slug: str) -> Space:
    """The space at an address it has or had; NotFound also when the actor may not know of it."""
    found = session().scalar(
        select(Space)
        .join(SpaceAddress, SpaceAddress.space_id == Space.id)
        .where(SpaceAddress.slug == slug, known_to(actor))
    )
    if found is None:
        raise NotFound
    return found


def standing(actor: Person | None, space: Space) -> Standing:
    """What the actor is in this space."""
    if actor is None:
        return Standing()
    member, owner = (
        session()
        .execute(
            select(
                select(literal(1))
                .where(Membership.space_id == space.id, Membership.person_id == actor.id)
                .exists(),
                select(literal(1))
                .where(Ownership.space_id == space.id, Ownership.person_id == actor.id)
                .exists(),
            )
        )
        .one()
    )
    return Standing(member=bool(member), owner=bool(owner))


def known_spaces(actor: Person | None) -> Sequence[Space]:
    """Every space the actor may know of, by name."""
    return session().scalars(select(Space).where(known_to(actor)).order_by(Space.name_key)).all()


def readable_spaces(actor: Person | None) -> Sequence[Space]:
    """Every space the actor may read, by name."""
    return session().scalars(select(Space).where(readable_by(actor)).order_by(Space.name_key)).all()


def own_spaces(actor: Person) -> Sequence[Space]:
    """The spaces the actor is a member of, by name."""
    return (
        session()
        .scalars(
            select(Space)
            .join(Membership, Membership.space_id == Space.id)
            .where(Membership.person_id == actor.id)
            .order_by(Space.name_key)
        )
        .all()
    )


def members(space: Space, limit: int = 200, offset: int = 0) -> Sequence[Membership]:
    """Members with their persons, by name. The caller has found the space through the actor."""
    return (
        session()
        .scalars(
            select(Membership)
            .join(Membership.person)
            .options(joinedload(Membership.person))
            .where(Membership.space_id == space.id)
            .order_by(Person.name_key)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )


def member_count(space: Space) -> int:
    """How many members the space has."""
    count = select(func.count()).select_from(Membership).where(Membership.space_id == space.id)
    return session().scalar(count) or 0


def owners(space: Space) -> Sequence[Person]:
    """The knowledge owners of the space, by name."""
    return (
        session()
        .scalars(
            select(Person)
            .join(Ownership, Ownership.person_id == Person.id)
            .where(Ownership.space_id == space.id)
            .order_by(Person.name_key)
        )
        .all()
    )


def waiting_requests(space: Space) -> Sequence[EntryRequest]:
    """Requests to be let in that nobody decided yet, oldest first."""
    return (
        session()
        .scalars(
            select(EntryRequest)
            .options(joinedload(EntryRequest.person))
            .where(EntryRequest.space_id == space.id, EntryRequest.decided_at.is_(None))
            .order_by(EntryRequest.asked_at)
        )
        .all()
    )


def own_request(actor: Person, space: Space) -> EntryRequest | None:
    """The actor's request that waits for a decision, if any."""
    return session().scalar(
        select(EntryRequest).where(
            EntryRequest.space_id == space.id,
            EntryRequest.person_id == actor.id,
            EntryRequest.decided_at.is_(None),
        )
    )
