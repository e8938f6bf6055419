"""Questions and when something came of them, as SQL that a measure may read.

A response is what somebody else wrote right under the question; an answer is a response that is no
remark. What was taken back or hidden by then is neither. A question still counts when its author left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from essp.core.figures import Span
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Kind, Outcome, Post, Thread, ThreadTopic
from essp.stats.asking import Asked, Axis
from essp.stats.models import Deed
from essp.stats.verbs import Did, Thing
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR

HOUR = 3_600.0
RESOLVED = (Outcome.ANSWERED, Outcome.BECAME_PAGE, Outcome.BECAME_EDIT, Outcome.DECIDED)
opening = aliased(Post)
answer = aliased(Post)


def asked_in(asked: Asked, since: datetime | None, until: datetime) -> Any:
    """The questions asked between two moments (or at any time before the second), with their key."""
    return threads(asked, since, until).where(Thread.kind == Kind.QUESTION.value)


def threads(asked: Asked, since: datetime | None, until: datetime) -> Any:
    """Conversations that began between two moments: columns key, id, person_id, at and until.

    Comments on pages are none, nor is what was merged into another. Of several topics each has it.
    """
    wanted = [
        Thread.listed(), asked.places(Thread.space_id), Thread.at < until,
        true() if since is None else Thread.at >= since,
        true() if asked.imported else Thread.imported_upto == 0,
    ]  # fmt: skip
    known = literal(asked.now, Thread.at.type).label("until")
    columns = Thread.id, Thread.author_id.label("person_id"), Thread.at, known
    if asked.axis is Axis.TOPIC:
        carried = topics_of_threads().subquery()
        key = cast(carried.c.topic_id, String).label("key")
        return select(key, *columns).join(carried, carried.c.thread_id == Thread.id).where(*wanted)
    if asked.axis is Axis.DEPARTMENT:
        where = _department()
        return select(where.label("key"), *columns).where(*wanted, where.is_not(None))
    return select(asked.key(Thread.space_id).label("key"), *columns).where(*wanted)


def _department() -> Any:
    """Where whoever began a conversation worked then, as the deed tells."""
    return (
        select(Deed.department)
        .where(
            Deed.kind == Thing.THREAD.value, Deed.object_id == Thread.id,
            Deed.actor_id == Thread.author_id, Deed.verb.in_((Did.ASK.value, Did.POST.value)),
        )
        .order_by(Deed.id)
        .limit(1)
        .correlate(Thread)
        .scalar_subquery()
    )  # fmt: skip


def topics_of_threads() -> Any:
    """Which conversations carry which topics: thread_id, topic_id; each pair once."""
    return (
        select(ThreadTopic.thread_id, STANDS_FOR.label("topic_id"))
        .join(Topic, Topic.id == ThreadTopic.topic_id)
        .distinct()
    )


def first_response(asked: Asked, *, answers: bool = False) -> ScalarSelect[datetime]:
    """When the first response to a thread came, or with `answers` the first that is no remark."""
    beginning = select(opening.id).where(
        opening.thread_id == Thread.id, opening.parent_id.is_(None)
    )
    return (
        select(func.min(Post.at))
        .where(
            Post.thread_id == Thread.id, Post.parent_id.in_(beginning),
            Post.author_id != Thread.author_id, Post.at < asked.now, in_sight(Post, asked),
            ~Post.remark if answers else true(),
            true() if asked.imported else Post.number > Thread.imported_upto,
        )
        .correlate(Thread)
        .scalar_subquery()
    )  # fmt: skip


def others_wrote(asked: Asked) -> ScalarSelect[datetime]:
    """When anybody else first wrote in a thread, wherever in it."""
    return (
        select(func.min(Post.at))
        .where(
            Post.thread_id == Thread.id, Post.author_id != Thread.author_id, Post.at < asked.now,
            in_sight(Post, asked),
        )
        .correlate(Thread)
        .scalar_subquery()
    )  # fmt: skip


def first_accepted(asked: Asked) -> ScalarSelect[datetime]:
    """When the first answer of a thread was accepted that stood accepted at the end of the day."""
    return (
        select(func.min(Acceptance.at))
        .join(answer, answer.id == Acceptance.post_id)
        .where(
            Acceptance.thread_id == Thread.id, Acceptance.at < asked.now, in_sight(answer, asked),
            or_(Acceptance.ended_at.is_(None), Acceptance.ended_at >= asked.now),
        )
        .correlate(Thread)
        .scalar_subquery()
    )  # fmt: skip


def closed_with(asked: Asked, outcomes: Collection[Outcome]) -> ColumnElement[bool]:
    """The condition that a thread was closed by the end of the day, in one of these ways."""
    return and_(Thread.closed_at < asked.now, Thread.outcome.in_([each.value for each in outcomes]))


def still_open(asked: Asked) -> ColumnElement[bool]:
    """The condition that a thread was not closed at the end of the day."""
    return or_(Thread.closed_at.is_(None), Thread.closed_at >= asked.now)


def in_sight(post: Any, asked: Asked) -> ColumnElement[bool]:
    """The condition that a post was not taken back or hidden at the end of the day."""
    return or_(post.gone == "", post.gone_at >= asked.now)


def hours(since: datetime, until: datetime) -> float:
    """From one moment to another."""
    return (until - since).total_seconds() / HOUR


def spans(rows: Sequence[Any], ended: str) -> list[Span]:
    """How long each question waited until what the column `ended` says, or how long it waits now."""
    return [
        Span(max(hours(row.at, getattr(row, ended) or row.until), 0.0), bool(getattr(row, ended)))
        for row in rows
    ]


def people(rows: Sequence[Any]) -> int:
    """How many different people stand behind rows."""
    return len({row.person_id for row in rows})
