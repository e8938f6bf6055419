"""What the views of people share: the blueprint, the settings, the browser, the way back."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, make_response, redirect, request, session

from config import Settings
from essp.core.i18n import _, ngettext
from essp.core.limits import Limits, TooManyAttempts
from essp.people.current import TOKEN
from essp.people.signing_in import Browser, Terms

blueprint = Blueprint("people", __name__)
LONGEST_PATH = 2000
_KEY = "essp.limits"


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def terms() -> Terms:
    """What this installation decided about sign-ins."""
    return Terms(attempts=settings().sign_in_attempts, days=settings().session_days)


def limits() -> Limits:
    """The counters of this application."""
    found: Limits = current_app.extensions.setdefault(_KEY, Limits(settings().limits_storage))
    return found


def browser() -> Browser:
    """The browser of this request; its address is a proxy's word only where proxies are set."""
    return Browser(name=str(request.user_agent), address=request.remote_addr or "")


def typed(name: str, longest: int = 2000) -> str:
    """What was typed into a field; an absent one is empty, an endless one is cut."""
    return request.form.get(name, "")[:longest]


def enter(token: str, wanted: str | None = None) -> Response:
    """Begin afresh in this browser with a new sign-in, and go where somebody wanted to go."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True
    return answer_with(redirect(same_site_path(wanted), 303))


def answer_with(made: object) -> Response:
    """A whole response of what Flask calls one."""
    return make_response(made)


def same_site_path(wanted: str | None) -> str:
    """A path of this site, judged as a browser would resolve it; anything else becomes `/`."""
    if not wanted or len(wanted) > LONGEST_PATH or not wanted.startswith("/"):
        return "/"
    if "\\" in wanted or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in wanted):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    if wanted.startswith("//") or parts.scheme or parts.netloc:
        return "/"
    return wanted


def waiting_words(stopped: TooManyAttempts) -> str:
    """How long to wait, in words."""
    minutes = -(-stopped.wait // 60)
    return (
        _("Too many attempts.")
        + " "
        + ngettext("Try again in one minute.", "Try again in %(num)s minutes.", minutes)
    )


def must_wait(page: str, stopped: TooManyAttempts) -> Response:
    """A form given back with the time to wait."""
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(stopped.wait)
    return response
