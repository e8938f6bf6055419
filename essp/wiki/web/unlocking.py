"""Asking to unlock a page, in the browser, and the owners' answer."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import Message, _
from essp.people.current import me
from essp.wiki import guard_asking, guard_requests
from essp.wiki.guard_models import Protection, UnlockRequest
from essp.wiki.guarding import guard_of, owners_of_page
from essp.wiki.models import Page
from essp.wiki.protecting import set_on
from essp.wiki.queries import find_page
from essp.wiki.web import blueprint
from essp.wiki.web.protecting import asked_screen


@blueprint.get("/p/<uid>/unlock")
@members
def unlock_form(uid: str) -> ResponseReturnValue:
    """The form in which somebody asks the owners of a locked page to unlock it."""
    page = find_page(me(), uid)
    guard = guard_of(me(), page)
    if guard.decides or guard_asking.lock_of(guard) is None:
        return redirect(url_for(".protection", uid=uid), 303)
    return _form(page)


@blueprint.post("/p/<uid>/unlock")
@members
def ask_to_unlock(uid: str) -> ResponseReturnValue:
    """Send the question to those who own the lock."""
    reason = request.form.get("reason", "")[:5000]
    try:
        with transaction():
            page = find_page(me(), uid)
            guard_asking.ask(me(), page, reason=reason)
    except Invalid as invalid:
        return _form(find_page(me(), uid), reason, invalid.errors), 422
    flash(_("Asked. You hear what its owners answer."), "ok")
    return redirect(url_for(".unlock_form", uid=uid), 303)


@blueprint.post("/p/<uid>/unlock/<asked>")
@members
def answer_unlock(uid: str, asked: str) -> ResponseReturnValue:
    """Unlock the page that somebody asked about, or say why it stays locked."""
    unlock, words = request.form.get("decision") == "unlock", request.form.get("answer", "")[:5000]
    try:
        with transaction():
            _own(uid, asked)
            guard_asking.answer(me(), asked, unlock=unlock, words=words)
    except Invalid as invalid:
        return asked_screen(find_page(me(), uid), asked, words, invalid.errors), 422
    flash(_("Unlocked. Who asked hears it.") if unlock else _("Answered. It stays locked."), "ok")
    return redirect(url_for(".protection", uid=uid), 303)


def _own(uid: str, asked: str) -> None:
    """That it was asked about a lock that was set on this page."""
    page = find_page(me(), uid)
    kept = {each.id for each in set_on(page)}
    wanted = select(UnlockRequest.protection_id).where(UnlockRequest.uid == asked)
    if session().scalar(wanted) not in kept:
        raise NotFound


def _form(page: Page, reason: str = "", errors: Mapping[str, Message] | None = None) -> str:
    held = guard_asking.lock_of(guard_of(me(), page))
    wanted = select(Protection).where(Protection.uid == held.uid) if held is not None else None
    row = session().scalar(wanted) if wanted is not None else None
    owner = session().get(Page, row.page_id) if row is not None else None
    return render_template(
        "wiki/unlock.html",
        page=page,
        space=page.space,
        held=held,
        owners=owners_of_page(owner or page).deciding,
        asked=guard_requests.last_of(me(), row.id) if row is not None else None,
        reason=reason,
        errors=errors or {},
    )
