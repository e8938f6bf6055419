"""Who may vouch for whom, take that back, and decide that the organisation finds people by their work."""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.expertise.models import Endorsement
from essp.people.models import Person, Role


def endorse(actor: Person, person: Person) -> Decision:
    """Whoever is here vouches for a colleague who is here, never for themselves."""
    if actor.id == person.id:
        return refuse(_("Nobody endorses themselves. Say on your profile what you know."))
    if person.left_at is not None or person.anonymous_at is not None:
        return refuse(_("%(name)s has left, so nobody is sent there any more.", name=person.name))
    return allow()


def withdraw(actor: Person, endorsement: Endorsement) -> Decision:
    """Who endorsed takes it back, and who was endorsed may have it taken off."""
    if actor.id in (endorsement.by_id, endorsement.person_id):
        return allow()
    return refuse(_("Only who endorsed and who was endorsed can take it back."))


def switch(actor: Person) -> Decision:
    """Administrators decide for the organisation."""
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("Only administrators can switch this for the organisation."))


def invite(actor: Person, *, owner: bool) -> Decision:
    """Owners of a space and community managers bring its questions to more people."""
    if owner or actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    return refuse(_("Owners of the space and community managers bring questions to people."))
