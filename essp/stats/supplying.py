"""What is asked about topics and what is known about them, as SQL and as figures.

Demand of a topic: different people who asked about it, half of those who searched for it in vain, and a
tenth of what customers asked. Supply: for everybody who is there, what their work shows, faded by age, at
most 1 each. What people said they do not want to be found for, or does not fit them, is left out. Searches
are kept for 35 days and count for these; everything else of demand for 90.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from essp.discussions.mark_models import Acceptance, Meaning, Reaction
from essp.discussions.models import Kind, Post, Thread
from essp.expertise.models import Endorsement, FinderChoice, Stand, TopicStand
from essp.people.models import Person
from essp.stats import questions as q
from essp.stats.asking import Asked, Axis
from essp.stats.balance import ASKS, CUSTOMERS, KNOWS, SEEKS
from essp.stats.json_lists import members
from essp.stats.models import Searched
from essp.stats.place_models import OutsideDemand
from essp.stats.relating import here
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Kind as Change
from essp.wiki.models import Page, Revision
from essp.wiki.topic_models import PageTopic

WINDOW = 90  # days of demand
ACCEPTED, ENDORSED, HELPFUL, KEPT = 1.0, 0.7, 0.5, 0.2  # what work shows
SHOWS_FOR = timedelta(days=1_080)  # a sixty-fourth is left of it
STAYS = timedelta(days=30)  # so long a change stood that counts as kept


def stock(asked: Asked) -> Any:
    """What speaks of demand and supply: key, topic_id, what, person_id, amount, at and until of each.

    `person_id` is 0 for customers. Along the axis of topics the key is the topic.
    """
    until = literal(asked.now, Thread.at.type).label("until")
    rows = union_all(*_demand(asked), *_supply(asked)).subquery()
    key = cast(rows.c.topic_id, String) if asked.axis is Axis.TOPIC else literal("")
    return select(key.label("key"), *rows.c, until)


def _demand(asked: Asked) -> Iterable[Any]:
    carried = q.topics_of_threads().subquery()
    yield (
        select(*_row(carried.c.topic_id, ASKS, Thread.author_id))
        .join(carried, carried.c.thread_id == Thread.id)
        .join(Topic, Topic.id == carried.c.topic_id)
        .where(
            Thread.kind == Kind.QUESTION.value, Thread.listed(), asked.places(Thread.space_id),
            Thread.at >= asked.since, Thread.at < asked.now, Topic.opened_at.is_not(None),
            true() if asked.imported else Thread.imported_upto == 0,
        )
        .distinct()
    )  # fmt: skip
    named, number = members(Searched.topics)
    yield (
        select(*_row(STANDS_FOR, SEEKS, Searched.person_id))
        .select_from(Searched)
        .join(named, true())
        .join(Topic, Topic.id == number)
        .where(
            Searched.day >= asked.first, Searched.day <= asked.day, in_vain(),
            Topic.opened_at.is_not(None),
        )
        .distinct()
    )  # fmt: skip
    yield (
        select(*_row(STANDS_FOR, CUSTOMERS, literal(0), func.sum(OutsideDemand.count)))
        .join(Topic, Topic.id == OutsideDemand.topic_id)
        .where(
            OutsideDemand.period >= asked.first.replace(day=1), OutsideDemand.period <= asked.day
        )
        .group_by(STANDS_FOR)
    )


def in_vain() -> ColumnElement[bool]:
    """The condition that a search found nothing, or nothing that was opened within five minutes."""
    return or_(Searched.found == 0, ~Searched.chosen)


def _supply(asked: Asked) -> Iterable[Any]:
    since = asked.now - SHOWS_FOR
    carried = q.topics_of_threads().subquery()
    answered = (
        Thread.kind == Kind.QUESTION.value, Thread.listed(), asked.places(Thread.space_id),
        Post.author_id != Thread.author_id, q.in_sight(Post, asked),
    )  # fmt: skip
    accepted = (
        select(Acceptance.post_id, func.min(Acceptance.at).label("at"))
        .where(
            Acceptance.at < asked.now, Acceptance.at >= since,
            or_(Acceptance.ended_at.is_(None), Acceptance.ended_at >= asked.now),
        )
        .group_by(Acceptance.post_id)
        .subquery()
    )  # fmt: skip
    posts = select(Post.id).join(Thread, Thread.id == Post.thread_id)
    yield _known(
        asked,
        posts.with_only_columns(
            *_row(carried.c.topic_id, KNOWS, Post.author_id, literal(ACCEPTED), accepted.c.at)
        )
        .join(accepted, accepted.c.post_id == Post.id)
        .join(carried, carried.c.thread_id == Thread.id)
        .where(*answered),
        carried.c.topic_id, Post.author_id,
    )  # fmt: skip
    helpful = exists().where(
        Reaction.post_id == Post.id, Reaction.meaning == Meaning.HELPFUL.value,
        Reaction.person_id != Post.author_id, Reaction.at < asked.now,
    )  # fmt: skip
    opening = aliased(Post)
    yield _known(
        asked,
        posts.with_only_columns(
            *_row(carried.c.topic_id, KNOWS, Post.author_id, literal(HELPFUL), Post.at)
        )
        .join(opening, and_(opening.id == Post.parent_id, opening.parent_id.is_(None)))
        .join(carried, carried.c.thread_id == Thread.id)
        .where(*answered, ~Post.remark, Post.at < asked.now, Post.at >= since, helpful),
        carried.c.topic_id, Post.author_id,
    )  # fmt: skip
    yield _known(
        asked,
        select(*_row(STANDS_FOR, KNOWS, Endorsement.person_id, literal(ENDORSED), Endorsement.at))
        .select_from(Endorsement)
        .join(Topic, Topic.id == Endorsement.topic_id)
        .where(
            Endorsement.at < asked.now, Endorsement.at >= since,
            or_(Endorsement.ended_at.is_(None), Endorsement.ended_at >= asked.now),
            _stands(asked),
        ),
        STANDS_FOR, Endorsement.person_id,
    )  # fmt: skip
    pages = topics_of_pages().subquery()
    yield _known(
        asked,
        select(*_row(pages.c.topic_id, KNOWS, Revision.author_id, literal(KEPT), Revision.at))
        .select_from(Revision)
        .join(Page, Page.id == Revision.page_id)
        .join(pages, pages.c.page_id == Page.id)
        .where(
            Revision.kind.in_([Change.CREATED.value, Change.EDITED.value, Change.MERGED.value]),
            Revision.at < asked.now - STAYS, Revision.at >= since, asked.places(Page.space_id),
            Page.in_use(), ~_undone(asked),
        ),
        pages.c.topic_id, Revision.author_id,
    )  # fmt: skip


def _stands(asked: Asked) -> ColumnElement[bool]:
    """The condition that what an endorsement points at is in a place that counts, and still holds.

    What was put away or taken back shows nothing any more, nor what somebody says is outdated.
    """
    page = exists().where(
        Page.id == Endorsement.page_id, Page.in_use(), asked.places(Page.space_id)
    )
    outdated = exists().where(
        Reaction.post_id == Post.id, Reaction.meaning == Meaning.OUTDATED.value,
        Reaction.at < asked.now,
    )  # fmt: skip
    post = exists().where(
        Post.id == Endorsement.post_id, Thread.id == Post.thread_id, q.in_sight(Post, asked),
        asked.places(Thread.space_id), ~outdated,
    )  # fmt: skip
    return or_(page, post)


def topics_of_pages() -> Any:
    """Which pages carry which topics: page_id, topic_id; each pair once."""
    return (
        select(PageTopic.page_id, STANDS_FOR.label("topic_id"))
        .join(Topic, Topic.id == PageTopic.topic_id)
        .distinct()
    )


def _undone(asked: Asked) -> ColumnElement[bool]:
    """Whether a change was undone by then, or the page was put back to what it said before it."""
    later = aliased(Revision)
    back = and_(
        later.kind == Change.RESTORED.value, later.refers_to < Revision.number,
        later.number > Revision.number,
    )  # fmt: skip
    undone = and_(later.kind == Change.UNDONE.value, later.refers_to == Revision.number)
    return exists().where(
        later.page_id == Revision.page_id, later.at < asked.now, or_(back, undone)
    )


def _known(asked: Asked, wanted: Any, topic_id: Any, person_id: Any) -> Any:
    """Only of those who are there today and may be found for it."""
    person = aliased(Person)
    away = and_(person.away_from <= asked.day, person.away_until >= asked.day)
    kept_back = exists().where(
        TopicStand.person_id == person_id, TopicStand.topic_id == topic_id,
        TopicStand.stand.in_([Stand.HIDDEN.value, Stand.TAKEN_OFF.value]),
    )  # fmt: skip
    unfound = exists().where(FinderChoice.person_id == person_id, ~FinderChoice.found)
    return wanted.join(person, person.id == person_id).where(
        here(asked, person), or_(person.away_from.is_(None), person.away_until.is_(None), ~away),
        ~kept_back, ~unfound,
    )  # fmt: skip


def _row(
    topic_id: Any, what: str, person_id: Any, amount: Any = None, at: Any = None
) -> Sequence[ColumnElement[Any]]:
    moment = Thread.at.type
    return (
        topic_id.label("topic_id"),
        literal(what).label("what"),
        person_id.label("person_id"),
        cast(literal(1) if amount is None else amount, Float).label("amount"),
        (cast(null(), moment) if at is None else at).label("at"),
    )
