"""What is new for somebody: threads and pages that others wrote in, each with why it is told.

Two questions for each: the newest of each of their spaces, with how many there are; and whatever
else they take part in or follow, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)

from essp.core import clock
from essp.core.db import session
from essp.discussions.mark_models import ThreadReading
from essp.discussions.models import About, Kind, Thread, ThreadTopic
from essp.home.interests import Interests, is_muted
from essp.home.ranking import Candidate, Key, Reason
from essp.notifications.models import Subject, Watch
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Page, Revision
from essp.wiki.topic_models import PageTopic

ON_PAGES = (About.PAGE.value, About.PASSAGE.value)
MOST = 200  # that are followed beyond one's own spaces


@dataclass(frozen=True)
class Fresh:
    """What is new, and how much of it there is in each space."""

    candidates: Sequence[Candidate]
    totals: dict[Key, int]


def fresh(who: Interests, since: datetime, each: int) -> Fresh:
    """What is new since then: of each space the newest `each` of threads and of pages."""
    found: list[Candidate] = []
    totals: dict[Key, int] = {}
    for about, here, followed in (
        ("thread", _threads_here(who, since, each), _threads_followed(who, since)),
        ("page", _pages_here(who, since, each), _pages_followed(who, since)),
    ):
        if who.spaces:
            for row in session().execute(here):
                key = ("space", row.space_id)
                reason = Reason.MEMBER if row.space_id in who.joined else Reason.SPACE
                found.append(Candidate(about, row.id, key, row.at, reason))
                totals[key] = totals.get(key, 0) + (row.total if row.place == 1 else 0)
        found += [_followed(about, row, who) for row in session().execute(followed)]
    return Fresh(found, totals)


def _followed(about: str, row: Any, who: Interests) -> Candidate:
    reason = Reason(row.reason)
    place = ("space", row.space_id)
    if reason is Reason.TOPIC and row.space_id not in who.spaces:
        place = ("topic", row.topic_id)
    named = row.topic_id if reason is Reason.TOPIC else row.by_id
    return Candidate(about, row.id, place, row.at, reason, named or 0)


def new_thread(who: Interests, since: datetime) -> ColumnElement[bool]:
    """The condition of a thread in which others wrote what the actor has not read."""
    read = select(ThreadReading.upto).where(
        ThreadReading.thread_id == Thread.id, ThreadReading.person_id == who.actor.id,
        ThreadReading.upto >= Thread.last_number,
    )  # fmt: skip
    comment_done = and_(Thread.kind == Kind.COMMENT.value, Thread.closed_at.is_not(None))
    return and_(
        Thread.last_at > since, Thread.last_by_id != who.actor.id, Thread.posts > 0,
        Thread.merged_into_id.is_(None), not_(comment_done), ~read.exists(), _loud_thread(who),
    )  # fmt: skip


def _threads_here(who: Interests, since: datetime, each: int) -> Select[Any]:
    """The newest of each space, and how many there are."""
    order = func.row_number().over(
        partition_by=Thread.space_id, order_by=(Thread.last_at.desc(), Thread.id)
    )
    total = func.count().over(partition_by=Thread.space_id)
    rows = (
        select(
            Thread.id, Thread.space_id, Thread.last_at.label("at"),
            order.label("place"), total.label("total"),
        )
        .where(Thread.space_id.in_(who.spaces), new_thread(who, since))
        .subquery()
    )  # fmt: skip
    return select(rows).where(rows.c.place <= each)


def _threads_followed(who: Interests, since: datetime) -> Select[Any]:
    watched = select(Watch.id).where(
        Watch.person_id == who.actor.id, Watch.subject == Subject.THREAD.value,
        Watch.subject_id == Thread.id, ~is_muted(clock.now()),
    )  # fmt: skip
    topic = (
        select(func.min(ThreadTopic.topic_id))
        .where(ThreadTopic.thread_id == Thread.id, ThreadTopic.topic_id.in_(who.topics))
        .scalar_subquery()
    )
    reason = case(
        (watched.exists(), Reason.THREAD),
        *([(topic.is_not(None), Reason.TOPIC)] if who.topics else []),
        *([(Thread.last_by_id.in_(who.people), Reason.PERSON)] if who.people else []),
        else_=None,
    )
    return (
        select(
            Thread.id, Thread.space_id, Thread.last_at.label("at"), reason.label("reason"),
            (topic if who.topics else literal(0)).label("topic_id"),
            Thread.last_by_id.label("by_id"),
        )
        .where(new_thread(who, since), reason.is_not(None), readable_place(who, Thread))
        .order_by(Thread.last_at.desc())
        .limit(MOST)
    )  # fmt: skip


def _pages_here(who: Interests, since: datetime, each: int) -> Select[Any]:
    made = edited(who, since).where(Revision.space_id.in_(who.spaces)).subquery()
    order = func.row_number().over(
        partition_by=Page.space_id, order_by=(made.c.at.desc(), made.c.page_id)
    )
    total = func.count().over(partition_by=Page.space_id)
    rows = (
        select(Page.id, Page.space_id, made.c.at, order.label("place"), total.label("total"))
        .join(made, made.c.page_id == Page.id)
        .where(_loud_page(who), Page.space_id.in_(who.spaces))
        .subquery()
    )
    return select(rows).where(rows.c.place <= each)


def edited(who: Interests, since: datetime) -> Select[*tuple[Any, ...]]:
    """Pages (`page_id`) that others changed, but for small edits, and when (`at`) and who last."""
    # The sum keeps the database from going page by page through all there ever was.
    page_id: ColumnElement[int] = literal_column("revision.page_id + 0", Integer)
    return (
        select(
            page_id.label("page_id"),
            func.max(Revision.at).label("at"),
            func.max(_if_followed(who)).label("by_id"),
        )
        .where(
            Revision.at > since, Revision.minor.is_(False), Revision.author_id != who.actor.id,
            Revision.page_id.not_in(who.silent(Subject.PAGE)),
        )
        .group_by(page_id)
    )  # fmt: skip


def _pages_followed(who: Interests, since: datetime) -> Select[Any]:
    made = edited(who, since).subquery()
    topic = (
        select(func.min(PageTopic.topic_id))
        .where(PageTopic.page_id == Page.id, PageTopic.topic_id.in_(who.topics))
        .scalar_subquery()
    )
    wrote = select(Contribution.words).where(
        Contribution.page_id == Page.id, Contribution.person_id == who.actor.id
    )
    reason = case(
        *([(Page.id.in_(who.pages), Reason.PAGE)] if who.pages else []),
        (wrote.exists(), Reason.WROTE),
        *([(_below(who.lines), Reason.BRANCH)] if who.lines else []),
        *([(topic.is_not(None), Reason.TOPIC)] if who.topics else []),
        (made.c.by_id > 0, Reason.PERSON),
        else_=None,
    )
    return (
        select(
            Page.id, Page.space_id, made.c.at, reason.label("reason"),
            (topic if who.topics else literal(0)).label("topic_id"), made.c.by_id,
        )
        .join(made, made.c.page_id == Page.id)
        .where(_loud_page(who), reason.is_not(None), readable_place(who, Page))
        .order_by(made.c.at.desc())
        .limit(MOST)
    )  # fmt: skip


def _if_followed(who: Interests) -> ColumnElement[int]:
    if not who.people:
        return literal(0)
    return case((Revision.author_id.in_(who.people), Revision.author_id), else_=0)


def _below(lines: Sequence[tuple[int, str]]) -> ColumnElement[bool]:
    return or_(
        false(),
        *(
            and_(Page.space_id == space_id, Page.lineage.startswith(line, autoescape=True))
            for space_id, line in lines
        ),
    )


def _loud_thread(who: Interests) -> ColumnElement[bool]:
    """That neither the thread, nor the page it is about, nor a topic of it is muted."""
    topics, pages = who.silent(Subject.TOPIC), who.silent(Subject.PAGE)
    about = and_(Thread.about_kind.in_(ON_PAGES), Thread.about_id.in_(pages))
    carried = select(ThreadTopic.topic_id).where(
        ThreadTopic.thread_id == Thread.id, ThreadTopic.topic_id.in_(topics)
    )
    return and_(
        Thread.id.not_in(who.silent(Subject.THREAD)),
        *([not_(about)] if pages else []),
        *([~carried.exists()] if topics else []),
    )


def _loud_page(who: Interests) -> ColumnElement[bool]:
    """That neither the page, nor what stands above it, nor a topic of it is muted."""
    topics = who.silent(Subject.TOPIC)
    carried = select(PageTopic.topic_id).where(
        PageTopic.page_id == Page.id, PageTopic.topic_id.in_(topics)
    )
    return and_(
        Page.in_use(),
        *([not_(_below(who.silent_lines))] if who.silent_lines else []),
        *([~carried.exists()] if topics else []),
    )


def readable_place(who: Interests, table: type[Thread] | type[Page]) -> ColumnElement[bool]:
    """That a thing stands where the actor may read, and not in a space for practice."""
    readable = select(Space.id).where(readable_by(who.actor), Space.practice.is_(False))
    # The sum keeps the database from going space by space, where the newest of all are wanted.
    return (table.space_id + 0).in_(readable)
