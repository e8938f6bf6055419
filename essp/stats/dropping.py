"""Dropping what was kept of reading and searching at once: of one person who objects, or of everybody."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, or_, true, update

from essp.core.db import session
from essp.people.models import Person
from essp.stats.models import Presence, Searched, Usage
from essp.stats.verbs import Use


def drop_reading(person: Person | None = None) -> None:
    """Nothing says any more what somebody, or anybody, opened or looked for; what they did stays."""
    for table in (Usage, Searched):
        session().execute(delete(table).where(_of(table, person)))
    did = or_(Presence.reacted > 0, Presence.contributed > 0)
    session().execute(delete(Presence).where(_of(Presence, person), ~did))
    session().execute(
        update(Presence)
        .where(_of(Presence, person), or_(Presence.viewed, Presence.kinds > Use.EDIT.value))
        .values(viewed=False, kinds=Presence.kinds.op("&")(Use.EDIT.value))
    )


def _of(
    table: type[Usage] | type[Searched] | type[Presence], person: Person | None
) -> ColumnElement[bool]:
    return true() if person is None else table.person_id == person.id
