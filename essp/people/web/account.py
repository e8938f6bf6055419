"""One's own account: look, password, sign-ins, tokens."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from essp.core import mail
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _
from essp.core.limits import TooManyAttempts, key_of_name
from essp.people import passwords, profiles, queries, sessions, tokens
from essp.people.browsers import words_for
from essp.people.current import TOKEN, me
from essp.people.web.edge import (
    answer_with,
    blueprint,
    limits,
    must_wait,
    settings,
    terms,
    typed,
    waiting_words,
)
from essp.people.web.language import forget_language

Errors = Mapping[str, Message]


@blueprint.get("/account")
@members
def account() -> ResponseReturnValue:
    """Everything that is one's own to set."""
    return page()


@blueprint.post("/account/display")
@members
def choose_display() -> ResponseReturnValue:
    """Choose language, look and keyboard shortcuts."""
    try:
        with transaction():
            profiles.choose_display(
                me(),
                language=typed("language"),
                theme=typed("theme"),
                shortcuts=bool(typed("shortcuts")),
                reads=typed("reads"),
            )
    except Invalid as wrong:
        return page(wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    return forget_language(answer_with(_back(_("Saved."), "language")))


@blueprint.post("/account/password")
@members
def change_password() -> ResponseReturnValue:
    """Change the password; every other sign-in ends."""
    limit, key = terms().per_name, key_of_name(me().handle)
    try:
        limits().hit(limit, key)
        with transaction():
            passwords.change_password(
                me(),
                typed("present_password"),
                typed("new_password"),
                site_name=settings().name,
                keep=session.get(TOKEN),
            )
            mail.send(me(), "password_changed")
    except TooManyAttempts as stopped:
        return must_wait(page({"present_password": waiting_words(stopped)}), stopped)
    except Invalid as wrong:
        return page(wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    limits().forget(limit, key)
    return _back(_("Your password is changed. Every other browser is signed out."), "password")


@blueprint.post("/account/sign-ins/<int:sign_in_id>/end")
@members
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Sign out one browser."""
    with transaction():
        sessions.end_sign_in(me(), sign_in_id)
    return _back(_("That browser is signed out."), "sign-ins")


@blueprint.post("/account/sign-ins/end-others")
@members
def end_other_sign_ins() -> ResponseReturnValue:
    """Sign out every browser but this one."""
    with transaction():
        sessions.end_all(me(), but=session.get(TOKEN))
    return _back(_("Every other browser is signed out."), "sign-ins")


@blueprint.post("/account/tokens")
@members
def make_token() -> ResponseReturnValue:
    """Make a token and show its secret, this once."""
    try:
        with transaction():
            token, secret = tokens.make_token(me(), typed("label"))
    except Invalid as wrong:
        return page(wrong.errors, label=typed("label")), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template("people/token.html", token=token, secret=secret)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@members
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End a token."""
    with transaction():
        tokens.revoke_token(me(), token_id)
    return _back(_("The token does not work any more."), "tokens")


def _back(said: str, section: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("people.account", _anchor=section), 303)


def page(errors: Errors | None = None, *, label: str = "") -> str:
    """The page of one's own account, with what is wrong and what was typed."""
    person = me()
    return render_template(
        "people/account.html",
        person=person,
        label=label,
        errors=errors or {},
        this_one=g.get("sign_in_id"),
        sign_ins=sessions.own_sign_ins(person, idle_days=settings().idle_days),
        browser_words=words_for,
        tokens=queries.own_tokens(person),
    )
