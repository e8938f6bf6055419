"""Coming in: the first administrator by a set-up link, everybody else by an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import public, requires
from essp.core.db import session, transaction
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import Message, _
from essp.people import accounts, letters, links, queries, signing_in
from essp.people.current import me
from essp.people.models import Person, Purpose, Role
from essp.people.web.edge import blueprint, browser, enter, settings, terms, typed
from essp.people.web.language import language_of_browser


@blueprint.get("/setup/<token>")
@public
def setup(token: str) -> ResponseReturnValue:
    """Become the first administrator; 404 once there is one."""
    _still_to_set_up(token)
    return _setup_form(token, {})


@blueprint.post("/setup/<token>")
@public
def set_up(token: str) -> ResponseReturnValue:
    """Make the first administrator and sign them in."""
    try:
        with transaction():
            person = accounts.set_up(
                token,
                typed("name"),
                typed("email"),
                typed("new_password"),
                site_name=settings().name,
                language=language_of_browser(),
            )
            begun = signing_in.begin(person, browser=browser(), terms=terms())
    except Invalid as wrong:
        return _setup_form(token, wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    return enter(begun)


@blueprint.get("/people/invite")
@requires(Role.COMMUNITY_MANAGER.value)
def invite() -> ResponseReturnValue:
    """Invite somebody."""
    return _invite_form({})


@blueprint.post("/people/invite")
@requires(Role.COMMUNITY_MANAGER.value)
def send_invitation() -> ResponseReturnValue:
    """Make room for somebody and have the letter sent."""
    try:
        with transaction():
            person = accounts.invite(me(), typed("name"), typed("email"))
            letters.send_invitation(person, me())
    except Invalid as wrong:
        return _invite_form(wrong.errors), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("An invitation to %(name)s is on its way.", name=person.name))
    return redirect(url_for("people.profile", handle=person.handle), 303)


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """Join by the link of an invitation; 404 once it was used or is too old."""
    return _invitation_form(token, _invited(token), {})


@blueprint.post("/invitation/<token>")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Join, and be signed in."""
    invited = _invited(token)
    try:
        with transaction():
            person = accounts.accept_invitation(
                token, typed("new_password"), site_name=settings().name,
                language=language_of_browser(),
            )  # fmt: skip
            begun = signing_in.begin(person, browser=browser(), terms=terms())
    except Invalid as wrong:
        page = _invitation_form(token, invited, wrong.errors)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return enter(begun, url_for("starting.guide"))


def _still_to_set_up(token: str) -> None:
    links.find_link(Purpose.SETUP, token)
    if queries.has_administrator():
        raise NotFound


def _invited(token: str) -> Person:
    link = links.find_link(Purpose.INVITATION, token)
    person = session().get(Person, link.person_id)
    if person is None or person.active:
        raise NotFound
    return person


def _setup_form(token: str, errors: Mapping[str, Message]) -> str:
    return render_template(
        "people/setup.html",
        token=token,
        name=typed("name"),
        email=typed("email"),
        errors=errors,
    )


def _invite_form(errors: Mapping[str, Message]) -> str:
    return render_template(
        "people/invite.html", name=typed("name"), email=typed("email"), errors=errors
    )


def _invitation_form(token: str, person: Person, errors: Mapping[str, Message]) -> str:
    return render_template("people/invitation.html", token=token, person=person, errors=errors)
