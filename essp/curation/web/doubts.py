"""Doubting a sentence, and answering who did."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.core.i18n import _
from essp.curation import doubts
from essp.curation.doubts import find_doubt
from essp.curation.verifying import owns
from essp.curation.web.edge import blueprint
from essp.curation.web.sentences import pointed
from essp.discussions.queries import Overtaken
from essp.people.current import me
from essp.wiki.queries import find_page

Errors = dict[str, Any]


@blueprint.get("/p/<uid>/doubt")
@members
def ask_doubt(uid: str) -> str:
    """The form in which a reader says that a sentence is wrong, or asks whether it is still right."""
    return _form(uid, {})


@blueprint.post("/p/<uid>/doubt")
@members
def send_doubt(uid: str) -> ResponseReturnValue:
    """Doubt a sentence."""
    typed = request.form
    try:
        with transaction():
            doubts.doubt(me(), uid, pointed(), typed.get("says", ""), typed.get("reason", ""))
    except Invalid as invalid:
        return _form(uid, invalid.errors), 422
    except Refused as refused:
        return _form(uid, {"reason": refused.reason}), 429
    flash(_("Its owners see it, and you hear what becomes of it."), "ok")
    return redirect(url_for("wiki.permanent", uid=uid), 303)


@blueprint.get("/doubts/<doubt>")
@members
def doubt(doubt: str) -> str:
    """One doubt: the sentence, who said what of it, and the answer or the form for it."""
    return _shown(doubt, {})


@blueprint.post("/doubts/<doubt>/answer")
@members
def answer_doubt(doubt: str) -> ResponseReturnValue:
    """Say what became of it."""
    typed = request.form
    try:
        with transaction():
            doubts.answer(me(), doubt, typed.get("outcome", ""), typed.get("words", ""))
    except Invalid as invalid:
        return _shown(doubt, invalid.errors), 422
    except Overtaken as overtaken:
        return _shown(doubt, {"overtaken": overtaken.reason}), 409
    flash(_("Answered. Who asked hears of it."), "ok")
    return redirect(url_for(".doubt", doubt=doubt), 303)


@blueprint.post("/doubts/<doubt>/take-back")
@members
def take_doubt_back(doubt: str) -> ResponseReturnValue:
    """Take one's own doubt back."""
    try:
        with transaction():
            doubts.take_back(me(), doubt)
    except Overtaken as overtaken:
        return _shown(doubt, {"overtaken": overtaken.reason}), 409
    flash(_("Taken back."), "ok")
    return redirect(url_for(".doubt", doubt=doubt), 303)


def _form(uid: str, errors: Errors) -> str:
    page = find_page(me(), uid)
    return render_template(
        "curation/doubt_new.html", page=page, typed=request.values, errors=errors,
        owner=owns(me(), page),
    )  # fmt: skip


def _shown(uid: str, errors: Errors) -> str:
    row, page = find_doubt(me(), uid)
    return render_template(
        "curation/doubt.html", doubt=row, page=page, owner=owns(me(), page), errors=errors,
        typed=request.form, mine=row.by_id == me().id,
    )  # fmt: skip
