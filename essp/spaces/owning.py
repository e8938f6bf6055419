"""Who owns what in a space: the nearest owners of a page, given the line of ids from the top down to it.

Owners and deputies of the page itself, else those of the nearest page above whose stewardship holds for
all below it, else those of the space. Who left the organisation, or was never here, decides nothing.
While an owner is away the colleague they named for those days stands in for them as a deputy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.people.absences import is_away
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.spaces.policy import readable_by_person
from essp.spaces.steward_models import OwnerGroup, OwnerGroupMember, Stewardship

Line = Sequence[int]


@dataclass(frozen=True)
class Owner:
    """A person who owns a page or is its deputy, through the group with this name if through one.

    `stands_in_for` names the owner who is away and asked this colleague to answer meanwhile.
    """

    person: Person
    deputy: bool = False
    group: str = ""
    stands_in_for: str = ""


@dataclass(frozen=True)
class Owners:
    """The nearest owners of a page: of the page with id `page_id`, of the whole space without one.

    `above` are the owners of the space, who may do all that the nearest may.
    """

    named: Sequence[Owner]
    page_id: int | None
    above: Sequence[Person]

    def include(self, person: Person) -> bool:
        """Whether this person decides here: as an owner, as a deputy or as an owner of the space."""
        return person.id in {each.person.id for each in self.named} | {p.id for p in self.above}

    @property
    def deciding(self) -> Sequence[Person]:
        """Those who decide, owners first, each once."""
        ordered = sorted(self.named, key=lambda each: each.deputy)
        return list({each.person.id: each.person for each in ordered}.values())


def line_of(lineage: str) -> tuple[int, ...]:
    """The ids in a lineage such as `/3/17/`, the page itself last."""
    return tuple(int(part) for part in lineage.split("/") if part)


def owners_of(space_id: int, line: Line = ()) -> Owners:
    """The nearest owners of the page at the end of this line, of the space without a line."""
    nearest = _nearest(space_id, line)
    return replace(nearest, named=[*nearest.named, *_standing_in(space_id, nearest.named)])


def _nearest(space_id: int, line: Line) -> Owners:
    above = _owners_of_space(space_id)
    found = list(_stewards(space_id, line))
    for page_id in reversed(line):
        here = [owner for at, owner in found if at == page_id]
        if any(not owner.deputy for owner in here):
            return Owners(here, page_id, above)
    deputies = [owner for at, owner in found if at is None]
    return Owners([*(Owner(person) for person in above), *deputies], None, above)


def _owners_of_space(space_id: int) -> Sequence[Person]:
    return (
        session()
        .scalars(
            select(Person)
            .join(Ownership, Ownership.person_id == Person.id)
            .where(Ownership.space_id == space_id, Person.left_at.is_(None))
            .order_by(Ownership.since, Person.id)
        )
        .all()
    )


def _standing_in(space_id: int, named: Sequence[Owner]) -> Iterator[Owner]:
    """Whom the owners who are away named for those days, where they read the space and are there."""
    away = {
        each.person.deputy_id: each.person.name
        for each in named
        if each.person.deputy_id is not None and is_away(each.person)
    }
    if not away:
        return
    found = session().scalars(
        select(Person)
        .join(Space, Space.id == space_id)
        .where(
            Person.id.in_(away),
            Person.joined_at.is_not(None),
            Person.left_at.is_(None),
            readable_by_person(Person.id),
        )
        .order_by(Person.id)
    )
    for person in found:
        if not is_away(person):
            yield Owner(person, deputy=True, stands_in_for=away[person.id])


def _stewards(space_id: int, line: Line) -> Iterator[tuple[int | None, Owner]]:
    """Every owner and deputy that may count on this line, with the page that they own."""
    for held, person, group in session().execute(_holding(space_id, line)):
        yield held.page_id, Owner(person, held.deputy, group or "")


def _holding(space_id: int, line: Line) -> Select[Stewardship, Person, str]:
    member = aliased(OwnerGroupMember)
    below = and_(Stewardship.page_id.in_(line[:-1]), Stewardship.subtree)
    here = Stewardship.page_id.in_(line[-1:])
    of_space = and_(Stewardship.space_id == space_id, Stewardship.page_id.is_(None))
    return (
        select(Stewardship, Person, OwnerGroup.name)
        .outerjoin(OwnerGroup, OwnerGroup.id == Stewardship.group_id)
        .outerjoin(member, member.group_id == Stewardship.group_id)
        .join(Person, or_(Person.id == Stewardship.person_id, Person.id == member.person_id))
        .where(
            Stewardship.accepted_at.is_not(None),
            Stewardship.ended_at.is_(None),
            # A page takes its owners along to another space.
            or_(of_space, here, below),
            Person.joined_at.is_not(None),
            Person.left_at.is_(None),
        )
        .order_by(Stewardship.id, Person.id)
    )
