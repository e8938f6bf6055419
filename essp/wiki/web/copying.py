"""Copying a page: a form that says what will come along, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import Message, _
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space, readable_spaces
from essp.wiki.copying import Wish, copy_page, pages_below
from essp.wiki.models import Page
from essp.wiki.queries import find_page, pages_in
from essp.wiki.web import blueprint
from essp.wiki.web.showing import path_of


@blueprint.get("/p/<uid>/copy")
@members
def copy(uid: str) -> ResponseReturnValue:
    """Ask what is copied, and where to."""
    page = find_page(me(), uid)
    space = find_space(me(), request.args.get("space", page.space.slug))
    given = {
        "title": request.args.get("title") or _("Copy of %(title)s", title=page.title)[:255],
        "prefix": request.args.get("prefix", _("Copy of ")),
        "below": "below" in request.args,
        "summary": request.args.get("summary", ""),
    }
    return _form(page, space, given, {})


@blueprint.post("/p/<uid>/copy")
@members
def make_copy(uid: str) -> ResponseReturnValue:
    """Make the copy; answers with it, or with the form and the reason."""
    page, sent = find_page(me(), uid), request.form
    space = find_space(me(), sent.get("space", ""))
    wish = Wish(
        sent.get("title", ""), sent.get("prefix", ""), "below" in sent, sent.get("summary", "")
    )
    given = {
        "title": wish.title,
        "prefix": wish.prefix,
        "below": wish.with_below,
        "summary": wish.summary,
    }
    if "look" in sent:
        return redirect(_with_what_was_typed(uid, space, given), 303)
    try:
        with transaction():
            saved = copy_page(me(), page, space, wish, parent=sent.get("parent") or None)
            where = path_of(find_page(me(), saved.page.uid))
    except NotFound:
        gone = _("That page is not in this space any more. Choose another place.")
        return _form(find_page(me(), uid), space, given, {"parent": gone}), 422
    except Invalid as invalid:
        return _form(find_page(me(), uid), space, given, invalid.errors), 422
    flash(_("This is the copy. Its words still belong to who wrote them."), "ok")
    return redirect(where, 303)


def _with_what_was_typed(uid: str, space: Space, given: Mapping[str, Any]) -> str:
    """The form's own address, for the pages of another space."""
    typed: dict[str, Any] = {
        name: value[:255] for name, value in given.items() if isinstance(value, str)
    }
    if given["below"]:
        typed["below"] = "1"
    return url_for(".copy", uid=uid, space=space.slug, **typed)


def _form(page: Page, space: Space, given: Mapping[str, Any], errors: Mapping[str, Message]) -> str:
    parents = [("", _("At the top of the space"))]
    parents += [(each.uid, each.title) for each in pages_in(me(), space)]
    return render_template(
        "wiki/copy.html",
        page=page,
        space=page.space,
        target=space,
        spaces=[(each.slug, each.name) for each in readable_spaces(me())],
        parents=parents,
        below=pages_below(page),
        wider=space.is_open and not page.space.is_open,
        given=given,
        errors=errors,
    )
