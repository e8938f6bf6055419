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
from essp.people.models import Person
from essp.spaces.models import Ownership
from essp.spaces.steward_models import Stewardship
from essp.spaces.stewarding import owns

LIVE = Handover.decided_at.is_(None)


class Found(NamedTuple):
    """A handover, what it is about, and the people in it."""

    row: Handover
    place: Place
    former: Person | None
    to: Person | None


def find(actor: Person, uid: str) -> Found:
    """A handover of what the actor can read, where it concerns them; NotFound."""
    row = session().scalar(select(Handover).where(Handover.uid == uid))
    if row is None:
        raise NotFound
    found = _whole(actor, row)
    people = {row.from_id, row.to_id, row.opened_by_id, row.decided_by_id}
    if actor.id not in people and not may_take(actor, found):
        raise NotFound
    return found


def may_take(actor: Person, found: Found) -> bool:
    """Whether somebody may take it over: who was asked, or where nobody was named those who decide
    there and those it is suggested to."""
    if found.row.decided_at is not None or actor.id == found.row.from_id:
        return False
    if found.row.to_id is not None:
        return found.row.to_id == actor.id or owns(actor, found.place.owners)
    likely = {each.person.id for each in likely_owners(found.place)}
    return found.place.owners.include(actor) or actor.id in likely


def waiting_for(actor: Person) -> Sequence[Found]:
    """The open handovers that somebody may take or hands over, the oldest first."""
    mine = select(Ownership.space_id).where(Ownership.person_id == actor.id)
    held = select(Stewardship.space_id).where(
        Stewardship.person_id == actor.id, Stewardship.ended_at.is_(None)
    )
    open_ones = or_(Handover.space_id.in_(mine), Handover.space_id.in_(held))
    return _those(
        actor,
        or_(
            Handover.to_id == actor.id,
            Handover.from_id == actor.id,
            Handover.to_id.is_(None) & open_ones,
        ),
    )


def open_at(place: Place) -> Sequence[Found]:
    """The open handovers of a page or a space."""
    at = Handover.page_id == place.page.id if place.page else Handover.page_id.is_(None)
    rows = session().scalars(
        select(Handover).where(LIVE, at, Handover.space_id == place.space.id).order_by(Handover.id)
    )
    return [Found(row, place, person(row.from_id), person(row.to_id)) for row in rows]


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
    return Found(row, place, person(row.from_id), person(row.to_id))


def person(person_id: int | None) -> Person | None:
    """Somebody in a handover, by id."""
    return session().get(Person, person_id) if person_id else None
