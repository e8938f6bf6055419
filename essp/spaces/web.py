"""Spaces in the browser: the list of all, a space's home, its settings, its members and its door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import access
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import NAMES, _, language
from essp.people.current import me
from essp.people.models import Person
from essp.spaces import forms, governing, membership, policy, queries
from essp.spaces.models import Space
from essp.spaces.wording import access_line, access_options, access_symbol, house_rules

blueprint = Blueprint("spaces", __name__)
blueprint.app_template_global("access_line")(access_line)
blueprint.app_template_global("access_symbol")(access_symbol)

LISTED = 50
SHOWN_AT_HOME = 8
LAST_PART = 10_000
MOST_REQUESTS = 2**31 - 1


@blueprint.get("/spaces")
@access.members
def index() -> str:
    """Every space the reader may know of, their own first."""
    part, total = _part(), queries.count_known_spaces(me())
    listed = queries.list_spaces(me(), LISTED, (part - 1) * LISTED)
    return render_template(
        "spaces/index.html", listed=listed, total=total, part=part, more=part * LISTED < total
    )


@blueprint.get("/spaces/new")
@access.members
def create() -> str:
    """The form that starts a space."""
    return _form("spaces/new.html", {"access": "open", "language": language()})


@blueprint.post("/spaces/new")
@access.members
def start() -> ResponseReturnValue:
    """Start a space."""
    typed = forms.typed_in(request.form)
    try:
        with transaction():
            space = governing.create_space(me(), **forms.values_of(typed))
    except Invalid as invalid:
        return _form("spaces/new.html", typed, invalid.errors), 422
    flash(_("The space is there. Now give it a first page."), "ok")
    return redirect(url_for(".show", slug=space.slug), 303)


@blueprint.get("/s/<slug>")
@access.members
def show(slug: str) -> ResponseReturnValue:
    """The home of a space, or its door for who may know of it but not come in."""
    return _home(_at_present_address(slug))


def _home(space: Space, reason: str = "", errors: Any = None) -> str:
    here = queries.standing(me(), space)
    shared = {"space": space, "owners": queries.owners(space), "errors": errors or {}}
    if not policy.read(me(), space, here):
        waiting = queries.own_request(me(), space)
        return render_template("spaces/door.html", waiting=waiting, reason=reason, **shared)
    return render_template(
        "spaces/show.html",
        here=here,
        join=policy.join(me(), space, here),
        member_count=queries.member_count(space),
        departments=queries.department_count(space),
        some_members=queries.members(space, SHOWN_AT_HOME),
        last_owner=here.owner and queries.active_owner_count(space, without=me()) == 0,
        requests=len(queries.waiting_requests(space)) if here.owner else 0,
        rules=house_rules(space.rules, space.language),
        **shared,
    )


@blueprint.post("/s/<slug>/-/membership")
@access.members
def join(slug: str) -> ResponseReturnValue:
    """Become a member."""
    with transaction():
        space = queries.find_space(me(), slug)
        membership.join_space(me(), space)
    flash(_("You are a member of %(space)s now.", space=space.name), "ok")
    return redirect(url_for(".show", slug=space.slug), 303)


@blueprint.post("/s/<slug>/-/membership/end")
@access.members
def leave(slug: str) -> ResponseReturnValue:
    """Stop being a member; a closed space is out of sight from then on."""
    try:
        with transaction():
            space = queries.find_space(me(), slug)
            membership.leave_space(me(), space)
    except Invalid as invalid:
        flash(_words(invalid), "stop")
        return redirect(url_for(".show", slug=slug), 303)
    flash(_("You are no longer a member of %(space)s.", space=space.name), "ok")
    if policy.know_of(me(), space, queries.standing(me(), space)):
        return redirect(url_for(".show", slug=space.slug), 303)
    return redirect(url_for(".index"), 303)


@blueprint.post("/s/<slug>/-/requests")
@access.members
def ask(slug: str) -> ResponseReturnValue:
    """Ask to be let in."""
    reason = request.form.get("reason", "")
    try:
        with transaction():
            space = queries.find_space(me(), slug)
            membership.request_entry(me(), space, reason)
    except Invalid as invalid:
        return _home(queries.find_space(me(), slug), reason, invalid.errors), 422
    flash(_("Your request is with the owners of the space."), "ok")
    return redirect(url_for(".show", slug=space.slug), 303)


@blueprint.get("/s/<slug>/-/settings")
@access.members
def settings(slug: str) -> ResponseReturnValue:
    """The form that changes a space, for its owners."""
    space = _at_present_address(slug)
    require(policy.govern(me(), space, queries.standing(me(), space)))
    return _settings(space, forms.as_kept(space), governing.state_of(space))


@blueprint.post("/s/<slug>/-/settings")
@access.members
def change(slug: str) -> ResponseReturnValue:
    """Change a space; what somebody else changed meanwhile is shown before it is written over."""
    typed, based_on = forms.typed_in(request.form), request.form.get("based_on", "")
    try:
        with transaction():
            space = queries.find_space(me(), slug)
            values = forms.values_of(typed)
            governing.change_space(me(), space, based_on=based_on, **values)
    except Invalid as invalid:
        space = _governed(slug)
        return _settings(space, typed, based_on, errors=invalid.errors), 422
    except governing.ChangedMeanwhileError:
        space = _governed(slug)
        changed = forms.differences(forms.as_kept(space), typed)
        return _settings(space, typed, governing.state_of(space), changed=changed), 409
    flash(_("The space is changed."), "ok")
    return redirect(url_for(".show", slug=space.slug), 303)


def _governed(slug: str) -> Space:
    space = queries.find_space(me(), slug)
    require(policy.govern(me(), space, queries.standing(me(), space)))
    return space


def _settings(
    space: Space, typed: dict[str, str], based_on: str, errors: Any = None, changed: Any = None
) -> str:
    return _form(
        "spaces/settings.html", typed, errors, space=space, based_on=based_on, changed=changed
    )


@blueprint.get("/s/<slug>/-/members")
@access.members
def members(slug: str) -> ResponseReturnValue:
    """Who belongs to a space; for its owners also the requests, and forms to add and appoint."""
    return _members(_at_present_address(slug))


def _members(space: Space, typed: str = "", error: str = "") -> str:
    here = queries.standing(me(), space)
    require(policy.read(me(), space, here))
    part, total = _part(), queries.member_count(space)
    may_appoint = policy.appoint(me(), space, here, queries.active_owner_count(space))
    return render_template(
        "spaces/members.html",
        space=space,
        here=here,
        may_appoint=may_appoint,
        owners=queries.owners(space),
        members=queries.members(space, LISTED, (part - 1) * LISTED),
        total=total,
        part=part,
        more=part * LISTED < total,
        requests=queries.waiting_requests(space) if here.owner else (),
        typed=typed,
        error=error,
    )


@blueprint.post("/s/<slug>/-/members")
@access.members
def add(slug: str) -> ResponseReturnValue:
    """Add a member or appoint an owner, by handle or name."""
    owner = request.form.get("as") == "owner"
    return _with_person(
        slug,
        request.form.get("person", ""),
        membership.appoint_owner if owner else membership.add_member,
        _("%(name)s is an owner now.") if owner else _("%(name)s is a member now."),
    )


@blueprint.post("/s/<slug>/-/members/<handle>/end")
@access.members
def remove(slug: str, handle: str) -> ResponseReturnValue:
    """Take a member off."""
    return _with_person(
        slug, handle, membership.remove_member, _("%(name)s is no longer a member.")
    )


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
        return _members(queries.find_space(me(), slug), words, _words(invalid)), 422
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


def _at_present_address(slug: str) -> Space:
    space = queries.find_space(me(), slug)
    if space.slug != slug:
        present = url_for(str(request.endpoint), slug=space.slug)
        query = request.query_string.decode("latin-1")
        abort(redirect(f"{present}?{query}" if query else present, 301))
    return space


def _form(template: str, typed: Any, errors: Any = None, **values: Any) -> str:
    return render_template(
        template,
        typed=typed,
        errors=errors or {},
        access_options=access_options(),
        languages=list(NAMES.items()),
        **values,
    )


def _part() -> int:
    return min(max(request.args.get("part", 1, type=int), 1), LAST_PART)


def _words(invalid: Invalid) -> str:
    return " ".join(str(text) for text in invalid.errors.values())
