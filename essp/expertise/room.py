"""Whether people have time: who is away and who stands in, what waits for them, how fast they answer.

Only conversations that the reader may open are looked at, so that closed ones change nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from statistics import median

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Kind, Post, Thread
from essp.expertise.queries import Choice, asked_lately, open_invitations
from essp.expertise.shapes import Room
from essp.people.absences import is_away
from essp.people.directory import deputies_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by

LATELY = timedelta(days=365)
FEWEST = 3  # answers from which something can be said
HOUR = 3600


def rooms(
    actor: Person, people: Sequence[Person], choices: Mapping[int, Choice]
) -> dict[int, Room]:
    """Whether each of these has time, by id."""
    ids = [person.id for person in people]
    away = {person.id: person for person in people if is_away(person)}
    deputies = deputies_of(away.values())
    waiting = waiting_for(actor, ids)
    today = asked_lately(ids, seen_by=actor)
    speed = _speeds(actor, [each for each in ids if choices[each].speed])
    return {
        person.id: Room(
            away_until=person.away_until if person.id in away else None,
            deputy=deputies.get(person.deputy_id or 0) if person.id in away else None,
            waiting=waiting.get(person.id, 0),
            answers_within=speed.get(person.id),
            full=today.get(person.id, 0) >= choices[person.id].most,
        )
        for person in people
    }


def waiting_for(actor: Person, people: Collection[int]) -> dict[int, int]:
    """How many questions that the actor may read wait for each of these; who has none is left out."""
    return open_invitations(people, seen_by=actor)


def _speeds(actor: Person, people: Sequence[int]) -> dict[int, float]:
    """Hours until half of their first answers to a question came, where there were enough."""
    if not people:
        return {}
    rows = session().execute(
        select(Post.author_id, Thread.at, func.min(Post.at))
        .join(Thread, Thread.id == Post.thread_id)
        .join(Thread.space)
        .where(
            Post.author_id.in_(people), Post.at > clock.now() - LATELY, Post.gone == "",
            Thread.kind == Kind.QUESTION.value, Thread.author_id != Post.author_id,
            Post.number > Thread.imported_upto, Space.practice.is_(False), readable_by(actor),
        )
        .group_by(Post.author_id, Thread.id, Thread.at)
    )  # fmt: skip
    took: dict[int, list[float]] = defaultdict(list)
    for person, asked, answered in rows:
        took[person].append((answered - asked).total_seconds() / HOUR)
    return {person: median(all_) for person, all_ in took.items() if len(all_) >= FEWEST}
