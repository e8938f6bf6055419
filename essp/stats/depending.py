"""On whom knowledge depends: who gave how much, who alone answered, how much is read. As SQL.

Rows have key, topic_id (0 for none), what, person_id (0 for nobody), amount and active: whether the
person is here and was so in 90 days. Only people with an account have given anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from essp.discussions.models import Kind, Post, Thread
from essp.people.models import Person
from essp.stats import questions as q
from essp.stats.asking import DAY, Asked, Axis
from essp.stats.models import Deed, Presence
from essp.stats.relating import done, here
from essp.stats.supplying import WINDOW, topics_of_pages
from essp.stats.verbs import MIGRATION, Did
from essp.topics.models import Topic
from essp.wiki.models import Kind as Change
from essp.wiki.models import Page, Revision
from essp.wiki.read_models import PageRead

GAVE, READ, ONLY = "gave", "read", "only"
MADE = (Did.ASK, Did.ANSWER, Did.REPLY, Did.COMMENT, Did.POST, Did.CREATE_PAGE, Did.EDIT_PAGE,
        Did.PROPOSE)  # fmt: skip
ACTIVE = 90  # days


def given(asked: Asked) -> Any:
    """How much everybody contributed in the window, whatever it was about."""
    key = asked.key(Deed.space_id).label("key")
    lately = _active(asked).subquery()
    return (
        select(
            *_row(key, literal(0), GAVE, Deed.actor_id, func.count(), _is_active(asked, lately))
        )
        .join(Person, and_(Person.id == Deed.actor_id, Person.joined_at.is_not(None)))
        .outerjoin(lately, lately.c.person_id == Person.id)
        .where(*done(asked, MADE))
        .group_by(key, Deed.actor_id, Person.left_at, lately.c.person_id)
    )  # fmt: skip


def given_to_topics(asked: Asked) -> Any:
    """Of every topic who answered questions about it and changed its pages, wherever it was written."""
    carried, pages = q.topics_of_threads().subquery(), topics_of_pages().subquery()
    opening = aliased(Post)
    answers = (
        select(carried.c.topic_id, Post.author_id.label("person_id"))
        .join(Thread, Thread.id == Post.thread_id)
        .join(opening, and_(opening.id == Post.parent_id, opening.parent_id.is_(None)))
        .join(carried, carried.c.thread_id == Thread.id)
        .where(*_answer(asked), Post.at >= asked.since)
    )
    changes = (
        select(pages.c.topic_id, Revision.author_id.label("person_id"))
        .join(Page, Page.id == Revision.page_id)
        .join(pages, pages.c.page_id == Page.id)
        .where(
            Revision.kind.in_([Change.CREATED.value, Change.EDITED.value, Change.MERGED.value]),
            Revision.at >= asked.since, Revision.at < asked.now, asked.places(Page.space_id),
            Page.in_use(),
        )
    )  # fmt: skip
    every, lately = union_all(answers, changes).subquery(), _active(asked).subquery()
    topic = every.c.topic_id
    return (
        select(
            *_row(_key(asked, topic), topic, GAVE, every.c.person_id, func.count(),
                  _is_active(asked, lately))
        )
        .join(Topic, Topic.id == topic)
        .join(Person, and_(Person.id == every.c.person_id, Person.joined_at.is_not(None)))
        .outerjoin(lately, lately.c.person_id == Person.id)
        .where(Topic.opened_at.is_not(None))
        .group_by(topic, every.c.person_id, Person.left_at, lately.c.person_id)
    )  # fmt: skip


def only_answers(asked: Asked) -> Any:
    """How many questions of 90 days each person alone answered."""
    opening = aliased(Post)
    begun = q.threads(asked, None, asked.now).where(
        Thread.kind == Kind.QUESTION.value, Thread.at >= asked.now - timedelta(days=WINDOW)
    )
    wanted = begun.subquery()
    alone = (
        select(wanted.c.key, wanted.c.id, func.min(Post.author_id).label("answered_by"))
        .join(Thread, Thread.id == wanted.c.id)
        .join(Post, Post.thread_id == Thread.id)
        .join(opening, and_(opening.id == Post.parent_id, opening.parent_id.is_(None)))
        .where(*_answer(asked))
        .group_by(wanted.c.key, wanted.c.id)
        .having(func.count(Post.author_id.distinct()) == 1)
        .subquery()
    )
    return select(
        *_row(alone.c.key, literal(0), ONLY, alone.c.answered_by, func.count(), true())
    ).join(Person, and_(Person.id == alone.c.answered_by, here(asked))).group_by(
        alone.c.key, alone.c.answered_by
    )  # fmt: skip


def read_of_topics(asked: Asked) -> Any:
    """How often the pages of every topic were read in 90 days."""
    pages = topics_of_pages().subquery()
    topic = pages.c.topic_id
    return (
        select(
            *_row(_key(asked, topic), topic, READ, literal(0), func.sum(PageRead.reads), false())
        )
        .join(Page, Page.id == pages.c.page_id)
        .join(PageRead, PageRead.page_id == Page.id)
        .where(
            Page.in_use(), asked.places(Page.space_id), PageRead.day > asked.day - WINDOW * DAY,
            PageRead.day <= asked.day,
        )
        .group_by(topic)
    )  # fmt: skip


def _answer(asked: Asked) -> Sequence[ColumnElement[bool]]:
    """The conditions on a post right under the opening one that it is an answer."""
    return (
        Thread.kind == Kind.QUESTION.value, Thread.listed(), asked.places(Thread.space_id),
        Post.author_id != Thread.author_id, ~Post.remark, Post.at < asked.now,
        q.in_sight(Post, asked),
    )  # fmt: skip


def _active(asked: Asked) -> Any:
    """Who was here in 90 days, or did something."""
    days = asked.day - ACTIVE * DAY, asked.day
    was = select(Presence.person_id).where(Presence.day > days[0], Presence.day <= days[1])
    did = select(Deed.actor_id).where(
        Deed.day > days[0], Deed.day <= days[1],
        true() if asked.imported else Deed.source != MIGRATION,
    )  # fmt: skip
    return union(was, did)


def _is_active(asked: Asked, lately: Any) -> ColumnElement[bool]:
    return and_(here(asked), lately.c.person_id.is_not(None))


def _key(asked: Asked, topic: Any) -> ColumnElement[str]:
    return cast(topic, String) if asked.axis is Axis.TOPIC else literal("")


def _row(
    key: Any, topic: Any, what: str, person: Any, amount: Any, active: Any
) -> Sequence[ColumnElement[Any]]:
    return (
        key.label("key"), topic.label("topic_id"), literal(what).label("what"),
        person.label("person_id"), amount.label("amount"),
        case((active, 1), else_=0).label("active"),
    )  # fmt: skip
