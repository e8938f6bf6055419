"""Marking a sentence that holds for a while, and looking at it again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.attachments.queries import files_put_on
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import _
from essp.curation import claims
from essp.curation.claims import Depends, Holds, find_claim
from essp.curation.verifying import owns, require_owner
from essp.curation.web.edge import blueprint
from essp.curation.web.sentences import pointed
from essp.people.current import me
from essp.wiki.locating import locate_page
from essp.wiki.queries import find_page

Errors = dict[str, Any]
_PERMANENT = re.compile(r"(?:^|/p/)([0-9a-z]{10})(?:[/?#]|$)")
_READABLE = re.compile(r"/s/([^/?#\s]+)/([^/?#\s]+)")


@blueprint.get("/p/<uid>/claim")
@members
def ask_claim(uid: str) -> str:
    """The form in which an owner says how long a sentence holds."""
    require_owner(me(), find_page(me(), uid))
    return _form(uid, {})


@blueprint.post("/p/<uid>/claim")
@members
def send_claim(uid: str) -> ResponseReturnValue:
    """Mark a sentence."""
    try:
        with transaction():
            claims.claim(me(), uid, pointed(), _holds())
    except Invalid as invalid:
        return _form(uid, invalid.errors), 422
    flash(_("Marked. You hear of it when it is due, or when what it depends on changes."), "ok")
    return redirect(url_for("wiki.permanent", uid=uid), 303)


@blueprint.get("/claims/<claim>")
@members
def claim(claim: str) -> str:
    """One marked sentence, with the form for its owners."""
    return _shown(claim, {})


@blueprint.post("/claims/<claim>")
@members
def look_at_claim(claim: str) -> ResponseReturnValue:
    """Say that it still holds."""
    try:
        with transaction():
            row = claims.look_again(me(), claim, Holds(until=_day(request.form.get("until", ""))))
    except Invalid as invalid:
        return _shown(claim, invalid.errors), 422
    flash(_("It still holds. Readers see so."), "ok")
    return redirect(url_for(".claim", claim=row.uid), 303)


@blueprint.post("/claims/<claim>/end")
@members
def end_claim(claim: str) -> ResponseReturnValue:
    """Take the mark off."""
    _row, page = find_claim(me(), claim)
    with transaction():
        claims.end(me(), claim)
    flash(_("The mark is off."), "ok")
    return redirect(url_for(".sentences", uid=page.uid), 303)


def _holds() -> Holds:
    typed = request.form
    chosen = typed.get("depends", "")
    depends = Depends(chosen) if chosen in {each.value for each in Depends} else Depends.NOTHING
    uid = typed.get("file", "") if depends is Depends.FILE else _page_meant(typed.get("page", ""))
    return Holds(
        _day(typed.get("until", "")),
        depends,
        uid.strip()[:10],
        typed.get("number", "").strip()[:60],
    )


def _page_meant(address: str) -> str:
    """The permanent name of the page at an address that somebody pasted; nothing for none."""
    if found := _PERMANENT.search(address.strip()):
        return found[1]
    if found := _READABLE.search(address):
        try:
            return str(locate_page(me(), found[1], found[2]).page.uid)
        except NotFound:
            return ""
    return ""


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(until=_("Write the day as in 2027-05-24.")) from None


def _form(uid: str, errors: Errors) -> str:
    page = find_page(me(), uid)
    return render_template(
        "curation/claim_new.html", page=page, typed=request.values, errors=errors,
        files=files_put_on(me(), page.uid),
    )  # fmt: skip


def _shown(uid: str, errors: Errors) -> str:
    row, page = find_claim(me(), uid)
    return render_template(
        "curation/claim.html", claim=row, page=page, errors=errors, typed=request.form,
        owner=owns(me(), page) and not page.archived and row.ended_at is None,
    )  # fmt: skip
