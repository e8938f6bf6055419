"""The page of the day by mail, and being named: chosen by oneself; the link that stops the mail."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members, public
from essp.core.db import transaction
from essp.core.i18n import _
from essp.people.current import me
from essp.stats import choosing, mailing, reading
from essp.stats.asking import SITE
from essp.stats.web.edge import blueprint


@blueprint.post("/insight/mail")
@members
def choose_mail() -> ResponseReturnValue:
    """Keep whether the reader wants the day by mail."""
    with transaction():
        mailing.choose(me(), wanted="mail" in request.form)
    flash(_("Your choice is saved."), "ok")
    if request.form.get("back") == "day":
        return redirect(url_for(".day", _anchor="by-mail"), 303)
    return redirect(url_for("notifications.mail_settings"), 303)


@blueprint.post("/insight/named")
@members
def choose_named() -> ResponseReturnValue:
    """Keep whether the reader is named among those who are thanked."""
    with transaction():
        choosing.set_named(me(), wanted="named" in request.form)
    flash(_("Your choice is saved."), "ok")
    return redirect(url_for(".mine"), 303)


@blueprint.get("/mail/insight/<token>")
@public
def ask_to_stop_mail(token: str) -> str:
    """Ask whether it is to stop; says nothing of whose it is."""
    mailing.read_stop_token(token)
    return render_template("insight/mail_stopped.html", stopped=False)


@blueprint.post("/mail/insight/<token>")
@public
def stop_mail(token: str) -> str:
    """Stop it, at a press here or in a mail program, signed in or not."""
    with transaction():
        mailing.stop(mailing.read_stop_token(token))
    return render_template("insight/mail_stopped.html", stopped=True)


@blueprint.app_template_global()
def day_mail_wanted() -> bool | None:
    """Whether the reader gets the day by mail; None for who does not see these figures."""
    if not reading.may_see(me(), SITE):
        return None
    choice = choosing.chosen(me())
    return bool(choice and choice.mail)
