"""The mail of a day about the curation desk: wanted or not, and the link that stops it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members, public
from essp.core.db import transaction
from essp.core.i18n import _
from essp.notifications import desk_mailing
from essp.notifications.web.edge import blueprint
from essp.people.current import me


@blueprint.post("/settings/notifications/desk")
@members
def choose_desk_mail() -> ResponseReturnValue:
    """Keep whether the reader wants a mail a day about their desk."""
    with transaction():
        desk_mailing.choose(me(), wanted="desk" in request.form)
    flash(_("Your choice is saved."), "ok")
    return redirect(url_for(".mail_settings"), 303)


@blueprint.get("/mail/desk/<token>")
@public
def ask_to_stop_desk(token: str) -> str:
    """Ask whether it is to stop; says nothing of whose it is."""
    desk_mailing.read_stop_token(token)
    return render_template("notifications/stop.html", what="desk", stopped=False)


@blueprint.post("/mail/desk/<token>")
@public
def stop_desk_mail(token: str) -> str:
    """Stop it, at a press here or in a mail program, signed in or not."""
    with transaction():
        desk_mailing.stop(desk_mailing.read_stop_token(token))
    return render_template("notifications/stop.html", what="desk", stopped=True)
