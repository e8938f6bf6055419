"""What people own, place by place, and who else owns the same; and when they were last there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, null, select

from essp.core import clock
from essp.core.db import session
from essp.core.events import FactRow
from essp.curation.owned import LIVE
from essp.people.models import ApiToken, Person, SignIn
from essp.spaces.models import Ownership, Space
from essp.spaces.steward_models import OwnerGroupMember, Stewardship


@dataclass(frozen=True)
class Spot:
    """A page that somebody owns, or a whole space where `page_id` is empty."""

    space_id: int
    page_id: int | None


Owners = Mapping[Spot, Collection[int]]


def owners_by_spot() -> Owners:
    """Everything that has owners of its own, with the ids of those who are still here."""
    found: dict[Spot, set[int]] = defaultdict(set)
    for query in (_persons(), _members(), _of_spaces()):
        for space_id, page_id, person_id in session().execute(query):
            found[Spot(space_id, page_id)].add(person_id)
    return found


def _persons() -> Select[Any]:
    return _here(
        select(Stewardship.space_id, Stewardship.page_id, Person.id)
        .join(Person, Person.id == Stewardship.person_id)
        .where(LIVE, Stewardship.deputy.is_(False))
    )


def _members() -> Select[Any]:
    return _here(
        select(Stewardship.space_id, Stewardship.page_id, Person.id)
        .join(OwnerGroupMember, OwnerGroupMember.group_id == Stewardship.group_id)
        .join(Person, Person.id == OwnerGroupMember.person_id)
        .where(LIVE, Stewardship.deputy.is_(False))
    )


def _of_spaces() -> Select[Any]:
    # Nothing of a space for practice counts anywhere else.
    return _here(
        select(Ownership.space_id, null(), Person.id)
        .select_from(Ownership)
        .join(Person, Person.id == Ownership.person_id)
        .join(Space, Space.id == Ownership.space_id)
        .where(Space.practice.is_(False))
    )


def _here(query: Any) -> Select[Any]:
    found: Select[Any] = query.where(Person.joined_at.is_not(None), Person.left_at.is_(None))
    return found


def last_seen(people: Collection[int]) -> Mapping[int, datetime]:
    """When each of these people was last there: signed in, did anything, came, took something over,
    was away or used a program. Nothing is kept for this alone."""
    found: dict[int, datetime] = {}
    for person_id, moment in _signs(people):
        known = found.get(person_id)
        if moment is not None and (known is None or moment > known):
            found[person_id] = moment
    return found


def _signs(people: Collection[int]) -> Iterator[tuple[int, datetime | None]]:
    for who, moment in (
        (SignIn.person_id, SignIn.seen_at),
        (FactRow.actor_id, FactRow.at),
        (ApiToken.person_id, ApiToken.used_at),
        (Stewardship.person_id, Stewardship.accepted_at),
        (OwnerGroupMember.person_id, OwnerGroupMember.since),
        (Ownership.person_id, Ownership.since),
        (Person.id, Person.joined_at),
    ):
        yield from _latest(who, moment, people)
    yield from _absences(people)


def _latest(
    who: SQLColumnExpression[Any], moment: SQLColumnExpression[Any], people: Collection[int]
) -> Iterator[tuple[int, datetime | None]]:
    rows = session().execute(select(who, func.max(moment)).where(who.in_(people)).group_by(who))
    yield from ((row[0], row[1]) for row in rows)


def _absences(people: Collection[int]) -> Iterator[tuple[int, datetime | None]]:
    """An absence that was noted is no silence: it counts until its last day, or until now."""
    rows = session().execute(
        select(Person.id, Person.away_from, Person.away_until).where(
            Person.id.in_(people), Person.away_from.is_not(None), Person.away_until.is_not(None)
        )
    )
    now = clock.now()
    for person_id, first, last in rows:
        if first is not None and last is not None and first <= now.date():
            yield person_id, min(datetime.combine(last, time(23, 59), UTC), now)
