"""Appointing owners and deputies, with every act in the trail of the page or of the space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essp.curation.places import Place, find_held, hold
from essp.people.models import Person
from essp.spaces import stewarding
from essp.spaces.steward_models import Stewardship
from essp.spaces.stewarding import Wanted
from essp.wiki.trail import Act, Did, keep


def appoint(actor: Person, place: Place, wanted: Wanted) -> Stewardship:
    """Ask a person or a group to own this, or to be its deputy. Raises Invalid, Refused."""
    place = hold(actor, place)
    before = stewarding.present(place.space, wanted)
    row = stewarding.appoint(actor, place.space, wanted)
    if before is None:
        _keep(actor, place, Did.APPOINTED, row, why=wanted.note)
    return row


def accept(actor: Person, uid: str) -> tuple[Stewardship, Place]:
    """Agree to what one was asked for: from now on it counts."""
    row, place = _held(actor, uid)
    row = stewarding.accept(actor, row)
    _keep(actor, place, Did.ACCEPTED, row)
    return row, place


def decline(actor: Person, uid: str, why: str = "") -> tuple[Stewardship, Place]:
    """Say no to what one was asked for."""
    row, place = _held(actor, uid)
    row = stewarding.decline(actor, row)
    _keep(actor, place, Did.DECLINED, row, why=why)
    return row, place


def end(actor: Person, uid: str, why: str = "") -> tuple[Stewardship, Place]:
    """Step down from what one owns; or take somebody off, as an owner of the page or the space."""
    row, place = _held(actor, uid)
    if row.person_id == actor.id and row.accepted_at is not None:
        row = stewarding.step_down(actor, row)
    else:
        row = stewarding.remove(actor, row, place.line)
    _keep(actor, place, Did.STEPPED_ASIDE, row, why=why)
    return row, place


def about(row: Stewardship) -> Mapping[str, Any]:
    """What an act says of an appointment: ids and values."""
    return {
        "stewardship": row.uid,
        "person": row.person_id,
        "group": row.group_id,
        "deputy": row.deputy,
        "subtree": row.subtree,
        "ended": row.ended_why,
    }


def _held(actor: Person, uid: str) -> tuple[Stewardship, Place]:
    row, place = find_held(actor, uid)
    return row, hold(actor, place)


def _keep(actor: Person, place: Place, kind: Did, row: Stewardship, why: str = "") -> None:
    keep(
        Act(
            kind=kind, space_id=place.space.id, page=place.page, by=actor, why=why,
            number=place.number, about=about(row),
        )
    )  # fmt: skip
