"""Who may do what with people: pure functions of who acts and on whom."""

from __future__ import annotations

from collections.abc import Collection

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.core.ids import key_of
from essp.people.field_models import Audience, Hand
from essp.people.models import Person, Role

_REACH = {audience: reach for reach, audience in enumerate(Audience)}


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
    if person.same_as_id is not None:
        return refuse(_("This account leads to another of the same person. Take that back first."))
    if person.anonymous_at is not None:
        return refuse(
            _("This account was made anonymous. Invite the person anew, by their address.")
        )
    if person.left_at is not None:
        return administer(actor)
    return invite(actor)


def administer(actor: Person) -> Decision:
    """Roles and accounts are the administrators' work."""
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("Only administrators can change roles and close accounts."))


def join_accounts(actor: Person, other: Person) -> Decision:
    """That two accounts are one person is said by administrators, and not to close one's own."""
    if not actor.has_role(Role.ADMINISTRATOR.value):
        return refuse(_("Only administrators can say that two accounts are one person."))
    if actor.id == other.id:
        return refuse(_("You are signed in with this account. Ask another administrator."))
    return allow()


def make_token(actor: Person, person: Person) -> Decision:
    """A program acts as a person only when that person made its token."""
    if actor.id == person.id and person.active:
        return allow()
    return refuse(_("Everyone makes their own tokens."))


def eyes_of(actor: Person, person: Person, above: Collection[int]) -> Audience:
    """The most that somebody may see of a person's answers: the one question of who sees which field.

    A person sees their own and administrators see all; colleagues of the department and those who lead
    the person, at every height (`above`, their ids), see what is meant for them.
    """
    if actor.id == person.id or actor.has_role(Role.ADMINISTRATOR.value):
        return Audience.ADMINISTRATORS
    if works_with(actor, person) or actor.id in above:
        return Audience.DEPARTMENT
    return Audience.EVERYONE


def see_field(eyes: Audience, audience: Audience) -> bool:
    """Whether these eyes may see what is meant for that audience."""
    return _REACH[audience] <= _REACH[eyes]


def works_with(actor: Person, person: Person) -> bool:
    """Whether two people work in the same department."""
    mine, theirs = key_of(actor.department), key_of(person.department)
    return bool(mine) and mine == theirs


def change_answer(actor: Person, person: Person, hand: Hand) -> Decision:
    """An answer is changed by the person, by administrators, or only where people sign in from."""
    if hand is Hand.SOURCE:
        return refuse(_("This comes from where people sign in, and is changed there."))
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    if hand is Hand.PERSON and actor.id == person.id:
        return allow()
    if actor.id == person.id:
        return refuse(_("Administrators fill this in."))
    return refuse(_("Only %(name)s can change this profile.", name=person.name))


def arrange_fields(actor: Person) -> Decision:
    """What every profile asks is the administrators' to say."""
    if actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("Only administrators can change the fields of profiles."))


def set_manager(actor: Person, person: Person) -> Decision:
    """Who somebody works for is said by that person or an administrator."""
    if actor.id == person.id or actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("Only %(name)s or an administrator can say this.", name=person.name))


def take_leave(actor: Person, person: Person) -> Decision:
    """An account is closed or made anonymous by an administrator, or for oneself."""
    if actor.id == person.id or actor.has_role(Role.ADMINISTRATOR.value):
        return allow()
    return refuse(_("Only %(name)s or an administrator can close this account.", name=person.name))


def hand_out(actor: Person, person: Person) -> Decision:
    """Everything that is kept about somebody is handed to that person alone."""
    if actor.id == person.id:
        return allow()
    return refuse(_("What is kept about somebody is told to that person alone."))
