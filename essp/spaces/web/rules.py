"""House rules in the browser, of a space and of the whole site: read, written anew, and every version."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core import access
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import _, language
from essp.people.current import me
from essp.spaces import policy, queries, rules
from essp.spaces.models import Space
from essp.spaces.web.edge import at_present_address, blueprint
from essp.spaces.wording import house_rules, parts_of


@blueprint.get("/rules")
@access.members
def site_rules() -> str:
    """The rules of the whole site."""
    return _shown(None)


@blueprint.get("/s/<slug>/-/rules")
@access.members
def space_rules(slug: str) -> str:
    """The rules of a space."""
    return _shown(_readable(slug))


@blueprint.get("/rules/history")
@access.members
def site_rules_history() -> str:
    """Every version of the rules of the site."""
    return _history(None)


@blueprint.get("/s/<slug>/-/rules/history")
@access.members
def space_rules_history(slug: str) -> str:
    """Every version of the rules of a space."""
    return _history(_readable(slug))


@blueprint.get("/rules/edit")
@access.members
def ask_site_rules() -> str:
    """The form that changes the rules of the site."""
    return _form(None)


@blueprint.get("/s/<slug>/-/rules/edit")
@access.members
def ask_space_rules(slug: str) -> str:
    """The form that changes the rules of a space, for its owners."""
    return _form(_readable(slug))


@blueprint.post("/rules/edit")
@access.members
def change_site_rules() -> ResponseReturnValue:
    """Write the rules of the site anew."""
    return _change(None)


@blueprint.post("/s/<slug>/-/rules/edit")
@access.members
def change_space_rules(slug: str) -> ResponseReturnValue:
    """Write the rules of a space anew; what somebody else wrote meanwhile is shown first."""
    return _change(_readable(slug))


@blueprint.post("/rules/read")
@access.members
def read_site_rules() -> ResponseReturnValue:
    """The reader says that they have read the rules of the site."""
    return _read(None)


@blueprint.post("/s/<slug>/-/rules/read")
@access.members
def read_space_rules(slug: str) -> ResponseReturnValue:
    """The reader says that they have read the rules of a space."""
    return _read(_readable(slug))


def _readable(slug: str) -> Space:
    space = at_present_address(slug) if request.method == "GET" else queries.find_space(me(), slug)
    require(policy.read(me(), space, queries.standing(me(), space)))
    return space


def _shown(space: Space | None) -> str:
    version = rules.current(space)
    text = version.text if version else ""
    return render_template(
        "spaces/rules.html",
        space=space,
        version=version,
        rules=house_rules(text, space.language if space else language()),
        read=rules.last_read(me(), space),
        unread=next((one for one in rules.to_read(me(), space) if one.space is space), None),
        may_write=rules.write(me(), space),
    )


def _history(space: Space | None) -> str:
    versions = [(each.row, parts_of(each.difference)) for each in rules.versions(space)]
    return render_template("spaces/rules_history.html", space=space, versions=versions)


def _form(space: Space | None, typed: Any = None, errors: Any = None, meanwhile: Any = None) -> str:
    require(rules.write(me(), space))
    version = rules.current(space)
    kept = {"text": version.text if version else "", "note": "", "small": False}
    return render_template(
        "spaces/rules_edit.html",
        space=space,
        version=version,
        typed=typed or kept,
        errors=errors or {},
        meanwhile=meanwhile,
    )


def _change(space: Space | None) -> ResponseReturnValue:
    form = request.form
    text, note, small = form.get("text", ""), form.get("note", ""), "small" in form
    typed = {"text": text, "note": note, "small": small}
    try:
        with transaction():
            version = rules.change_rules(
                me(), space, text, based_on=form.get("based_on", 0, type=int),
                note=note, small=small,
            )  # fmt: skip
    except Invalid as invalid:
        return _form(space, typed, invalid.errors), 422
    except rules.RulesChangedError:
        return _form(space, typed, meanwhile=rules.current(space)), 409
    if version is None:
        flash(_("Nothing was different, so the rules are as they were."), "info")
    else:
        flash(_("The rules are changed. The version before stays in their history."), "ok")
    return redirect(_address("rules", space), 303)


def _read(space: Space | None) -> ResponseReturnValue:
    with transaction():
        rules.have_read(me(), space, rules.named_in(request.form.get("rules", "")))
    flash(_("Thank you. You are shown them again when they change."), "ok")
    return redirect(_address("rules", space), 303)


@blueprint.app_template_global("rules_address")
def _address(what: str, space: Space | None) -> str:
    """Where something is done with the rules of a space, or of the site."""
    endpoint = {
        "rules": "{}_rules",
        "history": "{}_rules_history",
        "edit": "ask_{}_rules",
        "change": "change_{}_rules",
        "read": "read_{}_rules",
    }.get(what)
    if endpoint is None:
        raise NotFound
    if space is None:
        return url_for(f"spaces.{endpoint.format('site')}")
    return url_for(f"spaces.{endpoint.format('space')}", slug=space.slug)


def before_writing(space_id: int) -> Markup:
    """The rules that the reader has not read yet, to stand with a form in which they write there."""
    space = session().get_one(Space, space_id)
    unread = rules.to_read(me(), space)
    if not unread:
        return Markup()
    shown = [
        (
            each,
            house_rules(each.version.text, space.language if each.space else language()),
            parts_of(each.difference),
        )
        for each in unread
    ]
    return Markup(render_template("spaces/_rules_first.html", shown=shown))
