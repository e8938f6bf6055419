"""Asking well: what is there already, how long such questions wait, and joining one that was asked.

Talk cannot search; the part that can says what may answer, and the one that tells news lets people
follow what they join:

    tell(likely=..., follow=...)      where the parts are put together
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Refused
from essp.core.figures import Span, within
from essp.core.i18n import lazy as _
from essp.discussions.mark_models import Meaning, Reaction
from essp.discussions.models import Kind, Outcome, Post, Thread, ThreadTopic
from essp.discussions.queries import find_thread, opening_of
from essp.discussions.reacting import react
from essp.people.models import Person
from essp.spaces.models import Membership, Space
from essp.spaces.policy import readable_by
from essp.topics.queries import Named
from essp.topics.suggesting import topics_in

HANDFUL = 5
YEAR = timedelta(days=365)
MOST_COUNTED = 500
SPANS = (timedelta(days=1), timedelta(days=7), timedelta(days=31))


class Likely(Protocol):
    """Something that may answer a question: a thread or a page, with the words that match."""

    kind: Any
    id: Any
    uid: Any
    title: Any
    path: Any
    space: Any
    passage: Any
    by: Any


@dataclass(frozen=True)
class Answers:
    """Who can say what may answer, and who lets people follow.

    `likely` gives threads and pages that the actor may read for a title and a text, without some
    threads by id; `follow` lets the actor follow the thread of that uid.
    """

    likely: Callable[[Person, str, str, Collection[int]], Sequence[Any]]
    follow: Callable[[Person, str], None]


_answers: list[Answers] = []


def tell(answers: Answers) -> None:
    """Say who answers; said again, the last word counts."""
    _answers[:] = [answers]


@dataclass(frozen=True)
class Similar:
    """A conversation that may be about the same: the words that match, and the actor's part in it."""

    thread: Thread
    passage: Any
    mine: bool
    joined: bool


@dataclass(frozen=True)
class Near:
    """What is there already for somebody who asks."""

    threads: Sequence[Similar] = ()
    pages: Sequence[Any] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.threads or self.pages)


def near(actor: Person, title: str, text: str, without: Collection[int] = ()) -> Near:
    """Threads and pages that the actor may read and that may answer the question."""
    if not _answers or not title.strip():
        return Near()
    found = _answers[0].likely(actor, title, text, without)
    passages = {each.id: each.passage for each in found if each.kind == "thread"}
    pages = [each for each in found if each.kind != "thread"]
    return Near(_similar(actor, passages), pages)


def similar_to(actor: Person, thread: Thread) -> Sequence[Similar]:
    """Other conversations that may be about the same as a thread that the actor found."""
    return near(actor, thread.title, opening_of(thread).plain, {thread.id}).threads


def _similar(actor: Person, passages: dict[int, Any]) -> list[Similar]:
    if not passages:
        return []
    rows = session().scalars(
        select(Thread)
        .join(Thread.space)
        .options(contains_eager(Thread.space), joinedload(Thread.author))
        .where(Thread.id.in_(passages), Thread.listed(), readable_by(actor))
    )
    threads = {each.id: each for each in rows}
    joined = set(
        session().scalars(
            select(Post.thread_id)
            .join(Reaction, Reaction.post_id == Post.id)
            .where(
                Post.thread_id.in_(threads), Post.parent_id.is_(None),
                Reaction.person_id == actor.id, Reaction.meaning == Meaning.SAME_QUESTION.value,
            )
        )
    )  # fmt: skip
    return [
        Similar(threads[each], passages[each], threads[each].author_id == actor.id, each in joined)
        for each in passages
        if each in threads
    ]


def join_question(actor: Person, uid: str) -> Thread:
    """Say that one has this question too, and follow it. Raises Refused and NotFound."""
    thread = find_thread(actor, uid)
    if thread.kind != Kind.QUESTION.value:
        raise Refused(_("This is no question. Follow the conversation instead."))
    react(actor, opening_of(thread).uid, Meaning.SAME_QUESTION, on=True)
    for answers in _answers:
        answers.follow(actor, uid)
    return thread


@dataclass(frozen=True)
class Waits:
    """How long `questions` like it waited for a first answer of somebody else.

    `half` is when half of them had one, those that still wait counted as long as they do; None where
    most have none yet. Of those `known` at the time, `late` waited longer than `span`.
    """

    questions: int
    half: timedelta | None
    span: timedelta
    late: int
    known: int


def waits(actor: Person, space: Space | None, topics: Collection[int]) -> Waits | None:
    """How long questions about these topics, else those of the space, waited in the last year.

    None where there are fewer than a handful.
    """
    for narrower in _alike(space, topics):
        found = session().execute(_waited(actor).where(*narrower)).all()
        if len(found) >= HANDFUL:
            return waits_of([(row[0], row[1], row[2]) for row in found], clock.now())
    return None


def waits_of(
    questions: Sequence[tuple[datetime, datetime | None, datetime | None]], now: datetime
) -> Waits:
    """The same of questions: when each was asked, first answered, closed."""
    spans = [
        ((answered or closed or now) - asked, answered is not None)
        for asked, answered, closed in questions
    ]
    half = median_wait(spans)
    span = next((each for each in SPANS if half is not None and each > half), SPANS[-1])
    known = [(time, fate) for time, fate in spans if fate or time >= span]
    late = sum(1 for time, _fate in known if time > span)
    return Waits(len(spans), half, span, late, len(known))


def median_wait(spans: Iterable[tuple[timedelta, bool]]) -> timedelta | None:
    """When half had an answer, of spans that ended with one or (False) were only seen so long."""
    half = within((Span(span.total_seconds(), ended) for span, ended in spans), 0.5)
    return None if half is None else timedelta(seconds=half)


def _alike(space: Space | None, topics: Collection[int]) -> list[list[Any]]:
    found: list[list[Any]] = []
    if topics:
        carried = select(ThreadTopic.thread_id).where(ThreadTopic.topic_id.in_(topics))
        found.append([Thread.id.in_(carried)])
    if space is not None:
        found.append([Thread.space_id == space.id])
    return found


def _waited(actor: Person) -> Select[datetime, datetime | None, datetime | None]:
    first = (
        select(func.min(Post.at))
        .where(Post.thread_id == Thread.id, Post.gone == "", Post.author_id != Thread.author_id)
        .correlate(Thread)
        .scalar_subquery()
    )
    return (
        select(Thread.at, first, Thread.closed_at)
        .join(Thread.space)
        .where(
            Thread.kind == Kind.QUESTION.value, Thread.listed(), readable_by(actor),
            Thread.outcome != Outcome.DUPLICATE.value, Thread.at >= clock.now() - YEAR,
        )
        .order_by(Thread.at.desc())
        .limit(MOST_COUNTED)
    )  # fmt: skip


def topics_for(actor: Person, space: Space | None, title: str, text: str) -> list[Named]:
    """Topics that a question speaks of; for one that everyone may read, those everyone may know of."""
    openly = space is None or space.is_open
    found = topics_in(actor, f"{title}\n{text}", openly=openly, limit=5)
    return [each.topic for each in found]


def spaces_for(actor: Person, found: Near, topics: Collection[int], most: int = 3) -> list[Space]:
    """Where a question may fit: the spaces of what is like it, and of its topics' conversations."""
    ranked: dict[int, float] = {}
    for each in found.threads:
        ranked[each.thread.space_id] = ranked.get(each.thread.space_id, 0) + 2
    other = aliased(Thread)
    told = select(Space.id, func.count()).where(readable_by(actor)).group_by(Space.id)
    if topics:
        carried = (
            told.join(other, other.space_id == Space.id)
            .join(ThreadTopic, ThreadTopic.thread_id == other.id)
            .where(ThreadTopic.topic_id.in_(topics))
        )
        for space_id, count in session().execute(carried):
            ranked[space_id] = ranked.get(space_id, 0) + min(count, 5)
    names = [each.space for each in found.pages]
    rows = session().scalars(
        select(Space).where(readable_by(actor), Space.id.in_(ranked) | Space.name.in_(names))
    )
    spaces = {each.id: each for each in rows}
    for one in spaces.values():
        ranked[one.id] = ranked.get(one.id, 0) + names.count(one.name)
    return [spaces[each] for each in sorted(spaces, key=lambda one: -ranked[one])[:most]]


def people_who_answer(space: Space) -> int | None:
    """How many people are in a space; None where everyone reads it."""
    if space.is_open:
        return None
    members = select(func.count()).select_from(Membership).where(Membership.space_id == space.id)
    return session().scalar(members) or 0
