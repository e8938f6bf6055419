"""The list of spaces, starting one, a space's home or its door, and its settings."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import access
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import NAMES, _, language
from essp.people.current import me
from essp.spaces import forms, governing, membership, policy, queries
from essp.spaces.models import Space
from essp.spaces.web.edge import LISTED, at_present_address, blueprint, wanted_part, words_of
from essp.spaces.wording import access_options, house_rules

SHOWN_AT_HOME = 8


@blueprint.get("/spaces")
@access.members
def index() -> str:
    """Every space the reader may know of, their own first."""
    part, total = wanted_part(), queries.count_known_spaces(me())
    listed = queries.list_spaces(me(), LISTED, (part - 1) * LISTED)
    return render_template(
        "spaces/index.html", listed=listed, total=total, part=part, more=part * LISTED < total
    )


@blueprint.get("/spaces/new")
@access.members
def create() -> str:
    """The form that starts a space, with what was suggested for it."""
    given = {
        "name": request.args.get("name", "")[:120], "purpose": request.args.get("purpose", "")[:500],
    }  # fmt: skip
    return _form("spaces/new.html", {"access": "open", "language": language(), **given})


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
    return _home(at_present_address(slug))


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
        champions=queries.champions(space),
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
        flash(words_of(invalid), "stop")
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
    space = at_present_address(slug)
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


def _form(template: str, typed: Any, errors: Any = None, **values: Any) -> str:
    return render_template(
        template,
        typed=typed,
        errors=errors or {},
        access_options=access_options(),
        languages=list(NAMES.items()),
        **values,
    )
