"""Owners who left, or of whom nobody heard for sixty days: a handover opens by itself.

What another owner still looks after stays with that one. Otherwise a deputy is asked first, then the
owners of the space, then whoever wrote most of what stands; where not even the space has an owner left,
community managers hear of it. Whoever is back before anybody accepted keeps what they own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.events import record
from essp.curation.events import LeftWithoutOwner
from essp.curation.handing_over import LEFT, SILENT, open_one, settle
from essp.curation.holdings import Spot, last_seen, owners_by_spot
from essp.curation.likely_owners import likely_owners
from essp.curation.models import Handover
from essp.curation.owned import LIVE, stewards_of
from essp.curation.places import Place, hold_alone
from essp.people.models import Person
from essp.spaces import stewarding
from essp.spaces.models import Ownership, Space
from essp.spaces.policy import readable_by_person
from essp.spaces.steward_models import OwnerGroup, OwnerGroupMember, Stewardship
from essp.wiki.trail import Act, Did, keep

SILENCE = timedelta(days=60)
EVERY = timedelta(hours=6)


def look_in_turn() -> float:
    """Look after owners now; the seconds until to look again."""
    look_for_silent()
    return EVERY.total_seconds()


def look_for_silent() -> int:
    """Open a handover of what silent people own alone, and take back those of people who are here
    again; how many were opened."""
    owners = owners_by_spot()
    seen = last_seen({person for people in owners.values() for person in people})
    since = clock.now() - SILENCE
    silent = {person for person, moment in seen.items() if moment < since}
    _take_back(since)
    opened = 0
    for spot, people in owners.items():
        if people and silent.issuperset(people):
            with transaction():
                opened += _open(spot, sorted(people), SILENT, silent, max(seen[p] for p in people))
    return opened


@jobs.task("curation.owner_left")
def owner_left(person_id: int) -> None:
    """Somebody left: what they owned alone is handed over, the rest stays with who owns it too."""
    with transaction():
        mine = _spots_of(person_id)
        owners = owners_by_spot()
        for spot in mine:
            if not owners.get(spot):
                _open(spot, [person_id], LEFT, {person_id}, None)
        _end_all(person_id, "left")


@jobs.task("curation.owners_read")
def owners_read(space_id: int) -> None:
    """Who may read a space changed: who cannot any more owns nothing there, and it is handed over."""
    with transaction():
        _end_unread(space_id)


@jobs.task("curation.follow_moved")
def follow_moved(page_id: int, space_id: int) -> None:
    """A page went to another space and took its owners along; who cannot read it there owns it not."""
    with transaction():
        rows = session().scalars(
            select(Stewardship).where(
                Stewardship.page_id == page_id, Stewardship.ended_at.is_(None)
            )
        ).all()  # fmt: skip
        for row in rows:
            row.space_id = space_id
            group = session().get(OwnerGroup, row.group_id) if row.group_id else None
            if group is not None and group.space_id != space_id:
                stewarding.end(None, row, "left")
        if rows:
            session().flush()
            _end_unread(space_id)


def _open(
    spot: Spot, people: Sequence[int], why: str, gone: Collection[int], since: datetime | None
) -> int:
    place = hold_alone(spot.space_id, spot.page_id)
    if place.page is not None and place.page.archived:
        return 0
    if _opened_before(spot, people, since):
        return 0
    former = session().get_one(Person, people[0])
    to, orphaned = _next(place, gone)
    row = open_one(place, former=former, to=to, why=why, by=None)
    about = {"handover": row.uid, "from": former.id, "to": row.to_id, "why": why}
    kind = Did.ORPHANED if orphaned else Did.HANDED_OVER
    keep(
        Act(
            kind=kind, space_id=place.space.id, page=place.page, number=place.number, about=about,
        )
    )  # fmt: skip
    if orphaned:
        record(
            LeftWithoutOwner(
                actor_id=None, space_id=spot.space_id, page_id=spot.page_id, handover_id=row.id
            )
        )
    return 1


def _next(place: Place, gone: Collection[int]) -> tuple[Person | None, bool]:
    """Who is asked, nobody by name where owners of the space are there; and whether none are."""
    awake = [person for person in place.owners.above if person.id not in gone]
    orphaned = not awake
    for row in stewards_of(place.page, place.space):
        if _is_deputy(row) and row.person_id not in gone and row.person is not None:
            return row.person, orphaned
    if awake:
        return None, False
    likely = likely_owners(place, but=gone)
    return (likely[0].person if likely else None), True


def _is_deputy(row: Stewardship) -> bool:
    here = row.person is not None and row.person.active
    return bool(row.deputy and row.accepted_at and not row.ended_at and here)


def _opened_before(spot: Spot, people: Sequence[int], since: datetime | None) -> bool:
    """Whether it waits already, or was opened and answered in the same silence."""
    at = Handover.page_id == spot.page_id if spot.page_id else Handover.page_id.is_(None)
    waits: ColumnElement[bool] = Handover.decided_at.is_(None)
    if since is not None:
        waits = or_(waits, Handover.opened_at > since)
    found = select(Handover.id).where(
        at, Handover.space_id == spot.space_id, Handover.from_id.in_(people), waits
    )
    return session().scalar(found.limit(1)) is not None


def _take_back(since: datetime) -> None:
    """Withdraw the handovers of people who were silent and are here again."""
    with transaction():
        rows = session().scalars(
            select(Handover).where(Handover.decided_at.is_(None), Handover.why == SILENT)
        ).all()  # fmt: skip
        seen = last_seen({row.from_id for row in rows if row.from_id})
        for row in rows:
            moment = seen.get(row.from_id or 0)
            if moment is not None and moment > max(row.opened_at, since):
                settle(None, row, "withdrawn")


def _spots_of(person_id: int) -> Iterator[Spot]:
    groups = select(OwnerGroupMember.group_id).where(OwnerGroupMember.person_id == person_id)
    whom = or_(Stewardship.person_id == person_id, Stewardship.group_id.in_(groups))
    rows = session().execute(
        select(Stewardship.space_id, Stewardship.page_id).where(
            LIVE, Stewardship.deputy.is_(False), whom
        )
    )
    found = {Spot(space_id, page_id) for space_id, page_id in rows}
    owned = select(Ownership.space_id).where(Ownership.person_id == person_id)
    found |= {Spot(space_id, None) for space_id in session().scalars(owned)}
    return iter(sorted(found, key=lambda spot: (spot.space_id, spot.page_id or 0)))


def _end_all(person_id: int, why: str) -> None:
    for row in session().scalars(
        select(Stewardship).where(
            Stewardship.person_id == person_id, Stewardship.ended_at.is_(None)
        )
    ).all():  # fmt: skip
        stewarding.end(None, row, why)


def _end_unread(space_id: int) -> None:
    rows = session().scalars(
        select(Stewardship)
        .join(Space, Space.id == Stewardship.space_id)
        .join(Person, Person.id == Stewardship.person_id)
        .where(
            Stewardship.space_id == space_id,
            Stewardship.ended_at.is_(None),
            ~readable_by_person(Person.id),
        )
    )
    for row in rows.all():
        stewarding.end(None, row, "left")
        spot = Spot(space_id, row.page_id)
        if row.accepted_at and not row.deputy and not owners_by_spot().get(spot):
            _open(spot, [row.person_id or 0], LEFT, {row.person_id or 0}, None)
