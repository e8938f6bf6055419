"""What is kept about finding people: whether the organisation does, how each lets themselves be found.

Who asked never learns what became of an invitation. So whatever is counted or left out because of
invitations is, for who asked (`seen_by`), what it was in the moment in which they asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from essp.core import clock
from essp.core.among import among
from essp.core.db import session
from essp.discussions.models import Thread
from essp.expertise.asking_models import Invitation, PrivateQuestion, Reply, Routing
from essp.expertise.folding import alike, stems_in
from essp.expertise.models import FinderChoice, FinderSwitch, Stand, TopicStand
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by

MOST_A_DAY = 2  # routed questions
DAY = timedelta(days=1)


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


def open_invitations(people: Collection[int], seen_by: Person | None = None) -> dict[int, int]:
    """How many questions wait for each of these, by id; who has none is left out."""
    waits = Invitation.reply == Reply.WAITING.value
    rows = session().execute(
        select(Invitation.person_id, func.count())
        .join(Routing, Routing.thread_id == Invitation.thread_id)
        .join(Thread, Thread.id == Invitation.thread_id)
        .where(
            among(Invitation.person_id, people), Routing.ended_at.is_(None),
            Thread.closed_at.is_(None), _as_seen_by(seen_by, waits),
        )
        .group_by(Invitation.person_id)
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


def asked_lately(people: Collection[int], seen_by: Person | None = None) -> dict[int, int]:
    """How many questions were brought to each of these in the last 24 hours; none is left out.

    What somebody had said no to before it came was not brought to them.
    """
    brought = or_(Invitation.replied_at.is_(None), Invitation.replied_at > Invitation.at)
    rows = session().execute(
        select(Invitation.person_id, func.count())
        .join(Routing, Routing.thread_id == Invitation.thread_id)
        .join(Thread, Thread.id == Invitation.thread_id)
        .where(
            among(Invitation.person_id, people), Invitation.at > clock.now() - DAY,
            _as_seen_by(seen_by, brought),
        )
        .group_by(Invitation.person_id)
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


def not_me_of(
    people: Collection[int],
    topics: Collection[int] = (),
    words: str = "",
    seen_by: Person | None = None,
) -> set[int]:
    """Who of these said that questions about one of these topics, or in such words, are not theirs."""
    said = select(Invitation.person_id, Invitation.topic_id, Invitation.words).where(
        among(Invitation.person_id, people), Invitation.reply == Reply.NOT_ME.value
    )
    alone = select(PrivateQuestion.person_id, PrivateQuestion.words).where(
        among(PrivateQuestion.person_id, people), PrivateQuestion.reply == Reply.NOT_ME.value
    )
    if seen_by is not None:
        said = said.join(Invitation.thread).where(Thread.author_id != seen_by.id)
        alone = alone.where(PrivateQuestion.asker_id != seen_by.id)
    asked, known = stems_in(words), set(topics)
    found = {
        person
        for person, topic, before in session().execute(said)
        if topic in known or alike(asked, stems_in(before))
    }
    return found | {
        person for person, before in session().execute(alone) if alike(asked, stems_in(before))
    }


def _as_seen_by(reader: Person | None, so: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on Invitation: of questions that the reader may open, and of their own only those
    to whom it was brought at first."""
    if reader is None:
        return so
    own = and_(Thread.author_id == reader.id, Invitation.at == Routing.at)
    others = and_(Thread.author_id != reader.id, so)
    open_to = select(Space.id).where(readable_by(reader))
    return and_(Thread.space_id.in_(open_to), or_(own, others))
