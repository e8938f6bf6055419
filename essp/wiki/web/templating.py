"""Templates on the screen: those of a space, a page made into one, and the choice for a new page."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import format_date
from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import Message, _
from essp.core.web import zone
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing
from essp.wiki import page_templates, policy
from essp.wiki.models import Page
from essp.wiki.page_templates import Template
from essp.wiki.queries import find_page
from essp.wiki.web import blueprint
from essp.wiki.web.showing import path_of

LONGEST_KEY = 40


@blueprint.get("/s/<slug>/-/templates")
@members
def templates(slug: str) -> ResponseReturnValue:
    """The templates of a space, and those that come with the site."""
    return _listed(_readable(slug))


@blueprint.post("/s/<slug>/-/templates")
@members
def make_template(slug: str) -> ResponseReturnValue:
    """Start a template: from another one, or with one question; answers with it."""
    space, title = _readable(slug), request.form.get("title", "")
    try:
        with transaction():
            start = chosen_template(space, request.form.get("from", ""))
            made = page_templates.make_template(me(), space, title=title, start=start)
            where = path_of(find_page(me(), made.uid))
    except Invalid as invalid:
        return _listed(_readable(slug), title, invalid.errors), 422
    flash(_("The template is there. Say in it what somebody should write where."), "ok")
    return redirect(where, 303)


@blueprint.get("/p/<uid>/template")
@members
def template_of(uid: str) -> ResponseReturnValue:
    """Ask what the template is called that is made of a page."""
    page = find_page(me(), uid)
    require(policy.edit(me(), page))
    title = _("%(title)s: template", title=page.title)[:255]
    return render_template("wiki/templates_make.html", page=page, space=page.space, title=title)


@blueprint.post("/p/<uid>/template")
@members
def make_template_of(uid: str) -> ResponseReturnValue:
    """Make a template of a page; the page stays."""
    page, title = find_page(me(), uid), request.form.get("title", "")
    try:
        with transaction():
            made = page_templates.make_template_of(me(), page, title=title)
            where = path_of(find_page(me(), made.uid))
    except Invalid as invalid:
        page = find_page(me(), uid)
        return render_template(
            "wiki/templates_make.html", page=page, space=page.space, title=title,
            errors=invalid.errors,
        ), 422  # fmt: skip
    flash(_("The template is there. Take out what only fits the page it was made of."), "ok")
    return redirect(where, 303)


@blueprint.post("/p/<uid>/template/end")
@members
def end_template(uid: str) -> ResponseReturnValue:
    """Let a template be an ordinary page."""
    with transaction():
        page = page_templates.let_be_page(me(), find_page(me(), uid))
    flash(_("This is an ordinary page now, at the top of the tree."), "ok")
    return redirect(path_of(find_page(me(), page.uid)), 303)


def chosen_template(space: Space, key: str) -> Template | None:
    """The template that was asked for; None for none, and for one that is not there any more."""
    if not key:
        return None
    try:
        return page_templates.find_template(me(), space, key[:LONGEST_KEY])
    except NotFound:
        return None


def filled_in(template: Template, space: Space, title: str) -> str:
    """The text of a template with today's date and the names of reader, space and page in it."""
    if template.gathered is not None:
        return template.text
    today = clock.now().astimezone(zone()).date()
    values = {
        "date": str(format_date(today, "d MMMM y", locale=space.language)),
        "name": me().name,
        "space": space.name,
    }
    return page_templates.filled(template.text, values | ({"title": title} if title else {}))


@blueprint.app_template_global("template_offers")
def offers(space: Space, title: str, parent: str, template: str) -> Markup:
    """What a new page may begin with, and what it begins with as its form stands."""
    own, common = page_templates.templates_of(me(), space)
    return Markup(
        render_template(
            "wiki/_template_offers.html",
            space=space,
            offered=[*own, *common],
            chosen=chosen_template(space, template),
            title=title,
            parent=parent,
        )
    )


def _readable(slug: str) -> Space:
    space = find_space(me(), slug)
    require(may_read_space(me(), space, standing(me(), space)))
    return space


def _listed(space: Space, title: str = "", errors: Mapping[str, Message] | None = None) -> str:
    own, common = page_templates.templates_of(me(), space)
    return render_template(
        "wiki/templates.html",
        space=space,
        own=[(each, path_of(each.page)) for each in own if isinstance(each.page, Page)],
        common=common,
        title=title,
        errors=errors or {},
    )
