"""Reporting a post, a version of a page, a profile, a private message: a form of its own, or in a dialog."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.care import policy, things
from essp.care.models import Thing
from essp.care.queries import own_report, somebody_for
from essp.care.reporting import TooManyReports, report, require_new
from essp.care.web.edge import blueprint
from essp.care.wording import reasons
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import _
from essp.discussions.models import Post
from essp.people.current import me


@blueprint.get("/posts/<said>/report")
@members
def ask_post(said: str) -> ResponseReturnValue:
    """The form that reports a post or a comment."""
    return _asked(Thing.POST, said)


@blueprint.get("/p/<uid>/revisions/<int:number>/report")
@members
def ask_revision(uid: str, number: int) -> ResponseReturnValue:
    """The form that reports a version of a page."""
    return _asked(Thing.REVISION, f"{uid}.{number}")


@blueprint.get("/people/<handle>/report")
@members
def ask_person(handle: str) -> ResponseReturnValue:
    """The form that reports a profile."""
    return _asked(Thing.PERSON, handle)


@blueprint.get("/asked/<question>/<int:number>/report")
@members
def ask_message(question: str, number: int) -> ResponseReturnValue:
    """The form that reports a message of a question between two people."""
    return _asked(Thing.MESSAGE, f"{question}.{number}")


@blueprint.post("/posts/<said>/report")
@members
def send_post(said: str) -> ResponseReturnValue:
    """Report a post or a comment."""
    return _sent(Thing.POST, said)


@blueprint.post("/p/<uid>/revisions/<int:number>/report")
@members
def send_revision(uid: str, number: int) -> ResponseReturnValue:
    """Report a version of a page."""
    return _sent(Thing.REVISION, f"{uid}.{number}")


@blueprint.post("/people/<handle>/report")
@members
def send_person(handle: str) -> ResponseReturnValue:
    """Report a profile."""
    return _sent(Thing.PERSON, handle)


@blueprint.post("/asked/<question>/<int:number>/report")
@members
def send_message(question: str, number: int) -> ResponseReturnValue:
    """Report a message of a question between two people."""
    return _sent(Thing.MESSAGE, f"{question}.{number}")


def _asked(thing: Thing, key: str) -> ResponseReturnValue:
    found = things.find(me(), thing, key)
    before = own_report(me(), found)
    if before is None or before.case.decided_at is not None:
        require(policy.report(me(), found.author, found.thing, gone=bool(found.gone)))
        require_new(before, found)
    return _form(thing, key)


def _sent(thing: Thing, key: str) -> ResponseReturnValue:
    reason, words = request.form.get("reason", ""), request.form.get("words", "")
    try:
        with transaction():
            made = report(me(), thing, key, reason=reason, words=words)
    except Invalid as invalid:
        return _form(thing, key, reason, words, invalid.errors), 422
    except TooManyReports:
        calm = _("You reported a lot within an hour. Wait a while; what you wrote is still here.")
        return _form(thing, key, reason, words, {"words": calm}), 429
    found = things.find(me(), thing, key)
    if made.new:
        flash(_thanks(own=found.author.id == me().id), "ok")
    else:
        flash(_("You reported this already. You hear what becomes of it."), "info")
    return redirect(found.url, 303)


def _thanks(*, own: bool) -> str:
    if own:
        return _(
            "Thank you. Whoever looks after this place sees it, and you hear what becomes of it."
        )
    return _("Thank you. You hear what becomes of it; who wrote it is not told who you are.")


def _form(thing: Thing, key: str, reason: str = "", words: str = "", errors: object = None) -> str:
    found = things.find(me(), thing, key)
    before = own_report(me(), found)
    waits = before is not None and before.case.decided_at is None
    return render_template(
        "care/_report_dialog.html" if "beside" in request.args else "care/report.html",
        thing=found,
        waiting=before if waits else None,
        own=found.author.id == me().id,
        somebody=somebody_for(me(), found),
        action=_address(thing, key),
        reasons=reasons(),
        reason=reason,
        words=words,
        errors=errors or {},
    )


def _address(thing: Thing, key: str) -> str:
    if thing is Thing.POST:
        return url_for("care.send_post", said=key)
    if thing is Thing.PERSON:
        return url_for("care.send_person", handle=key)
    uid, _dot, number = key.partition(".")
    if thing is Thing.MESSAGE:
        return url_for("care.send_message", question=uid, number=int(number))
    return url_for("care.send_revision", uid=uid, number=int(number))


def report_post(post: Post, **_around: object) -> Markup:
    """The line of a post's menu that reports it; nothing for one's own."""
    if post.author_id == me().id:
        return Markup()
    return Markup(render_template("care/_report_line.html", address=_address(Thing.POST, post.uid)))
