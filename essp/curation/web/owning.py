"""Who owns a page or a space: the screen that says it, and asking, agreeing, stepping down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _
from essp.curation import appointing, handovers, owned, places
from essp.curation.owned import Owned
from essp.curation.places import Place
from essp.curation.web.edge import blueprint
from essp.people.current import me
from essp.people.models import Person
from essp.spaces import grouping, policy, queries
from essp.spaces.steward_models import Stewardship
from essp.spaces.stewarding import Wanted, is_asked, owns
from essp.wiki.models import Page

UNTYPED: Mapping[str, str] = {}
NO_ERRORS: Mapping[str, Message] = {}


@blueprint.get("/p/<uid>/owners")
@members
def page_owners(uid: str) -> ResponseReturnValue:
    """Who owns a page, who was asked and who did before; for owners the form to ask somebody."""
    return screen(places.of_page(me(), uid))


@blueprint.post("/p/<uid>/owners")
@members
def appoint_for_page(uid: str) -> ResponseReturnValue:
    """Ask somebody to own a page or to be its deputy."""
    return _appoint(places.of_page(me(), uid))


@blueprint.get("/s/<slug>/-/owners")
@members
def space_owners(slug: str) -> ResponseReturnValue:
    """Who owns a space, its groups of owners, and the pages with owners of their own."""
    return screen(places.of_space(me(), slug))


@blueprint.post("/s/<slug>/-/owners")
@members
def appoint_for_space(slug: str) -> ResponseReturnValue:
    """Ask somebody to be the deputy of a space, or a group to own it."""
    return _appoint(places.of_space(me(), slug))


@blueprint.post("/owning/<held>/accept")
@members
def accept_owning(held: str) -> ResponseReturnValue:
    """Agree to own what one was asked for."""
    with transaction():
        row, place = appointing.accept(me(), held)
    flash(
        _("You are a deputy of %(name)s now.", name=place.name)
        if row.deputy
        else _("You own %(name)s now.", name=place.name),
        "ok",
    )
    return redirect(address(place), 303)


@blueprint.post("/owning/<held>/decline")
@members
def decline_owning(held: str) -> ResponseReturnValue:
    """Say no to what one was asked for."""
    with transaction():
        _row, place = appointing.decline(me(), held, request.form.get("why", ""))
    flash(_("You declined. Who asked you is told."))
    return redirect(address(place), 303)


@blueprint.post("/owning/<held>/end")
@members
def end_owning(held: str) -> ResponseReturnValue:
    """Step down, or take an owner off."""
    try:
        with transaction():
            _row, place = appointing.end(me(), held)
    except Invalid as invalid:
        return screen(places.find_held(me(), held)[1], errors=invalid.errors), 422
    flash(_("Done. What nobody else owns is with the owners of the space."))
    return redirect(address(place), 303)


def address(place: Place) -> str:
    """Where it stands who owns a page or a space."""
    if place.page is not None:
        return url_for("curation.page_owners", uid=place.page.uid)
    return url_for("curation.space_owners", slug=place.space.slug)


def wanted_person(words: str) -> Person | None:
    """The person named in a form; None for an empty field. Raises Invalid."""
    if not words.strip():
        return None
    found = queries.find_person(words)
    if found is None:
        raise Invalid(person=_("Nobody has this name or handle. Look in the directory."))
    return found


def _appoint(place: Place) -> ResponseReturnValue:
    form = request.form
    try:
        with transaction():
            require(policy.name_owner(owns=owns(me(), place.owners)))
            group = form.get("group", "")
            row = appointing.appoint(
                me(),
                place,
                Wanted(
                    line=place.line,
                    person=wanted_person(form.get("person", "")),
                    group=grouping.find_group(place.space, group) if group else None,
                    deputy=form.get("as") == "deputy",
                    subtree=form.get("subtree") == "1",
                    note=form.get("note", ""),
                ),
            )
    except Invalid as invalid:
        return screen(place, form, invalid.errors), 422
    flash(
        _("Done: it counts from now on.")
        if row.accepted_at
        else _("Asked. It counts from the moment it is accepted."),
        "ok",
    )
    return redirect(address(place), 303)


def screen(
    place: Place,
    typed: Mapping[str, str] = UNTYPED,
    errors: Mapping[str, Message] = NO_ERRORS,
    at: str = "",
) -> str:
    """The screen of a page or a space; `at` is the group whose form was filled in, if one was."""
    rows = owned.stewards_of(place.page, place.space)
    owners, groups = place.owners, grouping.groups_of(place.space)
    return render_template(
        "curation/page_owners.html" if place.page else "curation/space_owners.html",
        place=place,
        page=place.page,
        space=place.space,
        owners=owners,
        above=owners.page_id is None or place.page is None or owners.page_id != place.page.id,
        may=owns(me(), owners),
        here=queries.standing(me(), place.space),
        counting=[row for row in rows if row.accepted_at and not row.ended_at],
        asked=[row for row in rows if not row.accepted_at and not row.ended_at],
        mine={row.uid for row in rows if is_asked(me(), row)},
        former=[row for row in rows if row.accepted_at and row.ended_at],
        handovers=handovers.open_at(place),
        may_hand_over=handovers.own_at(me(), place) is not None
        or bool(handovers.groups_at(me(), place)),
        groups=groups,
        people=grouping.members_by_group(groups),
        invited=grouping.asked_by_group(groups),
        elsewhere=() if place.page else _by_page(owned.owned_in(me(), place.space)),
        typed=typed,
        errors=errors,
        at=at,
    )


def _by_page(rows: Sequence[Owned]) -> list[tuple[Page | None, list[Stewardship]]]:
    found: dict[int | None, tuple[Page | None, list[Stewardship]]] = {}
    for row, page, _space in rows:
        found.setdefault(row.page_id, (page, []))[1].append(row)
    return list(found.values())
