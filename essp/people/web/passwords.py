"""A new password for who forgot theirs: asked for by name, chosen by a mailed link."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from essp.core import mail
from essp.core.access import public
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import Message, _
from essp.core.limits import TooManyAttempts
from essp.people import letters, links, passwords, signing_in
from essp.people.models import Person, Purpose
from essp.people.web.edge import (
    blueprint,
    browser,
    limits,
    must_wait,
    settings,
    typed,
    waiting_words,
)


@blueprint.get("/password/forgotten")
@public
def forgotten() -> ResponseReturnValue:
    """Ask for a link."""
    return render_template("people/forgotten.html", name="", errors={})


@blueprint.post("/password/forgotten")
@public
def ask_for_link() -> ResponseReturnValue:
    """Have a link mailed; the answer is the same whether or not anybody has the name."""
    name = typed("name", 254)
    if not name.strip():
        errors = {"name": _("Enter your e-mail address or your handle.")}
        page = render_template("people/forgotten.html", name=name, errors=errors)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        signing_in.count_link_request(name, browser=browser(), limits=limits())
    except TooManyAttempts as stopped:
        errors = {"name": waiting_words(stopped)}
        page = render_template("people/forgotten.html", name=name, errors=errors)
        return must_wait(page, stopped)
    with transaction():
        letters.send_password_link(name)
    return redirect(url_for("people.link_sent"), 303)


@blueprint.get("/password/sent")
@public
def link_sent() -> ResponseReturnValue:
    """What happens now."""
    return render_template("people/link_sent.html")


@blueprint.get("/password/<token>")
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a new password by a link; 404 once it was used or is too old."""
    return _new_password_form(token, {})


@blueprint.post("/password/<token>")
@public
def set_password(token: str) -> ResponseReturnValue:
    """Set the new password; every sign-in of the person ends, also in this browser."""
    try:
        with transaction():
            person = passwords.reset_password(
                token, typed("new_password"), site_name=settings().name
            )
            mail.send(person, "password_changed")
    except Invalid as wrong:
        return _new_password_form(token, wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    cookie.clear()
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for("people.sign_in"), 303)


def _new_password_form(token: str, errors: Mapping[str, Message]) -> str:
    person = session().get(Person, links.find_link(Purpose.PASSWORD, token).person_id)
    if person is None or not person.active:
        raise NotFound
    return render_template("people/new_password.html", token=token, person=person, errors=errors)
