"""Those who may be found, as far as their order and their numbers need: all that fit, without whole rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import or_, select

from essp.core.among import among
from essp.core.db import session
from essp.expertise.models import FinderChoice, Stand, TopicStand
from essp.people import spoken
from essp.people.models import Person


class Candidate(NamedTuple):
    """Somebody who may be found: what they are narrowed down and counted by, and when they are away.

    `speaks` is as `Person.speaks_key`.
    """

    id: int
    department: str
    location: str
    speaks: str
    time_zone: str
    away_from: date | None
    away_until: date | None
    left_at: datetime | None

    @property
    def languages(self) -> set[str]:
        """The languages they speak, each by one word for all its names."""
        return {spoken.meant(each) for each in self.speaks.strip("|").split("|") if each}


def candidates(
    reader: Person, people: Collection[int], topics: Collection[int], *, left: bool
) -> Sequence[Candidate]:
    """Those of these people who are here or, where asked for, gone; who let themselves be found; who did
    not take one of the topics off. Who hid one is found by themselves alone."""
    gone = Person.left_at.is_not(None) if left else Person.left_at.is_(None)
    found = (
        select(
            Person.id, Person.department, Person.location, Person.speaks_key, Person.time_zone,
            Person.away_from, Person.away_until, Person.left_at,
        )
        .outerjoin(FinderChoice, FinderChoice.person_id == Person.id)
        .where(
            among(Person.id, people), Person.anonymous_at.is_(None), gone,
            or_(FinderChoice.found.is_(None), FinderChoice.found),
        )
    )  # fmt: skip
    if topics:
        off = select(TopicStand.person_id).where(
            TopicStand.topic_id.in_(topics),
            or_(
                TopicStand.stand == Stand.TAKEN_OFF.value,
                (TopicStand.stand == Stand.HIDDEN.value) & (TopicStand.person_id != reader.id),
            ),
        )
        found = found.where(Person.id.not_in(off))
    return [Candidate(*row) for row in session().execute(found)]
