"""Handovers as somebody may see them: those that concern them, those that wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from essp.core.db import session
from essp.core.decision import NotFound
from essp.curation.likely_owners import likely_owners
from essp.curation.models import Handover
from essp.curation.places import Place, known
from essp.people.models import Person, Role
from essp.spaces.models import Ownership
from essp.spaces.steward_models import OwnerGroup, OwnerGroupMember, Stewardship
from essp.spaces.stewarding import owns

RUN_THE_SITE = (Role.COMMUNITY_MANAGER.value, Role.ADMINISTRATOR.value)
LIVE = Handover.decided_at.is_(None)


class Found(NamedTuple):
    """A handover, what it is about, and the people and groups in it."""

    row: Handover
    place: Place
    former: Person | None
    to: Person | None
    from_group: OwnerGroup | None = None
    to_group: OwnerGroup | None = None


def find(actor: Person, uid: str) -> Found:
    """A handover of what the actor can read, where it concerns them; NotFound."""
    row = session().scalar(select(Handover).where(Handover.uid == uid))
    if row is None:
        raise NotFound
    found = _whole(actor, row)
    people = {row.from_id, row.to_id, row.opened_by_id, row.decided_by_id}
    inside = hands_over(actor, found) or actor.role in RUN_THE_SITE
    if actor.id not in people and not inside and not may_take(actor, found):
        raise NotFound
    return found


def hands_over(actor: Person, found: Found) -> bool:
    """Whether somebody hands this over: by themselves, or as one of the group that does."""
    return actor.id == found.row.from_id or is_member(actor, found.row.from_group_id)


def is_member(actor: Person, group_id: int | None) -> bool:
    """Whether somebody belongs to a group of owners."""
    return (
        group_id is not None and session().get(OwnerGroupMember, (group_id, actor.id)) is not None
    )


def may_take(actor: Person, found: Found) -> bool:
    """Whether somebody may take it over: who was asked, or where nobody was named those who decide
    there and those it is suggested to."""
    row = found.row
    if row.decided_at is not None or actor.id == row.from_id:
        return False
    if row.to_group_id is not None:
        return is_member(actor, row.to_group_id)
    if is_member(actor, row.from_group_id):
        return row.to_id == actor.id
    if row.to_id is not None:
        return row.to_id == actor.id or owns(actor, found.place.owners)
    likely = {each.person.id for each in likely_owners(found.place)}
    return found.place.owners.include(actor) or actor.id in likely


def waiting_for(actor: Person) -> Sequence[Found]:
    """The open handovers that somebody may take or hands over, the oldest first."""
    mine = select(Ownership.space_id).where(Ownership.person_id == actor.id)
    held = select(Stewardship.space_id).where(
        Stewardship.person_id == actor.id, Stewardship.ended_at.is_(None)
    )
    groups = select(OwnerGroupMember.group_id).where(OwnerGroupMember.person_id == actor.id)
    open_ones = or_(Handover.space_id.in_(mine), Handover.space_id.in_(held))
    return _those(
        actor,
        or_(
            Handover.to_id == actor.id,
            Handover.from_id == actor.id,
            Handover.from_group_id.in_(groups),
            Handover.to_group_id.in_(groups),
            Handover.to_id.is_(None) & Handover.to_group_id.is_(None) & open_ones,
        ),
    )


def open_at(place: Place) -> Sequence[Found]:
    """The open handovers of a page or a space."""
    at = Handover.page_id == place.page.id if place.page else Handover.page_id.is_(None)
    rows = session().scalars(
        select(Handover).where(LIVE, at, Handover.space_id == place.space.id).order_by(Handover.id)
    )
    return [_found(row, place) for row in rows]


def own_at(actor: Person, place: Place) -> Stewardship | Ownership | None:
    """What somebody owns here by themselves and so can hand over."""
    if place.page is None:
        return session().get(Ownership, (place.space.id, actor.id))
    return session().scalar(
        select(Stewardship).where(
            Stewardship.page_id == place.page.id,
            Stewardship.person_id == actor.id,
            Stewardship.deputy.is_(False),
            Stewardship.accepted_at.is_not(None),
            Stewardship.ended_at.is_(None),
        )
    )


def groups_at(actor: Person, place: Place) -> Sequence[OwnerGroup]:
    """The groups that own this page and that somebody belongs to: they can hand it over as the group."""
    if place.page is None:
        return ()
    rows = (
        select(OwnerGroup)
        .join(Stewardship, Stewardship.group_id == OwnerGroup.id)
        .join(OwnerGroupMember, OwnerGroupMember.group_id == OwnerGroup.id)
        .where(
            Stewardship.page_id == place.page.id,
            OwnerGroupMember.person_id == actor.id,
            Stewardship.deputy.is_(False),
            Stewardship.accepted_at.is_not(None),
            Stewardship.ended_at.is_(None),
        )
        .order_by(OwnerGroup.name_key)
    )
    return list(dict.fromkeys(session().scalars(rows)))


def below_too(place: Place, group: OwnerGroup) -> bool:
    """Whether a group owns all below a page as well."""
    wide = select(Stewardship.id).where(
        Stewardship.page_id == (place.page.id if place.page else None),
        Stewardship.group_id == group.id,
        Stewardship.subtree,
        Stewardship.ended_at.is_(None),
    )
    return session().scalar(wide.limit(1)) is not None


def _those(actor: Person, *conditions: ColumnElement[bool]) -> Sequence[Found]:
    rows = session().scalars(select(Handover).where(LIVE, *conditions).order_by(Handover.id))
    found = []
    for row in rows.all():
        try:
            found.append(_whole(actor, row))
        except NotFound:
            continue  # about something that the actor can no longer read
    return found


def _whole(actor: Person, row: Handover) -> Found:
    place = known(actor, row.space_id, row.page_id)
    return _found(row, place)


def _found(row: Handover, place: Place) -> Found:
    return Found(
        row, place, person(row.from_id), person(row.to_id), group(row.from_group_id),
        group(row.to_group_id),
    )  # fmt: skip


def person(person_id: int | None) -> Person | None:
    """Somebody in a handover, by id."""
    return session().get(Person, person_id) if person_id else None


def group(group_id: int | None) -> OwnerGroup | None:
    """A group in a handover, by id."""
    return session().get(OwnerGroup, group_id) if group_id else None
