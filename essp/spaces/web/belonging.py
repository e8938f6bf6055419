"""Who belongs to a space: the list of members, and what its owners decide about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import access
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import _, ngettext
from essp.people.current import me
from essp.people.models import Person
from essp.spaces import championing, membership, policy, queries
from essp.spaces.models import Space
from essp.spaces.web.edge import LISTED, at_present_address, blueprint, wanted_part, words_of

MOST_REQUESTS = 2**31 - 1


@blueprint.get("/s/<slug>/-/members")
@access.members
def members(slug: str) -> ResponseReturnValue:
    """Who belongs to a space; for its owners also the requests, and forms to add and appoint."""
    return _members(at_present_address(slug))


def _members(space: Space, typed: str = "", error: str = "", says: str = "") -> str:
    here = queries.standing(me(), space)
    require(policy.read(me(), space, here))
    part, total = wanted_part(), queries.member_count(space)
    may_appoint = policy.appoint(me(), space, here, queries.active_owner_count(space))
    return render_template(
        "spaces/members.html",
        space=space,
        here=here,
        may_appoint=may_appoint,
        owners=queries.owners(space),
        champions=queries.champions(space),
        says=says,
        members=queries.members(space, LISTED, (part - 1) * LISTED),
        total=total,
        left=len(queries.members_who_left(space)),
        part=part,
        more=part * LISTED < total,
        requests=queries.waiting_requests(space) if here.owner else (),
        typed=typed,
        error=error,
    )


@blueprint.post("/s/<slug>/-/members")
@access.members
def add(slug: str) -> ResponseReturnValue:
    """Add a member, appoint an owner or a champion, by handle or name."""
    way = request.form.get("as")
    verb, done = {
        "owner": (membership.appoint_owner, _("%(name)s is an owner now.")),
        "champion": (_as_champion, _("%(name)s helps newcomers now.")),
    }.get(way or "", (membership.add_member, _("%(name)s is a member now.")))
    return _with_person(slug, request.form.get("person", ""), verb, done)


def _as_champion(actor: Person, space: Space, person: Person) -> None:
    championing.appoint_champion(actor, space, person, request.form.get("says", ""))


@blueprint.post("/s/<slug>/-/champions/<handle>/end")
@access.members
def release_champion(slug: str, handle: str) -> ResponseReturnValue:
    """Somebody helps newcomers no longer; they stay a member."""
    return _with_person(
        slug, handle, championing.release_champion, _("%(name)s no longer helps newcomers here.")
    )


@blueprint.post("/s/<slug>/-/members/<handle>/end")
@access.members
def remove(slug: str, handle: str) -> ResponseReturnValue:
    """Take a member off."""
    return _with_person(
        slug, handle, membership.remove_member, _("%(name)s is no longer a member.")
    )


@blueprint.post("/s/<slug>/-/left/end")
@access.members
def remove_left(slug: str) -> ResponseReturnValue:
    """Take off every member who has left the organisation."""
    with transaction():
        space = queries.find_space(me(), slug)
        gone = membership.remove_left(me(), space)
    flash(
        ngettext("One person is off the list.", "%(num)s people are off the list.", gone)
        if gone
        else _("Nobody on the list has left."),
        "ok" if gone else "info",
    )
    return redirect(url_for(".members", slug=space.slug), 303)


@blueprint.post("/s/<slug>/-/owners/<handle>/end")
@access.members
def release(slug: str, handle: str) -> ResponseReturnValue:
    """End an ownership; the person stays a member."""
    return _with_person(
        slug, handle, membership.release_owner, _("%(name)s is no longer an owner.")
    )


def _with_person(
    slug: str, words: str, verb: Callable[[Person, Space, Person], None], done: str
) -> ResponseReturnValue:
    try:
        with transaction():
            space = queries.find_space(me(), slug)
            person = queries.find_person(words)
            if person is None:
                # Whoever may not do it at all hears that first.
                here = queries.standing(me(), space)
                require(policy.appoint(me(), space, here, queries.active_owner_count(space)))
                raise Invalid(person=_("Nobody has this name or handle. Look in the directory."))
            verb(me(), space, person)
    except Invalid as invalid:
        typed = words, words_of(invalid), request.form.get("says", "")
        return _members(queries.find_space(me(), slug), *typed), 422
    flash(done % {"name": person.name}, "ok")
    return redirect(url_for(".members", slug=space.slug), 303)


@blueprint.post("/s/<slug>/-/requests/<int:number>")
@access.members
def decide(slug: str, number: int) -> ResponseReturnValue:
    """Let somebody in, or decline."""
    answer = request.form.get("answer")
    if answer not in {"accept", "decline"}:
        abort(400)
    with transaction():
        space = queries.find_space(me(), slug)
        if number > MOST_REQUESTS:
            raise NotFound
        decided = membership.decide_request(me(), space, number, accept=answer == "accept")
    flash(_("The request is accepted.") if decided.accepted else _("The request is declined."))
    return redirect(url_for(".members", slug=space.slug), 303)
