"""Roles and accounts, by administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import requires
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.core.i18n import Message, _
from essp.people import accounts, letters, policy, queries, same
from essp.people.current import me
from essp.people.models import Person, Role
from essp.people.web.edge import blueprint, typed

ADMINISTRATOR = Role.ADMINISTRATOR.value
COMMUNITY_MANAGER = Role.COMMUNITY_MANAGER.value


@blueprint.get("/people/<handle>/manage")
@requires(COMMUNITY_MANAGER)
def manage(handle: str) -> ResponseReturnValue:
    """A person's invitation, role and account."""
    return account_page(queries.find_person(handle))


@blueprint.post("/people/<handle>/role")
@requires(ADMINISTRATOR)
def change_role(handle: str) -> ResponseReturnValue:
    """Give a person another role."""
    person = queries.find_person(handle)
    try:
        role = Role(typed("role"))
    except ValueError:
        errors = {"role": _("Choose one of the roles in the list.")}
        return account_page(person, errors=errors), 422
    try:
        with transaction():
            accounts.change_role(me(), person, role)
    except Refused as refused:
        return account_page(person, str(refused.reason)), 403
    flash(_("The role of %(name)s is changed.", name=person.name))
    return redirect(url_for("people.profile", handle=handle), 303)


@blueprint.post("/people/<handle>/close")
@requires(ADMINISTRATOR)
def close_account(handle: str) -> ResponseReturnValue:
    """Close a person's account."""
    person = queries.find_person(handle)
    try:
        with transaction():
            accounts.close_account(me(), person)
    except Refused as refused:
        return account_page(person, str(refused.reason)), 403
    flash(_("The account of %(name)s is closed. What was written stays.", name=person.name))
    return redirect(url_for("people.profile", handle=handle), 303)


@blueprint.post("/people/<handle>/invitation")
@requires(COMMUNITY_MANAGER)
def invite_known(handle: str) -> ResponseReturnValue:
    """Invite somebody who is known from imported work, or invite once more."""
    person = queries.find_person(handle)
    try:
        with transaction():
            accounts.invite_known(me(), person, typed("email"))
            letters.send_invitation(person, me())
    except Invalid as wrong:
        return account_page(person, errors=wrong.errors), 422
    flash(_("An invitation to %(name)s is on its way.", name=person.name))
    return redirect(url_for("people.profile", handle=handle), 303)


def role_choices() -> list[tuple[str, str, str]]:
    """The roles as they are sent, as they are called, and what they allow."""
    return [
        (Role.MEMBER.value, _("Member"), _("Reads and writes wherever everyone may.")),
        (Role.COMMUNITY_MANAGER.value, _("Community manager"), _("Also invites people.")),
        (
            Role.ADMINISTRATOR.value,
            _("Administrator"),
            _("Also gives roles and closes accounts. Sees no closed space by that."),
        ),
    ]


def account_page(
    person: Person, refusal: str = "", errors: Mapping[str, Message] | None = None
) -> str:
    """The page of an account, with why something was refused or cannot be used."""
    may_administer = policy.administer(me())
    return render_template(
        "people/manage.html",
        person=person,
        roles=role_choices(),
        email=typed("email"),
        refusal=refusal,
        errors=errors or {},
        may_administer=may_administer,
        kept=queries.kept_of(person) if person.same_as_id else None,
        joined=same.joined_to(person) if may_administer else (),
        typed=typed,
    )
