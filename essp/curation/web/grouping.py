"""The groups of owners of a space, on the screen that says who owns it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import _
from essp.curation import places
from essp.curation.web.edge import blueprint
from essp.curation.web.owning import screen, wanted_person
from essp.people.current import me
from essp.spaces import grouping, policy, queries
from essp.spaces.models import Space


@blueprint.post("/s/<slug>/-/owners/groups")
@members
def make_group(slug: str) -> ResponseReturnValue:
    """Make a group of owners."""
    name = request.form.get("name", "")
    return _done(
        slug,
        lambda space: grouping.make_group(me(), space, name),
        _("The group is there. Now put people in it."),
    )


@blueprint.post("/s/<slug>/-/owners/groups/<group>/name")
@members
def rename_group(slug: str, group: str) -> ResponseReturnValue:
    """Give a group another name."""
    name = request.form.get("name", "")
    return _done(
        slug,
        lambda space: grouping.rename_group(me(), space, grouping.find_group(space, group), name),
        _("The group has another name."),
        group,
    )


@blueprint.post("/s/<slug>/-/owners/groups/<group>/members")
@members
def add_to_group(slug: str, group: str) -> ResponseReturnValue:
    """Ask somebody to belong to a group."""

    def add(space: Space) -> None:
        require(policy.govern(me(), space, queries.standing(me(), space)))
        person = wanted_person(request.form.get("person", ""))
        if person is None:
            raise Invalid(person=_("Give a name or a handle."))
        grouping.ask_into_group(me(), space, grouping.find_group(space, group), person)

    return _done(slug, add, _("Asked. They own with the group from the moment they agree."), group)


@blueprint.post("/s/<slug>/-/owners/groups/<group>/join")
@members
def join_group(slug: str, group: str) -> ResponseReturnValue:
    """Agree to belong to a group that one was asked into."""
    return _done(
        slug,
        lambda space: grouping.join_group(me(), space, grouping.find_group(space, group)),
        _("You belong to the group now, and own what it owns."),
    )


@blueprint.post("/s/<slug>/-/owners/groups/<group>/decline")
@members
def decline_group(slug: str, group: str) -> ResponseReturnValue:
    """Say no to a group that one was asked into."""
    return _done(
        slug,
        lambda space: grouping.decline_group(me(), space, grouping.find_group(space, group)),
        _("You declined. You own nothing with this group."),
    )


@blueprint.post("/s/<slug>/-/owners/groups/<group>/members/<handle>/end")
@members
def take_from_group(slug: str, group: str, handle: str) -> ResponseReturnValue:
    """Take somebody out of a group; everyone may leave one."""

    def take(space: Space) -> None:
        person = queries.find_person(handle)
        if person is None:
            raise NotFound
        grouping.take_from_group(me(), space, grouping.find_group(space, group), person)

    return _done(slug, take, _("Taken out of the group."), group)


@blueprint.post("/s/<slug>/-/owners/groups/<group>/end")
@members
def end_group(slug: str, group: str) -> ResponseReturnValue:
    """End a group: what it owned goes to the nearest owners above."""
    return _done(
        slug,
        lambda space: grouping.end_group(me(), space, grouping.find_group(space, group)),
        _("The group is ended. What it owned is with the owners of the space."),
        group,
    )


def _done(
    slug: str, work: Callable[[Space], object], said: str, at: str = "new"
) -> ResponseReturnValue:
    try:
        with transaction():
            place = places.of_space(me(), slug)
            work(place.space)
    except Invalid as invalid:
        return screen(places.of_space(me(), slug), request.form, invalid.errors, at), 422
    flash(said, "ok")
    return redirect(url_for("curation.space_owners", slug=place.space.slug, _anchor="groups"), 303)
