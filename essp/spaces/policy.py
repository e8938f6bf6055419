"""Who may know of a space, read it, edit in it and govern it: pure functions, and their SQL twins.

                     open           by request                closed
    know of it       everyone       everyone                  members
    read and edit    everyone       members                   members
    join             everyone       after an owner's yes      by being added
    ask to come in   -              everyone who is not in    -
    govern           owners         owners                    owners

Everyone means everyone signed in. An administrator has no special sight: what is closed stays closed
to administrators too, who may appoint an owner where a space that they know of has none left who is
still with the organisation.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, or_, select

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces.models import Access, Membership, Ownership, Space


@dataclass(frozen=True)
class Standing:
    """What a person is in a space."""

    member: bool = False
    owner: bool = False


def know_of(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may learn that the space exists."""
    if actor is not None and (space.access != Access.CLOSED.value or standing.member):
        return allow()
    return refuse(_("There is no such space."))


def read(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may read what is in the space."""
    if actor is not None and (space.is_open or standing.member):
        return allow()
    return refuse(_("Only members read this space. You can ask to be let in."))


def edit(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may write in the space: whoever reads may edit."""
    return read(actor, space, standing)


def join(actor: Person, space: Space, standing: Standing) -> Decision:
    """Whether the actor may become a member by themselves."""
    if space.is_open:
        return allow()
    if space.access == Access.CLOSED.value:
        return refuse(_("An owner of this space decides who comes in."))
    return refuse(_("An owner of this space decides who comes in. You can ask to be let in."))


def ask(actor: Person, space: Space, standing: Standing) -> Decision:
    """Whether the actor may ask an owner to be let in."""
    if standing.member:
        return refuse(_("You are a member already."))
    if space.is_open:
        return refuse(_("Everyone may join this space: you need not ask."))
    if space.access == Access.CLOSED.value:
        return refuse(_("An owner of this space decides who comes in."))
    return allow()


def govern(actor: Person, space: Space, standing: Standing) -> Decision:
    """Whether the actor may change the space's name, purpose, rules, access, members and owners."""
    if standing.owner:
        return allow()
    return refuse(_("Only an owner of this space may do this."))


def appoint(actor: Person, space: Space, standing: Standing, owners: int) -> Decision:
    """Whether the actor may appoint an owner; an administrator may where none of `owners` is left."""
    if owners == 0 and actor.has_role("administrator"):
        return allow()
    return govern(actor, space, standing)


def name_owner(*, owns: bool) -> Decision:
    """Whether who `owns` a page or its space names its owners and deputies: a deputy does not."""
    if owns:
        return allow()
    return refuse(_("Only an owner of this page or of the space names its owners and deputies."))


def known_to(actor: Person | None) -> ColumnElement[bool]:
    """`know_of` as a condition on Space."""
    if actor is None:
        return false()
    return or_(Space.access != Access.CLOSED.value, Space.id.in_(_spaces_of(actor)))


def readable_by(actor: Person | None) -> ColumnElement[bool]:
    """`read` as a condition on Space."""
    return false() if actor is None else readable_by_person(actor.id)


def readable_by_person(person_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """`read` as a condition on Space, for a person's id, its place in a prepared statement, or the
    column of an outer query that holds it."""
    spaces = select(Membership.space_id).where(Membership.person_id == person_id)
    return or_(Space.access == Access.OPEN.value, Space.id.in_(spaces))


def governed_by(actor: Person) -> ColumnElement[bool]:
    """`govern` as a condition on Space."""
    return Space.id.in_(select(Ownership.space_id).where(Ownership.person_id == actor.id))


def _spaces_of(actor: Person) -> Select[int]:
    return select(Membership.space_id).where(Membership.person_id == actor.id)
