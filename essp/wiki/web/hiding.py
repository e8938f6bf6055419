"""Hiding an earlier version of a page, and showing it again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import _
from essp.people.current import me
from essp.spaces.queries import standing
from essp.wiki import policy
from essp.wiki.hiding import hide_version, show_version
from essp.wiki.queries import find_page, find_revision
from essp.wiki.web import blueprint


@blueprint.get("/p/<uid>/revisions/<int:number>/hide")
@members
def ask_to_hide(uid: str, number: int) -> ResponseReturnValue:
    """Ask why a version is to be hidden; say what to do first where that cannot be done."""
    page = find_page(me(), uid)
    revision = find_revision(page, number)
    decision = policy.hide(me(), page, revision, standing(me(), page.space))
    if not policy.moderates(me(), standing(me(), page.space)):
        require(decision)
    return _form(uid, number, refused=None if decision else decision.reason)


@blueprint.post("/p/<uid>/revisions/<int:number>/hide")
@members
def hide(uid: str, number: int) -> ResponseReturnValue:
    """Hide a version of a page."""
    note = request.form.get("note", "")
    try:
        with transaction():
            hide_version(me(), find_page(me(), uid), number, note=note)
    except Invalid as invalid:
        return _form(uid, number, note, str(invalid.errors["note"])), 422
    flash(_("Version %(number)s is hidden.", number=number), "ok")
    return redirect(url_for(".revision", uid=uid, number=number), 303)


@blueprint.post("/p/<uid>/revisions/<int:number>/show")
@members
def show_again(uid: str, number: int) -> ResponseReturnValue:
    """Show a hidden version to all readers of the page again."""
    with transaction():
        show_version(me(), find_page(me(), uid), number, note=request.form.get("note", ""))
    flash(_("Version %(number)s can be read again.", number=number), "ok")
    return redirect(url_for(".revision", uid=uid, number=number), 303)


def _form(uid: str, number: int, note: str = "", error: str = "", refused: object = None) -> str:
    page = find_page(me(), uid)
    return render_template(
        "wiki/hide.html",
        page=page,
        space=page.space,
        revision=find_revision(page, number),
        note=note,
        error=error,
        refused=refused,
    )
