"""Lists of threads: of a space, about one thing, or of all spaces that the actor reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload

from essp.core.db import session
from essp.discussions.models import About, Kind, Thread, ThreadTopic
from essp.discussions.reading import Unread, unread_in
from essp.discussions.subjects import Subject, subjects_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by, readable_by_person
from essp.topics.models import Topic

PER_PART = 30
STATES = ("open", "unanswered", "closed")


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a kind, a state of STATES, threads about one thing; nothing means all."""

    kind: Kind | None = None
    state: str = ""
    about: Subject | None = None
    part: int = 1


@dataclass(frozen=True)
class Listed:
    """A thread in a list: what is new in it for the reader, and what it is about."""

    thread: Thread
    unread: Unread
    about: Subject | None


@dataclass(frozen=True)
class Found:
    """One part of a list, and how many threads it has in all."""

    items: Sequence[Listed]
    total: int
    part: int

    @property
    def more(self) -> bool:
        """Whether another part follows."""
        return self.part * PER_PART < self.total


def list_threads(actor: Person, space: Space | None, wanted: Wanted) -> Found:
    """Threads that the actor may read, the last written in first; ideas by their support."""
    query = matching(actor, space, wanted)
    total = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    first = [Thread.support.desc()] if wanted.kind is Kind.IDEA else []
    threads = (
        session()
        .scalars(
            query.options(
                contains_eager(Thread.space), joinedload(Thread.author), joinedload(Thread.last_by)
            )
            .order_by(*first, Thread.last_at.desc(), Thread.id.desc())
            .limit(PER_PART)
            .offset((wanted.part - 1) * PER_PART)
        )
        .all()
    )
    unread, about = unread_in(actor, threads), subjects_of(actor, threads)
    items = [Listed(each, unread[each.id], about.get(each.id)) for each in threads]
    return Found(items, total, wanted.part)


def open_about(
    kind: About, number: SQLColumnExpression[int], reader_id: SQLColumnExpression[int]
) -> ScalarSelect[int]:
    """How many open threads are about a thing of another query, as far as somebody may read them.

    No comments among them.
    """
    readable = select(Space.id).where(readable_by_person(reader_id)).correlate(None)
    return (
        select(func.count())
        .select_from(Thread)
        .where(Thread.about_kind == kind.value, Thread.about_id == number)
        .where(Thread.listed(), Thread.closed_at.is_(None), Thread.space_id.in_(readable))
        .scalar_subquery()
    )


def waiting_questions(actor: Person, space: Space, limit: int = 3) -> tuple[Sequence[Thread], int]:
    """Open questions of a space without an accepted answer, the oldest first, and how many in all."""
    query = matching(actor, space, Wanted(state="unanswered"))
    first = session().scalars(query.order_by(Thread.at).limit(limit)).all()
    if len(first) < limit:
        return first, len(first)
    return first, session().scalar(select(func.count()).select_from(query.subquery())) or 0


def matching(actor: Person, space: Space | None, wanted: Wanted) -> Select[Thread]:
    """The threads that the actor may read and that are looked for, in no order; `part` aside."""
    query = select(Thread).join(Thread.space).where(Thread.listed(), readable_by(actor))
    if space is not None:
        query = query.where(Thread.space_id == space.id)
    else:
        query = query.where(Space.practice.is_(False))
    if wanted.kind is not None:
        query = query.where(Thread.kind == wanted.kind.value)
    if wanted.about is not None:
        query = query.where(_about(wanted.about))
    return query.where(*_in_state(wanted.state))


def _about(subject: Subject) -> ColumnElement[bool]:
    """Threads about a thing; about a topic are those too that carry it, or one it stands for."""
    about = (Thread.about_kind == subject.kind.value) & (Thread.about_id == subject.id)
    if subject.kind is not About.TOPIC:
        return about
    same = select(Topic.id).where(or_(Topic.id == subject.id, Topic.merged_into_id == subject.id))
    carried = select(ThreadTopic.thread_id).where(ThreadTopic.topic_id.in_(same))
    return or_(about, Thread.id.in_(carried))


def _in_state(state: str) -> Sequence[ColumnElement[bool]]:
    if state == "closed":
        return [Thread.closed_at.is_not(None)]
    if state == "unanswered":
        asked = Thread.kind == Kind.QUESTION.value
        return [asked, Thread.closed_at.is_(None), Thread.accepted == 0]
    return [Thread.closed_at.is_(None)] if state == "open" else []
