"""Handing over in the browser: the packet, who it goes to, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.core.i18n import Message, _
from essp.curation import handing_over, handovers, places
from essp.curation.handovers import Found
from essp.curation.likely_owners import likely_owners
from essp.curation.packets import packet_of
from essp.curation.places import Place
from essp.curation.web.edge import blueprint
from essp.curation.web.owning import NO_ERRORS, UNTYPED, address, wanted_person
from essp.people.current import me
from essp.people.models import Person
from essp.spaces import grouping
from essp.spaces.steward_models import OwnerGroup, Stewardship


@blueprint.get("/p/<uid>/handover")
@members
def hand_over_page(uid: str) -> ResponseReturnValue:
    """What would go along with a page, and to whom it could go."""
    return _form(places.of_page(me(), uid))


@blueprint.post("/p/<uid>/handover")
@members
def send_page(uid: str) -> ResponseReturnValue:
    """Hand a page over."""
    return _send(places.of_page(me(), uid))


@blueprint.get("/s/<slug>/-/handover")
@members
def hand_over_space(slug: str) -> ResponseReturnValue:
    """What would go along with a space, and to whom it could go."""
    return _form(places.of_space(me(), slug))


@blueprint.post("/s/<slug>/-/handover")
@members
def send_space(slug: str) -> ResponseReturnValue:
    """Hand a space over."""
    return _send(places.of_space(me(), slug))


@blueprint.get("/handovers/<hand>")
@members
def handover(hand: str) -> ResponseReturnValue:
    """A handover with all that comes along."""
    return _shown(hand)


@blueprint.post("/handovers/<hand>/accept")
@members
def accept_handover(hand: str) -> ResponseReturnValue:
    """Take it over."""
    return _answer(hand, handing_over.accept, _("You own %(name)s now."))


@blueprint.post("/handovers/<hand>/decline")
@members
def decline_handover(hand: str) -> ResponseReturnValue:
    """Say no, or name somebody who would be better."""
    words, answer = request.form.get("person", ""), request.form.get("answer", "")

    def verb(actor: Any, uid: str) -> Found:
        person = wanted_person(words)
        if person is None:
            return handing_over.decline(actor, uid, answer)
        return handing_over.suggest(actor, uid, person, answer)

    said = _("Passed on.") if words.strip() else _("You declined. Who asked you is told.")
    return _answer(hand, verb, said)


@blueprint.post("/handovers/<hand>/withdraw")
@members
def withdraw_handover(hand: str) -> ResponseReturnValue:
    """Take it back."""
    return _answer(hand, handing_over.withdraw, _("Withdrawn. %(name)s stays with you."))


@blueprint.post("/handovers/<hand>/release")
@members
def release_handover(hand: str) -> ResponseReturnValue:
    """Leave it to the owners of the space."""
    return _answer(hand, handing_over.release, _("The owners of the space own %(name)s now."))


def handovers_waiting() -> Mapping[str, Any]:
    """What `curation/_handover.html` shows: the open handovers of the reader, each with its packet."""
    return {"handovers": [_with_packet(each) for each in handovers.waiting_for(me())]}


def _with_packet(found: Found) -> Mapping[str, Any]:
    return {
        "found": found,
        "packet": packet_of(me(), found.place, subtree=_wide(found)),
        "may_take": handovers.may_take(me(), found),
        "asked": found.row.to_id == me().id or handovers.is_member(me(), found.row.to_group_id),
    }


def _wide(found: Found) -> bool:
    if found.from_group is not None:
        return handovers.below_too(found.place, found.from_group)
    held = handovers.own_at(found.former, found.place) if found.former else None
    return found.place.page is None or (isinstance(held, Stewardship) and held.subtree)


def _shown(
    hand: str, typed: Mapping[str, str] = UNTYPED, errors: Mapping[str, Message] = NO_ERRORS
) -> str:
    found = handovers.find(me(), hand)
    but = {each for each in (found.row.from_id, me().id) if each}
    hands = handovers.hands_over(me(), found) and found.row.decided_at is None
    return render_template(
        "curation/handover.html",
        **_with_packet(found),
        place_url=address(found.place),
        likely=likely_owners(found.place, but=but),
        above=me().id in {person.id for person in found.place.owners.above},
        decided_by=handovers.person(found.row.decided_by_id),
        hands_over=hands,
        typed=typed,
        errors=errors,
    )


def _form(
    place: Place, typed: Mapping[str, str] = UNTYPED, errors: Mapping[str, Message] = NO_ERRORS
) -> str:
    held, own_groups = handovers.own_at(me(), place), handovers.groups_at(me(), place)
    if held is None and not own_groups:
        raise Refused(_("Only who owns this can hand it over."))
    wide = place.page is None or (isinstance(held, Stewardship) and held.subtree)
    if held is None:
        wide = any(handovers.below_too(place, each) for each in own_groups)
    return render_template(
        "curation/hand_over.html",
        place=place,
        place_url=address(place),
        packet=packet_of(me(), place, subtree=wide),
        likely=likely_owners(place, but={me().id}),
        waiting=_own_waiting(place),
        alone=held is not None,
        own_groups=own_groups,
        groups=grouping.groups_of(place.space) if place.page else (),
        typed=typed,
        errors=errors,
    )


def _own_waiting(place: Place) -> Sequence[Found]:
    return [each for each in handovers.open_at(place) if handovers.hands_over(me(), each)]


def _send(place: Place) -> ResponseReturnValue:
    form = request.form
    try:
        with transaction():
            made = handing_over.hand_over(
                me(), place, to=_wanted(place), note=form.get("note", ""), as_group=_as_group(place)
            )
    except Invalid as invalid:
        return _form(place, form, invalid.errors), 422
    flash(_("Handed over, as soon as it is accepted. Until then it stays with you."), "ok")
    return redirect(url_for(".handover", hand=made.uid), 303)


def _wanted(place: Place) -> Person | OwnerGroup | None:
    """To whom: a person by name, a group of the space, or whoever fits."""
    form = request.form
    if form.get("group"):
        return grouping.find_group(place.space, form["group"])
    return wanted_person(form.get("chosen") or form.get("person", ""))


def _as_group(place: Place) -> OwnerGroup | None:
    uid = request.form.get("as_group", "")
    return grouping.find_group(place.space, uid) if uid else None


def _answer(hand: str, verb: Callable[[Any, str], Found], said: str) -> ResponseReturnValue:
    try:
        with transaction():
            found = verb(me(), hand)
    except Invalid as invalid:
        return _shown(hand, request.form, invalid.errors), 422
    flash(said % {"name": found.place.name} if "%(name)s" in said else said, "ok")
    return redirect(address(found.place), 303)
