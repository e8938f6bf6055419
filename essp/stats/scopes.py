"""Scopes as somebody names them: a department by its name, a space or topic by its address."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces.queries import find_space, readable_spaces
from essp.stats.asking import SITE, Axis, Scope
from essp.topics.queries import find_topic


def word_of(axis: Axis) -> Message:
    """What a scope of an axis is called."""
    words = {
        Axis.SITE: _("Organisation"), Axis.SPACE: _("Space"), Axis.DEPARTMENT: _("Department"),
        Axis.TOPIC: _("Topic"),
    }  # fmt: skip
    return words[axis]


def scope_called(actor: Person, axis: Axis, name: str) -> Scope:
    """The scope of this name or address. Raises NotFound for what the actor may not know of."""
    if "\0" in name or len(name) > 200:
        raise NotFound
    if axis is Axis.SITE:
        return SITE if not name else Scope(axis, name)
    if axis is Axis.SPACE:
        return Scope(axis, str(find_space(actor, name).id))
    if axis is Axis.TOPIC:
        return Scope(axis, str(find_topic(actor, name).id))
    return Scope(axis, name)


def departments() -> Sequence[tuple[Scope, str]]:
    """Every department in which somebody works now, by name."""
    names = (
        select(Person.department)
        .where(Person.left_at.is_(None), Person.joined_at.is_not(None), Person.department != "")
        .distinct()
        .order_by(Person.department)
    )
    return [(Scope(Axis.DEPARTMENT, name), name) for name in session().scalars(names)]


def spaces(actor: Person) -> Sequence[tuple[Scope, str]]:
    """Every space that the actor may read, by name; spaces for practice aside."""
    return [
        (Scope(Axis.SPACE, str(space.id)), space.name)
        for space in readable_spaces(actor)
        if not space.practice
    ]
