"""Who is asking: the person of this request.

In a browser it is found by the sign-in token in the cookie, under `/api/` by the bearer token alone,
so that no other site can make somebody's browser call the interface.
"""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, Request, abort, current_app, g, session
from flask_login import LoginManager

from essp.core.db import transaction
from essp.core.reader import reader
from essp.people import sessions, tokens
from essp.people.models import Person

TOKEN = "sid"  # noqa: S105 - the name of the cookie's field

login_manager = LoginManager()


def install(app: Flask) -> None:
    """Let Flask-Login find people by their sign-in."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.request_loader(_person_of)


def me() -> Person:
    """The person who asks; views marked `@members` always have one."""
    found = reader()
    if found is None:
        abort(401)
    return cast(Person, found)


def visitor() -> Person | None:
    """The person who asks, or None for somebody who is not signed in."""
    return cast("Person | None", reader())


def told_along(name: str) -> Any:
    """What `sessions.ask_along` asked of the visitor under this name; None where it was not asked."""
    return g.get("told_along", {}).get(name) if reader() else None


def _person_of(request: Request) -> Person | None:
    if request.path.startswith("/api/"):
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        return tokens.find_by_token(secret.strip()) if scheme.lower() == "bearer" else None
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    found = sessions.find_sign_in(token, idle_days=current_app.config["SETTINGS"].idle_days)
    if found is None:
        return None
    person = found.person
    if sessions.needs_mark(found):
        with transaction():
            sessions.mark_seen(found)
    g.sign_in_id = found.id
    g.told_along = found.along
    return person
