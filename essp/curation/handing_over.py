"""Handing over what one owns, to somebody by name or to whoever fits, with all that is open on it.

What was asked of somebody waits until they accept it, name somebody else, or decline; until then it
stays with who has it. Who hands over stays listed as a former owner. What nobody takes, an owner of the
space can leave to the owners of the space.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.curation.events import HandoverDecided, HandoverOpened
from essp.curation.handovers import (
    Found,
    find,
    groups_at,
    hands_over,
    is_member,
    may_take,
    open_at,
    own_at,
)
from essp.curation.models import Handover
from essp.curation.places import Place, hold
from essp.people.models import Person
from essp.spaces import policy, stewarding
from essp.spaces.handing import take_space
from essp.spaces.queries import standing
from essp.spaces.steward_models import OwnerGroup, Stewardship
from essp.spaces.stewarding import Wanted
from essp.wiki.trail import Act, Did, keep

To: TypeAlias = Person | OwnerGroup | None
LONGEST_NOTE = 1000
ASKED, LEFT, SILENT = "asked", "left", "silent"


def hand_over(
    actor: Person,
    place: Place,
    *,
    to: To = None,
    note: str = "",
    as_group: OwnerGroup | None = None,
) -> Handover:
    """Ask somebody, a group, or whoever fits, to own what one owns; a member hands over `as_group` what
    their group owns. Raises Invalid, Refused."""
    place = hold(actor, place)
    if not _owned_so(actor, place, as_group):
        raise Refused(_("Only who owns this can hand it over."))
    note = clean_note(note)
    _check_to(to, actor, place, as_group)
    if any(_same_from(each.row, actor, as_group) for each in open_at(place)):
        raise Invalid(person=_("You are handing this over already. Withdraw that first."))
    row = open_one(place, former=actor, to=to, why=ASKED, note=note, by=actor, from_group=as_group)
    _keep(row, place, Did.HANDED_OVER, actor, note)
    return row


def open_one(
    place: Place, *, former: Person, to: To, why: str, by: Person | None, note: str = "",
    from_group: OwnerGroup | None = None,
) -> Handover:  # fmt: skip
    """Open a handover; the caller holds the place."""
    row = Handover(
        uid=new_uid(), space_id=place.space.id, page_id=place.page.id if place.page else None,
        from_id=former.id, to_id=to.id if isinstance(to, Person) else None, why=why, note=note,
        from_group_id=from_group.id if from_group else None,
        to_group_id=to.id if isinstance(to, OwnerGroup) else None,
        opened_at=clock.now(), opened_by_id=by.id if by else None,
    )  # fmt: skip
    session().add(row)
    session().flush()
    _opened(row, by)
    return row


def accept(actor: Person, uid: str) -> Found:
    """Take it over: the actor owns it from now on. Raises Refused for who was not asked."""
    found = _held(actor, uid)
    if not may_take(actor, found):
        raise Refused(_("This was handed to somebody else."))
    row, place = found.row, found.place
    if place.page is None:
        take_space(actor, place.space, found.former)
    else:
        _take_page(actor, found)
    settle(actor, row, "accepted")
    _keep(row, place, Did.ACCEPTED, actor, row.note)
    return found


def suggest(actor: Person, uid: str, person: Person, answer: str = "") -> Found:
    """Say who would be better: they are asked instead."""
    found = _held(actor, uid)
    if not may_take(actor, found):
        raise Refused(_("This was handed to somebody else."))
    if person.id == actor.id:
        raise Invalid(person=_("You can accept it yourself."))
    _check(person, found.former, found.place)
    found.row.to_group_id = None
    found.row.to_id, found.row.answer = person.id, clean_note(answer)
    session().flush()
    _opened(found.row, actor)
    _keep(found.row, found.place, Did.HANDED_OVER, actor, answer)
    return found._replace(to=person, to_group=None)


def decline(actor: Person, uid: str, answer: str = "") -> Found:
    """Say no. What somebody handed over stays with them; what opened by itself goes on looking."""
    found = _held(actor, uid)
    row = found.row
    if row.to_id != actor.id and not is_member(actor, row.to_group_id):
        raise Refused(_("This was handed to somebody else."))
    row.answer = clean_note(answer)
    if row.why == ASKED:
        settle(actor, row, "declined")
    else:
        row.to_id = None
        session().flush()
        _opened(row, actor)
    _keep(row, found.place, Did.DECLINED, actor, row.answer)
    return found


def withdraw(actor: Person, uid: str) -> Found:
    """Take it back, as who hands over. Who was silent and is here again may do so as well."""
    found = _held(actor, uid)
    if not hands_over(actor, found):
        raise Refused(_("Only who hands this over can take it back."))
    settle(actor, found.row, "withdrawn")
    _keep(found.row, found.place, Did.WITHDRAWN, actor, "")
    return found


def release(actor: Person, uid: str) -> Found:
    """Leave a page to the owners of the space, as one of them."""
    found = _held(actor, uid)
    if found.place.page is None or actor.id not in {p.id for p in found.place.owners.above}:
        raise Refused(_("Only an owner of the space can leave it to the owners of the space."))
    for each in _of_former(found):
        stewarding.end(actor, each, "handed over")
    settle(actor, found.row, "released")
    _keep(found.row, found.place, Did.STEPPED_ASIDE, actor, "")
    return found


def clean_note(note: str) -> str:
    """What somebody says with it; Invalid when it is too long."""
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Invalid(note=_("Use at most %(limit)s characters.", limit=LONGEST_NOTE))
    return note


def _take_page(actor: Person, found: Found) -> None:
    former = list(_of_former(found))
    wide = any(each.subtree for each in former) or found.row.why != ASKED
    group = found.to_group
    wanted = Wanted(
        line=found.place.line, person=None if group else actor, group=group, subtree=wide
    )
    begun = stewarding.begin(actor, found.place.space, wanted)
    for each in former:
        if each.id != begun.id:
            stewarding.end(actor, each, "handed over")


def _of_former(found: Found) -> Sequence[Stewardship]:
    row = found.row
    by_group = Stewardship.group_id == row.from_group_id
    return session().scalars(
        select(Stewardship).where(
            Stewardship.page_id == row.page_id,
            by_group if row.from_group_id else Stewardship.person_id == row.from_id,
            Stewardship.deputy.is_(False),
            Stewardship.ended_at.is_(None),
        )
    ).all()  # fmt: skip


def _owned_so(actor: Person, place: Place, as_group: OwnerGroup | None) -> bool:
    if as_group is None:
        return own_at(actor, place) is not None
    return as_group.id in {each.id for each in groups_at(actor, place)}


def _same_from(row: Handover, actor: Person, as_group: OwnerGroup | None) -> bool:
    if as_group is not None:
        return row.from_group_id == as_group.id
    return row.from_group_id is None and row.from_id == actor.id


def _check_to(to: To, actor: Person, place: Place, as_group: OwnerGroup | None) -> None:
    if isinstance(to, Person):
        _check(to, None if as_group else actor, place)
    if not isinstance(to, OwnerGroup):
        return
    if place.page is None:
        raise Invalid(
            group=_("A space is handed to a person: somebody has to look after its members.")
        )
    if to.space_id != place.space.id or not to.in_use:
        raise Invalid(group=_("Choose a group of this space."))
    if as_group is not None and to.id == as_group.id:
        raise Invalid(group=_("Name somebody else than who owns it now."))
    if not stewarding.members_of(to):
        raise Invalid(group=_("Nobody is in this group yet. Add somebody first."))


def _check(person: Person, former: Person | None, place: Place) -> None:
    if not person.active:
        raise Invalid(person=_("%(name)s is not with the organisation.", name=person.name))
    if former is not None and person.id == former.id:
        raise Invalid(person=_("Name somebody else than who owns it now."))
    if not policy.read(person, place.space, standing(person, place.space)):
        raise Invalid(
            person=_("%(name)s cannot read this space. Add them as a member first.",
                     name=person.name)
        )  # fmt: skip


def _held(actor: Person, uid: str) -> Found:
    """The handover with its place, both held, so that two who answer at once follow one another."""
    found = find(actor, uid)
    place = hold(actor, found.place)
    row = lock(Handover, found.row.id)
    if row is None:
        raise NotFound
    if row.decided_at is not None:
        raise Invalid(answer=_("This handover was decided meanwhile."))
    return found._replace(row=row, place=place)


def settle(actor: Person | None, row: Handover, outcome: str) -> None:
    """Close a handover: nobody answers it any more."""
    row.decided_at, row.decided_by_id = clock.now(), actor.id if actor else None
    row.outcome = outcome
    session().flush()
    record(HandoverDecided(actor_id=row.decided_by_id, space_id=row.space_id, handover_id=row.id))


def _opened(row: Handover, by: Person | None) -> None:
    record(
        HandoverOpened(
            actor_id=by.id if by else None, space_id=row.space_id, handover_id=row.id,
            to_id=row.to_id,
        )
    )  # fmt: skip


def _keep(row: Handover, place: Place, kind: Did, by: Person | None, why: str) -> None:
    about: dict[str, Any] = {"handover": row.uid, "from": row.from_id, "to": row.to_id}
    if row.from_group_id or row.to_group_id:
        about |= {"from_group": row.from_group_id, "to_group": row.to_group_id}
    keep(
        Act(
            kind=kind, space_id=place.space.id, page=place.page, by=by, why=why,
            number=place.number, about={**about, "outcome": row.outcome},
        )
    )  # fmt: skip
