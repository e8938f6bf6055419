"""Spaces as an actor may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.ids import key_of
from essp.people.models import Person
from essp.spaces.models import Champion, EntryRequest, Membership, Ownership, Space, SpaceAddress
from essp.spaces.policy import Standing, known_to, readable_by


def find_space(actor: Person | None, slug: str) -> Space:
    """The space at an address it has or had; NotFound also when the actor may not know of it."""
    # PostgreSQL refuses a NUL outright; no address has one.
    if "\0" in slug:
        raise NotFound
    found = session().scalar(
        select(Space)
        .join(SpaceAddress, SpaceAddress.space_id == Space.id)
        .where(SpaceAddress.slug == slug.lower(), known_to(actor))
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


@dataclass(frozen=True)
class Listed:
    """A space in the list of all: whether it is among the reader's own, and who may read it.

    `members` is None where the reader may know of the space but not look inside.
    """

    space: Space
    mine: bool
    members: int | None


def list_spaces(actor: Person, limit: int = 50, offset: int = 0) -> list[Listed]:
    """The spaces the actor may know of, their own first, then by name."""
    mine = (
        select(literal(1))
        .where(Membership.space_id == Space.id, Membership.person_id == actor.id)
        .exists()
    )
    count = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.space_id == Space.id)
        .scalar_subquery()
    )
    rows = session().execute(
        select(Space, mine, readable_by(actor), count)
        .where(known_to(actor))
        .order_by(mine.desc(), Space.name_key, Space.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        Listed(space, bool(own), members if readable else None)
        for space, own, readable, members in rows
    ]


def count_known_spaces(actor: Person) -> int:
    """How many spaces the actor may know of."""
    return session().scalar(select(func.count()).select_from(Space).where(known_to(actor))) or 0


def readable_spaces(actor: Person | None) -> Sequence[Space]:
    """Every space the actor may read, by name."""
    return session().scalars(select(Space).where(readable_by(actor)).order_by(Space.name_key)).all()


def spaces_of(actor: Person | None, person: Person) -> Sequence[Space]:
    """The spaces a person is a member of, as far as the actor may know of them, by name."""
    return (
        session()
        .scalars(
            select(Space)
            .join(Membership, Membership.space_id == Space.id)
            .where(Membership.person_id == person.id, known_to(actor))
            .order_by(Space.name_key)
        )
        .all()
    )


def owned_by(person: Person, spaces: Collection[Space]) -> set[int]:
    """The ids of those of these spaces, which the caller may know of, that a person is an owner of."""
    owned = select(Ownership.space_id).where(
        Ownership.person_id == person.id, Ownership.space_id.in_([each.id for each in spaces])
    )
    return set(session().scalars(owned))


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
    """Members with their persons, by name, those who have left the organisation last.

    The caller has found the space through the actor.
    """
    return (
        session()
        .scalars(
            select(Membership)
            .join(Membership.person)
            .options(joinedload(Membership.person))
            .where(Membership.space_id == space.id)
            .order_by(Person.left_at.is_not(None), Person.name_key)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )


def member_count(space: Space) -> int:
    """How many members the space has."""
    count = select(func.count()).select_from(Membership).where(Membership.space_id == space.id)
    return session().scalar(count) or 0


def members_who_left(space: Space) -> Sequence[Person]:
    """The members who have left the organisation, by name."""
    return (
        session()
        .scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.space_id == space.id, Person.left_at.is_not(None))
            .order_by(Person.name_key)
        )
        .all()
    )


def department_count(space: Space) -> int:
    """In how many departments its members work."""
    count = (
        select(func.count(func.distinct(Person.department)))
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.space_id == space.id, Person.department != "")
    )
    return session().scalar(count) or 0


def active_owner_count(space: Space, without: Person | None = None) -> int:
    """How many owners have not left the organisation, one person perhaps not counted."""
    count = (
        select(func.count())
        .select_from(Ownership)
        .join(Person, Person.id == Ownership.person_id)
        .where(
            Ownership.space_id == space.id,
            Person.left_at.is_(None),
            Person.id != (without.id if without else 0),
        )
    )
    return session().scalar(count) or 0


def find_person(words: str) -> Person | None:
    """The person meant by a handle (with or without its @) or a full name."""
    handle = words.strip().removeprefix("@").lower()
    person = session().scalar(select(Person).where(Person.handle == handle.replace("\0", "")))
    return person or session().scalar(select(Person).where(Person.name_key == key_of(words)))


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


def champions(space: Space) -> Sequence[Champion]:
    """Who helps newcomers in the space and is still there, with their persons, by name."""
    return (
        session()
        .scalars(
            select(Champion)
            .join(Champion.person)
            .options(contains_eager(Champion.person))
            .where(Champion.space_id == space.id, Person.left_at.is_(None))
            .order_by(Person.name_key)
        )
        .all()
    )


def championed_by(person: Person, spaces: Collection[Space]) -> set[int]:
    """The ids of those of these spaces, which the caller may know of, where a person helps newcomers."""
    helped = select(Champion.space_id).where(
        Champion.person_id == person.id, Champion.space_id.in_([each.id for each in spaces])
    )
    return set(session().scalars(helped))


def champions_for(actor: Person, limit: int = 6) -> Sequence[Champion]:
    """Who helps newcomers in spaces that the actor may read, with person and space; their own first."""
    mine = select(literal(1)).where(
        Membership.space_id == Champion.space_id, Membership.person_id == actor.id
    )
    return (
        session()
        .scalars(
            select(Champion)
            .join(Champion.person)
            .join(Champion.space)
            .options(contains_eager(Champion.person), contains_eager(Champion.space))
            .where(Person.left_at.is_(None), Person.id != actor.id, readable_by(actor))
            .order_by(mine.exists().desc(), Space.name_key, Person.name_key)
            .limit(limit)
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
