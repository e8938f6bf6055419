"""What is kept about finding people: whether the organisation does, how each lets themselves be found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.expertise.asking_models import Invitation, Reply
from essp.expertise.models import FinderChoice, FinderSwitch, Stand, TopicStand
from essp.people.models import Person

MOST_A_DAY = 2  # routed questions


@dataclass(frozen=True)
class Choice:
    """How somebody lets themselves be found; `most` routed questions a day."""

    found: bool = True
    suggested: bool = True
    speed: bool = True
    most: int = MOST_A_DAY


def is_on() -> bool:
    """Whether the organisation lets people be found by their work; so it is until somebody ends it."""
    last = select(FinderSwitch.on).order_by(FinderSwitch.id.desc()).limit(1)
    return session().scalar(last) is not False


def choices_of(people: Collection[int]) -> dict[int, Choice]:
    """How each of these lets themselves be found, by id."""
    rows = session().scalars(select(FinderChoice).where(FinderChoice.person_id.in_(people)))
    kept = {row.person_id: Choice(row.found, row.suggested, row.speed, row.most) for row in rows}
    return {person: kept.get(person, Choice()) for person in people}


def choice_of(person: Person) -> Choice:
    """How somebody lets themselves be found."""
    return choices_of([person.id])[person.id]


def stands_of(person: Person) -> dict[int, Stand]:
    """What somebody decided about topics, by the id of each."""
    rows = session().scalars(select(TopicStand).where(TopicStand.person_id == person.id))
    return {row.topic_id: Stand(row.stand) for row in rows}


def open_invitations(people: Collection[int]) -> dict[int, int]:
    """How many questions wait for each of these, by id; who has none is left out."""
    rows = session().scalars(
        select(Invitation.person_id).where(
            Invitation.person_id.in_(people), Invitation.reply == Reply.WAITING.value
        )
    )
    counts: dict[int, int] = {}
    for person in rows:
        counts[person] = counts.get(person, 0) + 1
    return counts
