"""Signing in and out."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import public
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message
from essp.core.limits import TooManyAttempts
from essp.people import sessions, signing_in
from essp.people.current import TOKEN, visitor
from essp.people.web.edge import (
    blueprint,
    browser,
    enter,
    limits,
    must_wait,
    same_site_path,
    settings,
    terms,
    typed,
    waiting_words,
)

# Who anybody may be in the demonstration; no such person exists anywhere else.
DEMONSTRATION = {"name": "ilse@veldstroom.example", "password": "kantlijn-demo"}


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in already goes on."""
    wanted = same_site_path(request.args.get("next"))
    if visitor() is not None:
        return redirect(wanted, 303)
    return _form(wanted=wanted)


@blueprint.post("/sign-in")
@public
def begin_sign_in() -> ResponseReturnValue:
    """Check name and password, and begin a sign-in of this browser."""
    wanted = same_site_path(request.form.get("next"))
    name = typed("name", 254)
    try:
        _person, token = signing_in.sign_in(
            name, typed("password"), browser=browser(), limits=limits(), terms=terms()
        )
    except TooManyAttempts as stopped:
        page = _form(wanted=wanted, name=name, errors={"name": waiting_words(stopped)})
        return must_wait(page, stopped)
    except Invalid as wrong:
        page = _form(wanted=wanted, name=name, errors=wrong.errors)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    _leave()
    return enter(token, wanted)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the sign-in of this browser; its old cookie is worth nothing from now on."""
    _leave()
    session.clear()
    return redirect(url_for("people.sign_in"), 303)


def _leave() -> None:
    token = session.get(TOKEN)
    if isinstance(token, str):
        with transaction():
            sessions.end_token(token)


def _form(*, wanted: str, name: str = "", errors: Mapping[str, Message] | None = None) -> str:
    return render_template(
        "people/sign_in.html",
        wanted=wanted,
        name=name,
        errors=errors or {},
        demonstration=DEMONSTRATION if settings().demonstration else None,
    )
