"""Who works for whom: the way up from a person, and those right below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal, select

from essp.core.db import session
from essp.people.models import Person

HIGHEST = 60
SHOWN = 3
AT_ONCE = 5_000


@dataclass(frozen=True)
class Team:
    """Who leads a person, the nearest last, and some of those the person leads, with their number."""

    above: Sequence[Person]
    below: Sequence[Person]
    led: int


def above(person: Person, highest: int = HIGHEST) -> list[int]:
    """Ids of those who lead the person, the nearest first: one query."""
    return [] if person.manager_id is None else way_up(person.manager_id, highest)


def way_up(person_id: int, highest: int = HIGHEST) -> list[int]:
    """The person and those who lead them, by id, the nearest first."""
    start = select(Person.id, Person.manager_id, literal(0).label("height")).where(
        Person.id == person_id
    )
    line = start.cte("line", recursive=True)
    line = line.union_all(
        select(Person.id, Person.manager_id, line.c.height + 1).where(
            Person.id == line.c.manager_id, line.c.height < highest
        )
    )
    return list(session().scalars(select(line.c.id).order_by(line.c.height)))


def lines_above(ids: Collection[int]) -> dict[int, int | None]:
    """Who leads each of these people, and each of those above them, by id."""
    found: dict[int, int | None] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = Person.id.in_(wanted[start : start + AT_ONCE])
        line = select(Person.id, Person.manager_id).where(some).cte("lines", recursive=True)
        up = select(Person.id, Person.manager_id).where(Person.id == line.c.manager_id)
        line = line.union(up)  # and not all of them: whoever was met is not followed again
        for row in session().execute(select(line.c.id, line.c.manager_id)):
            found[row.id] = row.manager_id
    return found


def team_of(person: Person, height: int = 2) -> Team:
    """The people around somebody: up to `height` above, and the first below by name."""
    ids = above(person, height - 1)
    known = {each.id: each for each in session().scalars(select(Person).where(Person.id.in_(ids)))}
    leads = (Person.manager_id == person.id) & Person.left_at.is_(None)
    led = session().scalar(select(func.count()).select_from(Person).where(leads)) or 0
    first = select(Person).where(leads).order_by(Person.sort_key).limit(SHOWN)
    below = session().scalars(first).all() if led else []
    return Team([known[each] for each in reversed(ids)], below, led)
