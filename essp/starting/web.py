"""Starting out in the browser: the guide, its four steps, and its place on home."""

from __future__ import annotations

from dataclasses import fields, replace
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _, language, ngettext
from essp.people.current import me
from essp.people.models import Person
from essp.people.profiles import LONGEST_ABOUT, Profile, edit_profile
from essp.people.sourcing import from_source
from essp.spaces.membership import join_space
from essp.spaces.queries import champions_for, find_space, own_spaces
from essp.starting import practice, steps
from essp.starting.suggesting import suggested_spaces

blueprint = Blueprint("starting", __name__)
MOST_PICKED = 30


@blueprint.get("/welcome")
@members
def guide() -> str:
    """The four first steps, how far one is, and who helps."""
    return render_template(
        "starting/guide.html", steps=steps.steps_of(me()), champions=champions_for(me())
    )


@blueprint.post("/welcome/away")
@members
def put_away() -> ResponseReturnValue:
    """Show the guide on home no more; with `again` show it again."""
    again = "again" in request.form
    with transaction():
        (steps.take_up if again else steps.put_away)(me())
    if again:
        flash(_("The first steps are on your home page again."), "ok")
        return redirect(url_for("home.index"), 303)
    flash(_("Put away. You find the first steps in your menu whenever you want them."))
    return redirect(url_for("home.index"), 303)


@blueprint.get("/welcome/you")
@members
def you() -> str:
    """Say what one can be asked about."""
    return _you(_profile_of(me()))


@blueprint.post("/welcome/you")
@members
def say() -> ResponseReturnValue:
    """Keep what was said; the rest of the profile stays as it is."""
    sent = {
        name: request.form.get(name, "")[: 2 * LONGEST_ABOUT]
        for name in ("about", "ask_me_about", "speaks")
    }
    said = replace(_profile_of(me()), **sent)
    try:
        with transaction():
            edit_profile(me(), me(), said)
    except Invalid as wrong:
        return _you(said, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Colleagues find you by this now."), "ok")
    return redirect(url_for(".spaces"), 303)


def _you(said: Profile, wrong: Invalid | None = None) -> str:
    errors = wrong.errors if wrong else {}
    return render_template(
        "starting/you.html",
        steps=steps.steps_of(me()),
        said=said,
        errors=errors,
        sourced=from_source(),
    )


def _profile_of(person: Person) -> Profile:
    """What stands in the profile now, lists as they are typed."""
    kept = {each.name: getattr(person, each.name) for each in fields(Profile)}
    joined = {name: ", ".join(kept[name]) for name in ("speaks", "ask_me_about")}
    return Profile(**{**kept, **joined})


@blueprint.get("/welcome/spaces")
@members
def spaces() -> str:
    """Choose spaces to belong to."""
    return render_template(
        "starting/spaces.html", steps=steps.steps_of(me()), suggested=suggested_spaces(me())
    )


@blueprint.post("/welcome/spaces")
@members
def join() -> ResponseReturnValue:
    """Join the spaces that were chosen."""
    chosen = request.form.getlist("space")[:MOST_PICKED]
    with transaction():
        for slug in dict.fromkeys(chosen):
            join_space(me(), find_space(me(), slug[:80]))
    if chosen:
        flash(
            ngettext("You joined %(num)s space.", "You joined %(num)s spaces.", len(set(chosen))),
            "ok",
        )
    return redirect(url_for(".hello"), 303)


@blueprint.get("/welcome/hello")
@members
def hello() -> str:
    """Where and how to say the first word."""
    mine = [space for space in own_spaces(me()) if not space.practice]
    return render_template(
        "starting/hello.html", steps=steps.steps_of(me()), spaces=mine,
        champions=champions_for(me()),
    )  # fmt: skip


@blueprint.get("/welcome/practice")
@members
def mend() -> str:
    """A page with a fault, to be mended where nothing can break."""
    return render_template(
        "starting/practice.html",
        steps=steps.steps_of(me()),
        space=practice.practice_space(),
        own=practice.own_copy(me()),
        pages=practice.planned_pages(language()),
        mended=practice.mended(me()),
        champions=champions_for(me(), limit=1),
    )


@blueprint.post("/welcome/practice")
@members
def take() -> ResponseReturnValue:
    """Take a copy of a practice page, and open it in the editor."""
    with transaction():
        page = practice.take_page(me(), language(), request.form.get("page", "")[:40])
    return redirect(url_for("wiki.edit", uid=page.uid), 303)


def on_home() -> Markup:
    """The guide on somebody's home, as long as they are new and it is neither done nor put away."""
    found = steps.steps_of(me())
    if not found.shown:
        return Markup()
    return Markup(render_template("starting/_home.html", steps=found))
