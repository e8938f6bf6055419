"""A space goes from one owner to another in one step, so that it is never without one."""

from __future__ import annotations

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.people.models import Person
from essp.spaces.events import MemberAdded, OwnerAppointed, OwnerReleased
from essp.spaces.models import Membership, Ownership, Space


def take_space(actor: Person, space: Space, former: Person | None) -> None:
    """The actor, who was asked to, owns the space now and `former` no longer does.

    The caller holds the space. `former` stays a member.
    """
    if session().get(Membership, (space.id, actor.id)) is None:
        session().add(Membership(space_id=space.id, person_id=actor.id, since=clock.now()))
        session().flush()
        record(MemberAdded(actor_id=actor.id, space_id=space.id, person_id=actor.id))
    if session().get(Ownership, (space.id, actor.id)) is None:
        session().add(
            Ownership(
                space_id=space.id, person_id=actor.id, since=clock.now(),
                appointed_by_id=former.id if former else None,
            )
        )  # fmt: skip
        session().flush()
        record(OwnerAppointed(actor_id=actor.id, space_id=space.id, person_id=actor.id))
    held = session().get(Ownership, (space.id, former.id)) if former else None
    if held is not None and held.person_id != actor.id:
        session().delete(held)
        session().flush()
        record(OwnerReleased(actor_id=actor.id, space_id=space.id, person_id=held.person_id))
