"""Who decides what is measured, and who names the reader of the log of looks."""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person, Role


def switch(actor: Person) -> Decision:
    """Whether the actor says how much is measured, by an agreement with the works council."""
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("An administrator says how much is measured, once the works council agreed."))


def name_delegate(actor: Person) -> Decision:
    """Whether the actor names who reads the log of looks for the works council."""
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("An administrator names the delegate whom the works council chose."))
