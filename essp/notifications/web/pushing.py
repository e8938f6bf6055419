"""Browsers that tell of news though no page is open: begun and ended in the settings."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, current_app, flash, g, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members, public
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.notifications import push_browsers
from essp.notifications.push_browsers import Offered
from essp.notifications.web.edge import blueprint
from essp.people.current import me


@blueprint.post("/settings/notifications/browsers")
@members
def begin_push() -> ResponseReturnValue:
    """Tell this browser of news from now on."""
    offered = Offered(*(request.form.get(name, "") for name in ("endpoint", "p256dh", "auth")))
    try:
        with transaction():
            push_browsers.begin(
                me(), g.sign_in_id, offered, everything=bool(request.form.get("everything"))
            )
    except Invalid as wrong:
        flash(str(next(iter(wrong.errors.values()))), "stop")
        return redirect(url_for(".mail_settings"), HTTPStatus.SEE_OTHER)
    flash(_("This browser tells you when something is new."), "ok")
    return redirect(url_for(".mail_settings"), HTTPStatus.SEE_OTHER)


@blueprint.post("/settings/notifications/browsers/<int:number>/end")
@members
def end_push(number: int) -> ResponseReturnValue:
    """Tell a browser no longer."""
    with transaction():
        push_browsers.end(me(), number)
    flash(_("That browser tells you nothing more."), "ok")
    return redirect(url_for(".mail_settings"), HTTPStatus.SEE_OTHER)


@blueprint.get("/notifications/push-worker")
@public
def push_worker() -> Response:
    """The script that a browser runs when it is told; it stands here to reach no other page."""
    folder = f"{current_app.static_folder}/js"
    found = send_from_directory(folder, "push-worker.js", mimetype="text/javascript", max_age=0)
    found.headers["Cache-Control"] = "private, no-store"
    return found
