"""Saying who somebody works for. The whole is a tree: nobody leads those who lead them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.models import Person
from essp.people.sourcing import from_source, hand_of
from essp.people.tree import lines_above

# One change of the tree at a time: two that are each fine may make a circle together.
ONE_AT_A_TIME = 4_210_806
MOST_NAMED = 12


def set_manager(actor: Person, person: Person, manager: Person | None) -> bool:
    """Say who somebody works for, or that they work for nobody; whether that was new.

    Invalid when it would make a circle, with the names in it, or when the manager has left.
    """
    require(policy.set_manager(actor, person))
    require(policy.change_answer(actor, person, hand_of("manager", from_source())))
    hold_tree()
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


def hold_tree() -> None:
    """Wait for other changes of the tree, until this one is done."""
    if session().get_bind().dialect.name == "postgresql":  # elsewhere one writer follows another
        session().execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


def own_manager() -> Message:
    """Why nobody leads themselves."""
    return _("Nobody can be their own manager. Name somebody else.")


def has_left(manager: Person) -> Message:
    """Why somebody who left leads nobody."""
    return _("%(name)s has left. Name somebody who is here.", name=manager.name)


def in_a_row(ids: Sequence[int]) -> str:
    """The names of these people, each led by the next; of many the first and the last."""
    if len(ids) > MOST_NAMED:
        half = MOST_NAMED // 2
        return f"{in_a_row(ids[:half])} → … → {in_a_row(ids[-half:])}"
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    return " → ".join(names[each] for each in ids)


def _check(person: Person, manager: Person) -> None:
    if manager.id == person.id:
        raise Invalid(manager=own_manager())
    if manager.left_at is not None:
        raise Invalid(manager=has_left(manager))
    line = lines_above([manager.id])
    if person.id in line:
        circle = [person.id, manager.id]
        while circle[-1] != person.id and (led_by := line[circle[-1]]) is not None:
            circle.append(led_by)
        raise Invalid(
            manager=_(
                "That would make a circle: %(names)s. Change one of them first.",
                names=in_a_row(circle),
            )
        )
