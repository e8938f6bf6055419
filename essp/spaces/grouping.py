"""Named groups of owners of a space: made, renamed, joined by who was asked, and ended.

Whoever is in a group owns all that the group owns, so nobody is put into one: an owner of the space asks,
and who was asked agrees. The owners of the space look after its groups; everyone may leave one. The
space's row is held meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, key_of, new_uid
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.events import OwnerGroupAsked, OwnerGroupChanged
from essp.spaces.membership import locked_standing
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.spaces.steward_models import (
    OwnerGroup,
    OwnerGroupAsking,
    OwnerGroupMember,
    Stewardship,
)
from essp.spaces.stewarding import end

LONGEST_NAME = 80


def make_group(actor: Person, space: Space, name: str) -> OwnerGroup:
    """Make a group of owners. Raises Invalid for a name that is empty, too long or taken."""
    _require_owner(actor, space)
    group = OwnerGroup(
        uid=new_uid(), space_id=space.id, created_at=clock.now(), created_by_id=actor.id,
        **_named(space.id, name),
    )  # fmt: skip
    session().add(group)
    session().flush()
    _told(actor, group)
    return group


def rename_group(actor: Person, space: Space, group: OwnerGroup, name: str) -> OwnerGroup:
    """Give a group another name."""
    _require_owner(actor, space)
    for field, value in _named(space.id, name, own_id=group.id).items():
        setattr(group, field, value)
    _told(actor, group)
    return group


def ask_into_group(actor: Person, space: Space, group: OwnerGroup, person: Person) -> None:
    """Ask somebody who reads the space to belong to a group; who asks themselves agrees with it.

    Doing it twice changes nothing. Raises Refused, Invalid.
    """
    _require_owner(actor, space)
    if not person.active:
        raise Invalid(person=_("%(name)s is not with the organisation.", name=person.name))
    if not policy.read(person, space, standing(person, space)):
        raise Invalid(
            person=_("%(name)s cannot read this space. Add them as a member first.",
                     name=person.name)
        )  # fmt: skip
    if session().get(OwnerGroupMember, (group.id, person.id)) is not None:
        return
    if actor.id == person.id:
        _begin(group, person, actor)
    elif session().get(OwnerGroupAsking, (group.id, person.id)) is None:
        session().add(
            OwnerGroupAsking(group_id=group.id, person_id=person.id, at=clock.now(), by_id=actor.id)
        )
        session().flush()
        record(
            OwnerGroupAsked(
                actor_id=actor.id, space_id=group.space_id, group_id=group.id, person_id=person.id
            )
        )  # fmt: skip


def join_group(actor: Person, space: Space, group: OwnerGroup) -> None:
    """Agree to belong to a group that one was asked into. Raises NotFound for who was not asked."""
    locked_standing(actor, space)
    asked = _asking(actor, group)
    session().delete(asked)
    _begin(group, actor, session().get(Person, asked.by_id))


def decline_group(actor: Person, space: Space, group: OwnerGroup) -> None:
    """Say no to a group that one was asked into."""
    locked_standing(actor, space)
    session().delete(_asking(actor, group))
    session().flush()
    _told(actor, group)


def take_from_group(actor: Person, space: Space, group: OwnerGroup, person: Person) -> None:
    """Take somebody out of a group, or ask them no longer, as an owner of the space; everyone may leave
    by themselves."""
    here = locked_standing(actor, space)
    if actor.id != person.id:
        require(policy.govern(actor, space, here))
    known = session().get(OwnerGroupMember, (group.id, person.id))
    session().delete(known or _asking(person, group))
    session().flush()
    _told(actor, group)


def end_group(actor: Person, space: Space, group: OwnerGroup) -> int:
    """End a group: what it owned goes to the nearest owners above. Tells how much that was.

    Its name stays in what it owned once, and is free for another group.
    """
    _require_owner(actor, space)
    owned = session().scalars(
        select(Stewardship).where(
            Stewardship.group_id == group.id, Stewardship.ended_at.is_(None)
        )
    ).all()  # fmt: skip
    for row in owned:
        end(actor, row, "removed")
    members = session().scalars(
        select(OwnerGroupMember).where(OwnerGroupMember.group_id == group.id)
    )
    askings = session().scalars(
        select(OwnerGroupAsking).where(OwnerGroupAsking.group_id == group.id)
    )
    for each in [*members, *askings]:
        session().delete(each)
    group.name_key = group.uid
    session().flush()
    _told(actor, group)
    return len(owned)


def groups_of(space: Space) -> Sequence[OwnerGroup]:
    """The groups of a space that are in use, by name: the caller may read the space."""
    found = session().scalars(
        select(OwnerGroup).where(OwnerGroup.space_id == space.id).order_by(OwnerGroup.name_key)
    )
    return [group for group in found if group.in_use]


def members_by_group(groups: Sequence[OwnerGroup]) -> Mapping[int, Sequence[Person]]:
    """Who is in these groups, by name, by the group's id."""
    found: dict[int, list[Person]] = {group.id: [] for group in groups}
    rows = session().scalars(
        select(OwnerGroupMember)
        .join(OwnerGroupMember.person)
        .options(joinedload(OwnerGroupMember.person))
        .where(OwnerGroupMember.group_id.in_(found))
        .order_by(Person.name_key)
    )
    for row in rows:
        found[row.group_id].append(row.person)
    return found


def asked_by_group(groups: Sequence[OwnerGroup]) -> Mapping[int, Sequence[OwnerGroupAsking]]:
    """Who was asked into these groups and did not answer yet, by name, by the group's id."""
    found: dict[int, list[OwnerGroupAsking]] = {group.id: [] for group in groups}
    rows = session().scalars(
        select(OwnerGroupAsking)
        .join(OwnerGroupAsking.person)
        .options(joinedload(OwnerGroupAsking.person))
        .where(OwnerGroupAsking.group_id.in_(found), Person.left_at.is_(None))
        .order_by(Person.name_key)
    )
    for row in rows:
        found[row.group_id].append(row)
    return found


def asked_into(actor: Person) -> Sequence[tuple[OwnerGroup, Space]]:
    """The groups that somebody was asked into, in spaces that they can read, the oldest first."""
    rows = session().execute(
        select(OwnerGroup, Space)
        .join(OwnerGroupAsking, OwnerGroupAsking.group_id == OwnerGroup.id)
        .join(Space, Space.id == OwnerGroup.space_id)
        .where(OwnerGroupAsking.person_id == actor.id, policy.readable_by(actor))
        .order_by(OwnerGroupAsking.at, OwnerGroup.id)
    )
    return [(group, space) for group, space in rows]


def owned_count(group: OwnerGroup) -> int:
    """How much a group owns."""
    count = select(func.count()).select_from(Stewardship)
    return session().scalar(
        count.where(Stewardship.group_id == group.id, Stewardship.ended_at.is_(None))
    ) or 0  # fmt: skip


def find_group(space: Space, uid: str) -> OwnerGroup:
    """A group of a space in use, by its id. Raises NotFound."""
    found = session().scalar(
        select(OwnerGroup).where(OwnerGroup.space_id == space.id, OwnerGroup.uid == uid)
    )
    if found is None or not found.in_use:
        raise NotFound
    return found


def _begin(group: OwnerGroup, person: Person, by: Person | None) -> None:
    session().add(
        OwnerGroupMember(
            group_id=group.id, person_id=person.id, since=clock.now(),
            added_by_id=by.id if by else None,
        )
    )  # fmt: skip
    session().flush()
    _told(person, group)


def _asking(person: Person, group: OwnerGroup) -> OwnerGroupAsking:
    found = session().get(OwnerGroupAsking, (group.id, person.id))
    if found is None:
        raise NotFound
    return found


def _require_owner(actor: Person, space: Space) -> None:
    require(policy.govern(actor, space, locked_standing(actor, space)))


def _named(space_id: int, name: str, own_id: int = 0) -> dict[str, str]:
    name = clean_line(name)
    if not name:
        raise Invalid(name=_("Give the group a name."))
    if len(name) > LONGEST_NAME:
        raise Invalid(name=_("Use at most %(limit)s characters.", limit=LONGEST_NAME))
    key = key_of(name)[:120]
    taken = select(OwnerGroup.id).where(
        OwnerGroup.space_id == space_id, OwnerGroup.name_key == key, OwnerGroup.id != own_id
    )
    if session().scalar(taken) is not None:
        raise Invalid(name=_("There is a group with this name already."))
    return {"name": name, "name_key": key}


def _told(actor: Person, group: OwnerGroup) -> None:
    record(OwnerGroupChanged(actor_id=actor.id, space_id=group.space_id, group_id=group.id))
