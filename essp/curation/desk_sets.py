"""What somebody looks after, worked out for many pages at once.

The rule is that of `essp.spaces.owning`: the nearest owners count. Asked page by page that would be a
question to the database for each; here all owners of the spaces concerned are read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Select, and_, exists, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql import SQLColumnExpression

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.spaces.owning import line_of
from essp.spaces.policy import readable_by
from essp.spaces.steward_models import OwnerGroupMember, Stewardship

LIVE = and_(Stewardship.accepted_at.is_not(None), Stewardship.ended_at.is_(None))


@dataclass(frozen=True)
class Named:
    """Somebody owns a page, or all below it, or the whole space where `page_id` is empty."""

    space_id: int
    page_id: int | None
    subtree: bool
    deputy: bool
    person_id: int


@dataclass(frozen=True)
class Remit:
    """The spaces in which somebody looks after anything, and all owners there."""

    actor_id: int
    spaces: frozenset[int] = frozenset()
    owned: frozenset[int] = frozenset()
    named: Sequence[Named] = ()
    above: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def nearest(self, space_id: int, lineage: str) -> frozenset[int]:
        """The ids of who owns the page with this lineage, nearest owners and their deputies."""
        line = line_of(lineage)
        for page_id in reversed(line):
            here = self._at.get(page_id, ())
            counted = [each for each in here if page_id == line[-1] or each.subtree]
            if any(not each.deputy for each in counted):
                return frozenset(each.person_id for each in counted)
        deputies = self._space_wide.get(space_id, frozenset())
        return self.above.get(space_id, frozenset()) | deputies

    def is_nearest(self, space_id: int, lineage: str) -> bool:
        """Whether the page with this lineage is the actor's to look after."""
        return self.actor_id in self.nearest(space_id, lineage)

    def decides(self, space_id: int, lineage: str) -> bool:
        """Whether the actor may decide there: also an owner of the space, who is not the nearest."""
        return space_id in self.owned or self.is_nearest(space_id, lineage)

    @property
    def whole(self) -> frozenset[int]:
        """Spaces in which every page is the actor's: nobody owns a part of them."""
        parted = {each.space_id for each in self.named if each.page_id is not None}
        wide = {space for space, who in self._space_wide.items() if self.actor_id in who}
        return frozenset((self.owned | wide) - parted)

    @cached_property
    def _at(self) -> Mapping[int, list[Named]]:
        found: defaultdict[int, list[Named]] = defaultdict(list)
        for each in self.named:
            if each.page_id is not None:
                found[each.page_id].append(each)
        return found

    @cached_property
    def _space_wide(self) -> Mapping[int, frozenset[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for each in self.named:
            if each.page_id is None:
                found[each.space_id].add(each.person_id)
        return {space: frozenset(people) for space, people in found.items()}


def remit_of(actor: Person) -> Remit:
    """What the actor looks after, in spaces that they can read: at most three questions."""
    spaces, owned = set[int](), set[int]()
    for space_id, owner in session().execute(_concerned(actor)):
        spaces.add(space_id)
        if owner:
            owned.add(space_id)
    if not spaces:
        return Remit(actor.id)
    return Remit(actor.id, frozenset(spaces), frozenset(owned), named_in(spaces), owners_in(spaces))


def remit_in(actor: Person, space: Space) -> Remit:
    """All owners of one space, as `remit_of` has them for those that the actor looks after."""
    above = owners_in({space.id})
    owned = {space.id} if actor.id in above.get(space.id, ()) else set()
    return Remit(actor.id, frozenset({space.id}), frozenset(owned), named_in({space.id}), above)


def named_in(spaces: Iterable[int]) -> Sequence[Named]:
    """Everybody who owns a part of these spaces or is a deputy there, groups by their members."""
    member = aliased(OwnerGroupMember)
    rows = session().execute(
        select(
            Stewardship.space_id, Stewardship.page_id, Stewardship.subtree, Stewardship.deputy,
            Person.id,
        )
        .outerjoin(member, member.group_id == Stewardship.group_id)
        .join(Person, or_(Person.id == Stewardship.person_id, Person.id == member.person_id))
        .where(LIVE, Stewardship.space_id.in_(list(spaces)), Person.left_at.is_(None))
    )  # fmt: skip
    return [Named(*row) for row in rows]


def owners_in(spaces: Iterable[int]) -> Mapping[int, frozenset[int]]:
    """The owners of each of these spaces who are still with the organisation."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = session().execute(
        select(Ownership.space_id, Ownership.person_id)
        .join(Person, Person.id == Ownership.person_id)
        .where(Ownership.space_id.in_(list(spaces)), Person.left_at.is_(None))
    )
    for space_id, person_id in rows:
        found[space_id].add(person_id)
    return {space_id: frozenset(people) for space_id, people in found.items()}


def owns_anything(person_id: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
    """Whether somebody looks after anything at all, for a question about that person."""
    # Each one level deep: a condition further down would not be about the person of the question.
    through_group = and_(
        OwnerGroupMember.person_id == person_id, OwnerGroupMember.group_id == Stewardship.group_id
    )
    return or_(
        exists().where(Ownership.person_id == person_id),
        exists().where(LIVE, Stewardship.person_id == person_id),
        exists().where(LIVE, through_group),
    )


def _concerned(actor: Person) -> Select[int, bool]:
    groups = select(OwnerGroupMember.group_id).where(OwnerGroupMember.person_id == actor.id)
    steward = or_(Stewardship.person_id == actor.id, Stewardship.group_id.in_(groups))
    both = union_all(
        select(Ownership.space_id, literal(True).label("owner")).where(
            Ownership.person_id == actor.id
        ),
        select(Stewardship.space_id, literal(False)).where(LIVE, steward),
    ).subquery()
    return (
        select(both.c.space_id, both.c.owner)
        .join(Space, Space.id == both.c.space_id)
        .where(readable_by(actor))
    )
