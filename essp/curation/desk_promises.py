"""What an owner promises to those who propose: a decision within so many working days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.core.workdays import later
from essp.curation.models import OwnerPromise
from essp.people.models import Person

USUAL, LONGEST = 2, 20  # working days


def promise_of(person: Person) -> int:
    """Within how many working days somebody promises to decide."""
    found = session().get(OwnerPromise, person.id)
    return found.days if found is not None else USUAL


def promises_of(ids: Collection[int]) -> Mapping[int, int]:
    """The same of several people, by id; who promised nothing of their own is left out."""
    rows = session().execute(
        select(OwnerPromise.person_id, OwnerPromise.days).where(OwnerPromise.person_id.in_(ids))
    )
    return {row.person_id: row.days for row in rows}


def shortest(people: Collection[int], promises: Mapping[int, int]) -> int:
    """What holds where several people decide: the shortest that one of them promised."""
    return min((promises.get(each, USUAL) for each in people), default=USUAL)


def promised_by(people: Collection[Person]) -> int:
    """Within how many working days these people, who decide together, promise to do so."""
    ids = [each.id for each in people]
    return shortest(ids, promises_of(ids))


def runs_out(since: datetime, days: int) -> datetime:
    """When a promise of so many working days to what waits since then runs out."""
    return later(since, days, zone())


def promise(actor: Person, words: str) -> int:
    """Promise to decide within so many working days, 1 to 20. Raises Invalid."""
    if not (words.isascii() and words.isdigit() and 1 <= int(words) <= LONGEST):
        raise Invalid(days=_("Choose from 1 to %(most)s working days.", most=LONGEST))
    found = session().get(OwnerPromise, actor.id)
    if found is None:
        found = OwnerPromise(person_id=actor.id, days=USUAL, since=clock.now())
        session().add(found)
    if found.days != int(words):
        found.days, found.since = int(words), clock.now()
    session().flush()
    return found.days
