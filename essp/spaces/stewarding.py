"""Owners and deputies of pages, branches and spaces: asked, accepted, stepping down, taken off.

Nothing counts before whoever was asked agrees; who asks themselves agrees with it. A deputy does what
an owner does, but appoints nobody. The caller holds the row of the page, or that of the space where a
whole space is meant, so that two who decide at once follow one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, new_uid
from essp.people.models import Person
from essp.spaces import policy
from essp.spaces.events import StewardAccepted, StewardAsked, StewardEnded
from essp.spaces.models import Space
from essp.spaces.owning import Line, Owners, owners_of
from essp.spaces.queries import standing
from essp.spaces.steward_models import OwnerGroup, OwnerGroupMember, Stewardship

LONGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom somebody wants for what: a person or a group, for the page at the end of `line` (the whole
    space without one), for all below it too with `subtree`."""

    line: Line = ()
    person: Person | None = None
    group: OwnerGroup | None = None
    deputy: bool = False
    subtree: bool = False
    note: str = ""


def appoint(actor: Person, space: Space, wanted: Wanted) -> Stewardship:
    """Ask somebody, or a group, to own a page or to be its deputy. Raises Invalid, Refused.

    Asked again for the same, the asking that stands is given.
    """
    require(policy.name_owner(owns=owns(actor, owners_of(space.id, wanted.line))))
    note = clean_line(wanted.note)
    if len(note) > LONGEST_NOTE:
        raise Invalid(note=_("Use at most %(limit)s characters.", limit=LONGEST_NOTE))
    _check_whom(space, wanted)
    standing_one = present(space, wanted)
    if standing_one is not None:
        return standing_one
    row = _new(space, wanted, note, actor)
    session().add(row)
    session().flush()
    record(StewardAsked(actor_id=actor.id, space_id=space.id, stewardship_id=row.id))
    if is_asked(actor, row):
        _begin(actor, row)
    return row


def accept(actor: Person, held: Stewardship) -> Stewardship:
    """Agree to own what one was asked for. Raises Refused for another's, Invalid where it has ended."""
    row = _fresh(held)
    if not is_asked(actor, row):
        raise Refused(_("Only who was asked can accept this."))
    if row.ended_at is not None:
        raise Invalid(answer=_("This was taken back meanwhile."))
    if row.accepted_at is None:
        _begin(actor, row)
    return row


def decline(actor: Person, held: Stewardship) -> Stewardship:
    """Say no to what one was asked for."""
    row = _fresh(held)
    if not is_asked(actor, row):
        raise Refused(_("Only who was asked can decline this."))
    if row.accepted_at is not None:
        raise Invalid(answer=_("You accepted this already. You can step down."))
    return end(actor, row, "declined")


def step_down(actor: Person, held: Stewardship) -> Stewardship:
    """Own it no longer. What nobody else owns goes to the owners of the space; where there are none
    it has to be handed over first: raises Invalid."""
    row = _fresh(held)
    if row.person_id != actor.id or row.accepted_at is None:
        raise Refused(_("Only who owns this can step down."))
    if not row.deputy and row.ended_at is None and not _others(actor, row):
        raise Invalid(
            answer=_("Nobody else owns this, and the space has no owner. Hand it over first.")
        )
    return end(actor, row, "stepped down")


def remove(actor: Person, held: Stewardship, line: Line) -> Stewardship:
    """Take an owner or a deputy off, or take an asking back, as an owner of the page or the space."""
    row = _fresh(held)
    require(policy.name_owner(owns=owns(actor, owners_of(row.space_id, line))))
    return end(actor, row, "removed")


def end(actor: Person | None, row: Stewardship, why: str) -> Stewardship:
    """End it, from whatever reason; once ended it stays as it was."""
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = clock.now(), actor.id if actor else None
        row.ended_why = why
        session().flush()
        record(
            StewardEnded(
                actor_id=row.ended_by_id, space_id=row.space_id, stewardship_id=row.id, why=why
            )
        )
    return row


def begin(actor: Person, space: Space, wanted: Wanted) -> Stewardship:
    """Let somebody own at once what they just agreed to take over."""
    standing_one = present(space, wanted)
    if standing_one is None:
        standing_one = _new(space, wanted, wanted.note, actor)
        session().add(standing_one)
        session().flush()
    if standing_one.accepted_at is None:
        _begin(actor, standing_one)
    return standing_one


def owns(actor: Person, owners: Owners) -> bool:
    """Whether somebody is an owner here, of the page or of its space, and no deputy."""
    own = {each.person.id for each in owners.named if not each.deputy}
    return actor.id in own | {person.id for person in owners.above}


def is_asked(actor: Person, row: Stewardship) -> bool:
    """Whether it is for this person, by themselves or as one of the group."""
    if row.person_id is not None:
        return row.person_id == actor.id
    return session().get(OwnerGroupMember, (row.group_id, actor.id)) is not None


def _begin(actor: Person, row: Stewardship) -> None:
    row.accepted_at = clock.now()
    session().flush()
    record(StewardAccepted(actor_id=actor.id, space_id=row.space_id, stewardship_id=row.id))


def _new(space: Space, wanted: Wanted, note: str, actor: Person) -> Stewardship:
    return Stewardship(
        uid=new_uid(),
        space_id=space.id,
        page_id=wanted.line[-1] if wanted.line else None,
        subtree=wanted.subtree and bool(wanted.line),
        person_id=wanted.person.id if wanted.person else None,
        group_id=wanted.group.id if wanted.group else None,
        deputy=wanted.deputy,
        asked_at=clock.now(),
        appointed_by_id=actor.id,
        note=note,
    )


def _check_whom(space: Space, wanted: Wanted) -> None:
    if (wanted.person is None) == (wanted.group is None):
        raise Invalid(person=_("Name a person or choose a group."))
    if wanted.group is not None:
        if wanted.group.space_id != space.id:
            raise Invalid(group=_("Choose a group of this space."))
        if not members_of(wanted.group):
            raise Invalid(group=_("Nobody is in this group yet. Add somebody first."))
        return
    person = wanted.person
    if person is None or not person.active:
        name = person.name if person else ""
        raise Invalid(person=_("%(name)s is not with the organisation.", name=name))
    if not policy.read(person, space, standing(person, space)):
        raise Invalid(
            person=_("%(name)s cannot read this space. Add them as a member first.",
                     name=person.name)
        )  # fmt: skip
    if not wanted.line and not wanted.deputy:
        raise Invalid(person=_("Owners of a whole space are appointed among its members."))


def members_of(group: OwnerGroup) -> Sequence[Person]:
    """Who is in a group and still here, by name."""
    return (
        session()
        .scalars(
            select(Person)
            .join(OwnerGroupMember, OwnerGroupMember.person_id == Person.id)
            .where(OwnerGroupMember.group_id == group.id, Person.left_at.is_(None))
            .order_by(Person.name_key)
        )
        .all()
    )


def present(space: Space, wanted: Wanted) -> Stewardship | None:
    """The appointment or the asking for the same that has not ended."""
    page_id = wanted.line[-1] if wanted.line else None
    return session().scalar(
        select(Stewardship).where(
            Stewardship.space_id == space.id,
            Stewardship.page_id == page_id if page_id else Stewardship.page_id.is_(None),
            Stewardship.person_id == wanted.person.id
            if wanted.person
            else Stewardship.group_id == (wanted.group.id if wanted.group else 0),
            Stewardship.deputy.is_(wanted.deputy),
            Stewardship.subtree.is_(wanted.subtree and page_id is not None),
            Stewardship.ended_at.is_(None),
        )
    )


def _fresh(held: Stewardship) -> Stewardship:
    row = lock(Stewardship, held.id)
    if row is None:
        raise NotFound
    return row


def _others(actor: Person, row: Stewardship) -> bool:
    """Whether anybody else owns the same page, or its space."""
    here = owners_of(row.space_id, (row.page_id,) if row.page_id else ())
    people = {each.person.id for each in here.named if not each.deputy}
    return bool((people | {person.id for person in here.above}) - {actor.id})
