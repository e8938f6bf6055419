"""Who may do what with people: pure functions of who acts and on whom."""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person, Role


def edit_profile(actor: Person, person: Person) -> Decision:
    """A profile is changed by the person alone."""
    if actor.id == person.id:
        return allow()
    return refuse(_("Only %(name)s can change this profile.", name=person.name))


def invite(actor: Person) -> Decision:
    """Administrators and community managers invite people."""
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    return refuse(_("Only administrators and community managers can invite people."))


def invite_person(actor: Person, person: Person) -> Decision:
    """Who is known but not in may be invited; who left comes back by an administrator's hand."""
    if person.active:
        return refuse(_("%(name)s has an account already.", name=person.name))
    if person.left_at is not None:
        return administer(actor)
    return invite(actor)


def administer(actor: Person) -> Decision:
    """Roles and accounts are the administrators' work."""
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("Only administrators can change roles and close accounts."))


def make_token(actor: Person, person: Person) -> Decision:
    """A program acts as a person only when that person made its token."""
    if actor.id == person.id and person.active:
        return allow()
    return refuse(_("Everyone makes their own tokens."))
