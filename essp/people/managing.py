"""Saying who somebody works for. The whole is a tree: nobody leads those who lead them."""

from __future__ import annotations

from sqlalchemy import func, select

from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.models import Person
from essp.people.sourcing import from_source, hand_of
from essp.people.tree import way_up

# One change of the tree at a time: two that are each fine may make a circle together.
ONE_AT_A_TIME = 4_210_806


def set_manager(actor: Person, person: Person, manager: Person | None) -> bool:
    """Say who somebody works for, or that they work for nobody; whether that was new.

    Invalid when it would make a circle, with the names in it, or when the manager has left.
    """
    require(policy.set_manager(actor, person))
    require(policy.change_answer(actor, person, hand_of("manager", from_source())))
    if session().get_bind().dialect.name == "postgresql":  # elsewhere one writer follows another
        session().execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    wanted = manager.id if manager else None
    if fresh.manager_id == wanted:
        return False
    if manager is not None:
        _check(fresh, manager)
    fresh.manager_id = wanted
    session().flush()
    record(PersonChanged(actor_id=actor.id, person_id=person.id, fields=("manager",)))
    return True


def _check(person: Person, manager: Person) -> None:
    if manager.id == person.id:
        raise Invalid(manager=_("Nobody can be their own manager. Name somebody else."))
    if manager.left_at is not None:
        raise Invalid(manager=_("%(name)s has left. Name somebody who is here.", name=manager.name))
    way = way_up(manager.id)
    if person.id in way:
        circle = [*way[: way.index(person.id) + 1]]
        raise Invalid(
            manager=_(
                "That would make a circle: %(names)s. Change one of them first.",
                names=_names([person.id, *circle]),
            )
        )


def _names(ids: list[int]) -> str:
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    return " → ".join(names[each] for each in ids)
