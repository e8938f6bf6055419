"""How one wants to be told by mail, what last month would have been like, and links that stop mail."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members, public
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _
from essp.notifications import push_browsers, pushing, settings
from essp.notifications.letters import read_stop_token
from essp.notifications.mail_models import Rhythm
from essp.notifications.settings import Wanted
from essp.notifications.web.edge import blueprint
from essp.people.browsers import words_for
from essp.people.current import me


@blueprint.get("/settings/notifications")
@members
def mail_settings() -> ResponseReturnValue:
    """What the reader chose; with a form's values what last month would have been like with them."""
    if "direct" not in request.args:
        return _page(_present())
    try:
        return _page(settings.wanted_of(request.args), tried=True)
    except Invalid as wrong:
        return _page(_present(), wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.post("/settings/notifications")
@members
def choose_mail() -> ResponseReturnValue:
    """Keep how the reader wants their mail."""
    try:
        wanted = settings.wanted_of(request.form)
    except Invalid as wrong:
        return _page(_present(), wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        settings.choose(me(), wanted)
    flash(_("Your choice is saved."), "ok")
    return redirect(url_for(".mail_settings"), 303)


@blueprint.post("/settings/notifications/address-works")
@members
def address_works() -> ResponseReturnValue:
    """Send mail again after it came back."""
    with transaction():
        settings.say_address_works(me())
    flash(_("Mail is sent to you again."), "ok")
    return redirect(url_for(".mail_settings"), 303)


@blueprint.get("/mail/stop/<token>")
@public
def ask_to_stop(token: str) -> str:
    """Ask whether a sort of mail is to stop; says nothing of whose it is."""
    _choice, sort = read_stop_token(token)
    return render_template("notifications/stop.html", what=sort.value, stopped=False)


@blueprint.post("/mail/stop/<token>")
@public
def stop_mail(token: str) -> str:
    """Stop a sort of mail, at a press here or in a mail program, signed in or not."""
    with transaction():
        choice, sort = read_stop_token(token)
        settings.stop(choice, sort)
    return render_template("notifications/stop.html", what=sort.value, stopped=True)


def _present() -> Wanted:
    choice = settings.present(me())
    return Wanted(
        Rhythm(choice.direct), Rhythm(choice.watched), choice.quiet_from, choice.quiet_until,
        choice.any_day,
    )  # fmt: skip


def _page(
    wanted: Wanted, errors: Mapping[str, Message] | None = None, *, tried: bool = False
) -> str:
    return render_template(
        "notifications/settings.html",
        wanted=wanted,
        errors=errors or {},
        tried=tried,
        month=settings.last_month(me(), wanted),
        bounce=settings.present(me()),
        browsers=[(each, words_for(name)) for each, name in push_browsers.own_browsers(me())],
        push_key=pushing.public_key(),
        rhythms=[
            (Rhythm.ONCE.value, _("At once")),
            (Rhythm.BUNDLE.value, _("Bundled, when it has been quiet for ten minutes")),
            (Rhythm.DAILY.value, _("Once a day")),
            (Rhythm.WEEKLY.value, _("Once a week")),
            (Rhythm.NEVER.value, _("Never")),
        ],
        hours=[(hour, f"{hour:02}:00") for hour in range(24)],
    )
