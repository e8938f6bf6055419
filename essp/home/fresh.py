"""What is new for somebody: threads and pages that others wrote in, each with why it is told.

Threads are asked for twice: the newest of each of their spaces, with how many there are; and whatever
else they take part in or follow, wherever it stands. Of pages, of which fewer change, both at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from essp.discussions.mark_models import ThreadReading
from essp.discussions.models import About, Kind, Thread, ThreadTopic
from essp.home.interests import ME, Interests, Shape, below, is_muted, listed, rows_of
from essp.home.ranking import Candidate, Key, Reason
from essp.notifications.models import Subject, Watch
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Page, Revision
from essp.wiki.topic_models import PageTopic

ON_PAGES = (About.PAGE.value, About.PASSAGE.value)
MOST = 200  # that are followed beyond one's own spaces
SHAPES = 64  # of which the statements are kept
SINCE = bindparam("since", type_=Thread.last_at.type)


@dataclass(frozen=True)
class Fresh:
    """What is new, and how much of it there is in each space."""

    candidates: Sequence[Candidate]
    totals: dict[Key, int]


def fresh(who: Interests, since: datetime, each: int) -> Fresh:
    """What is new since then: of each space the newest `each` of threads and of pages."""
    found: list[Candidate] = []
    totals: dict[Key, int] = {}
    given = {**who.values, "since": since, "each": each, "before": each - 1}
    threads, pages = rows_of(_threads_followed(who.shape), given), []
    if who.spaces:
        for row in rows_of(_threads_here(who.shape), given):
            found.append(_here("thread", row, who))
            totals["space", row.space_id] = row.total
    for row in rows_of(_pages(who.shape), given):
        if row.space_id in who.spaces:
            key = ("space", row.space_id)
            if row.place <= each:
                found.append(_here("page", row, who))
            totals[key] = totals.get(key, 0) + (row.total if row.place == 1 else 0)
        if row.reason is not None:
            pages.append(row)
    pages.sort(key=lambda row: row.at, reverse=True)
    found += [_followed("thread", row, who) for row in threads]
    found += [_followed("page", row, who) for row in pages[:MOST]]
    return Fresh(found, totals)


def _here(about: str, row: Any, who: Interests) -> Candidate:
    reason = Reason.MEMBER if row.space_id in who.joined else Reason.SPACE
    return Candidate(about, row.id, ("space", row.space_id), row.at, reason)


def _followed(about: str, row: Any, who: Interests) -> Candidate:
    reason = Reason(row.reason)
    place = ("space", row.space_id)
    if reason is Reason.TOPIC and row.space_id not in who.spaces:
        place = ("topic", row.topic_id)
    named = row.topic_id if reason is Reason.TOPIC else row.by_id
    return Candidate(about, row.id, place, row.at, reason, named or 0)


def new_thread(shape: Shape, table: type[Thread] = Thread) -> ColumnElement[bool]:
    """The condition of a thread in which others wrote what the actor has not read."""
    read = select(ThreadReading.upto).where(
        ThreadReading.thread_id == table.id, ThreadReading.person_id == ME,
        ThreadReading.upto >= table.last_number,
    )  # fmt: skip
    comment_done = and_(table.kind == Kind.COMMENT.value, table.closed_at.is_not(None))
    return and_(
        table.last_at > SINCE, table.last_by_id != ME, table.posts > 0,
        table.merged_into_id.is_(None), not_(comment_done), ~read.exists(),
        _loud_thread(shape, table),
    )  # fmt: skip


@lru_cache(SHAPES)
def _threads_here(shape: Shape) -> Select[Any]:
    """The newest of each space, and how many there are.

    How far back the newest few reach is found along an index of each space; sorting all that is new
    to number it costs twice as much.
    """
    counted, passed = aliased(Thread), aliased(Thread)
    total = select(func.count()).where(counted.space_id == Space.id, new_thread(shape, counted))
    last = (
        select(passed.last_at)
        .where(passed.space_id == Space.id, new_thread(shape, passed))
        .order_by(passed.last_at.desc())
        .limit(1)
        .offset(bindparam("before"))
    )
    until = func.coalesce(last.scalar_subquery(), SINCE)
    places = (
        select(Space.id, total.scalar_subquery().label("total"), until.label("until"))
        .where(Space.id.in_(listed("spaces")))
        .cte("places")
        .prefix_with("MATERIALIZED")  # else the database counts again for each thread
    )
    return (
        select(Thread.id, Thread.space_id, Thread.last_at.label("at"), places.c.total)
        .join(places, and_(Thread.space_id == places.c.id, Thread.last_at >= places.c.until))
        .where(new_thread(shape))
    )


@lru_cache(SHAPES)
def _threads_followed(shape: Shape) -> Select[Any]:
    watched = select(Watch.id).where(
        Watch.person_id == ME, Watch.subject == Subject.THREAD.value,
        Watch.subject_id == Thread.id, ~is_muted(),
    )  # fmt: skip
    topic = _topic(ThreadTopic.topic_id, ThreadTopic.thread_id == Thread.id, "topics")
    reason = case(
        (watched.exists(), Reason.THREAD),
        *([(topic.is_not(None), Reason.TOPIC)] if shape.topics else []),
        *([(Thread.last_by_id.in_(listed("people")), Reason.PERSON)] if shape.people else []),
        else_=None,
    )
    return (
        select(
            Thread.id, Thread.space_id, Thread.last_at.label("at"), reason.label("reason"),
            (topic if shape.topics else literal(0)).label("topic_id"),
            Thread.last_by_id.label("by_id"),
        )
        .where(new_thread(shape), reason.is_not(None), readable_place(Thread))
        .order_by(Thread.last_at.desc())
        .limit(MOST)
    )  # fmt: skip


def _topic(column: Any, on: ColumnElement[bool], topics: str) -> ColumnElement[Any]:
    """One of these topics that a thing has, the first of them, or nothing.

    The sum lets the database look through the few topics of the thing: without it, it looks up each
    of the many topics of the list.
    """
    return select(func.min(column)).where(on, (column + 0).in_(listed(topics))).scalar_subquery()


def edited(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Pages (`page_id`) that others changed, but for small edits, and when (`at`) and who last."""
    # The sum keeps the database from going page by page through all there ever was.
    page_id: ColumnElement[int] = literal_column("revision.page_id + 0", Integer)
    followed = case((Revision.author_id.in_(listed("people")), Revision.author_id), else_=0)
    return (
        select(
            page_id.label("page_id"),
            func.max(Revision.at).label("at"),
            func.max(followed if shape.people else literal(0)).label("by_id"),
        )
        .where(
            Revision.at > SINCE, Revision.minor.is_(False), Revision.author_id != ME,
            *([Revision.page_id.not_in(listed("silent_pages"))] if shape.silent_pages else []),
        )
        .group_by(page_id)
    )  # fmt: skip


@lru_cache(SHAPES)
def _pages(shape: Shape) -> Select[Any]:
    """The newest of each of one's spaces, and what is followed anywhere."""
    made = edited(shape).subquery()
    topic = _topic(PageTopic.topic_id, PageTopic.page_id == Page.id, "topics")
    wrote = select(Contribution.words).where(
        Contribution.page_id == Page.id, Contribution.person_id == ME
    )
    reason = case(
        *([(Page.id.in_(listed("pages")), Reason.PAGE)] if shape.pages else []),
        (wrote.exists(), Reason.WROTE),
        *([(below("line", shape.lines), Reason.BRANCH)] if shape.lines else []),
        *([(topic.is_not(None), Reason.TOPIC)] if shape.topics else []),
        (made.c.by_id > 0, Reason.PERSON),
        else_=None,
    )
    order = func.row_number().over(
        partition_by=Page.space_id, order_by=(made.c.at.desc(), made.c.page_id)
    )
    rows = (
        select(
            Page.id, Page.space_id, made.c.at, reason.label("reason"), made.c.by_id,
            (topic if shape.topics else literal(0)).label("topic_id"),
            order.label("place"), func.count().over(partition_by=Page.space_id).label("total"),
        )
        .join(made, made.c.page_id == Page.id)
        .where(loud_page(shape), readable_place(Page))
        .subquery()
    )  # fmt: skip
    here = and_(rows.c.space_id.in_(listed("spaces")), rows.c.place <= bindparam("each"))
    return select(rows).where(or_(here, rows.c.reason.is_not(None)))


def _loud_thread(shape: Shape, table: type[Thread]) -> ColumnElement[bool]:
    """That neither the thread, nor the page it is about, nor a topic of it is muted."""
    about = and_(table.about_kind.in_(ON_PAGES), table.about_id.in_(listed("silent_pages")))
    carried = _topic(ThreadTopic.topic_id, ThreadTopic.thread_id == table.id, "silent_topics")
    return and_(
        table.id.not_in(listed("silent_threads")),
        *([not_(about)] if shape.silent_pages else []),
        *([carried.is_(None)] if shape.silent_topics else []),
    )


def loud_page(shape: Shape) -> ColumnElement[bool]:
    """That neither the page, nor what stands above it, nor a topic of it is muted."""
    carried = _topic(PageTopic.topic_id, PageTopic.page_id == Page.id, "silent_topics")
    return and_(
        Page.in_use(),
        *([not_(below("silent_line", shape.silent_lines))] if shape.silent_lines else []),
        *([carried.is_(None)] if shape.silent_topics else []),
    )


def readable_place(table: type[Thread] | type[Page]) -> ColumnElement[bool]:
    """That a thing stands where the actor may read, and not in a space for practice."""
    readable = select(Space.id).where(readable_by_person(ME), Space.practice.is_(False))
    # The sum keeps the database from going space by space, where the newest of all are wanted.
    return (table.space_id + 0).in_(readable)
