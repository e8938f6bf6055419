"""What each person has read of a thread, post by post and in whatever order; and what is unread.

Reading records no fact: it changes what one person sees and nothing else. Whoever must know of it
in the same transaction says so once, with `when_read`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from essp.core import clock
from essp.core.db import session
from essp.discussions.mark_models import ThreadReading
from essp.discussions.models import Post, Thread
from essp.discussions.queries import find_post, find_thread
from essp.discussions.runs import Runs
from essp.people.models import Person

Heard = Callable[[int, int, Collection[int]], None]
_heard: list[Heard] = []
TRIES = 5


def when_read(work: Heard) -> None:
    """Call this with person, thread and numbers of posts, in the transaction that marks them read."""
    if work not in _heard:
        _heard.append(work)


def read_by(actor: Person, thread: Thread) -> Runs:
    """The numbers of the posts that the actor has read."""
    row = (
        session()
        .execute(select(ThreadReading.upto, ThreadReading.beyond).where(*_mine(actor, thread.id)))
        .first()
    )
    return Runs.loads(row.upto, row.beyond) if row else Runs(thread.imported_upto)


def mark_read(
    actor: Person, thread: Thread, numbers: Collection[int], known: Runs | None = None
) -> None:
    """The actor has read these posts of a thread they may read. `known` is what they had read."""
    had = read_by(actor, thread) if known is None else known
    for _try in range(TRIES):
        has = had.having(number for number in numbers if number <= thread.last_number)
        if has == had or _changed(actor, thread.id, had, has):
            break
        had = read_by(actor, thread)
    for work in _heard:
        work(actor.id, thread.id, numbers)


def mark_all_read(actor: Person, uid: str) -> Thread:
    """The actor wants to see nothing of this thread as new. Raises NotFound."""
    thread = find_thread(actor, uid)
    mark_read(actor, thread, range(1, thread.last_number + 1))
    return thread


def mark_unread_from(actor: Person, uid: str) -> Post:
    """This post and all that came after it are new to the actor again. Raises NotFound."""
    post = find_post(actor, uid)
    for _try in range(TRIES):
        had = read_by(actor, post.thread)
        has = had.lacking_from(post.number)
        if has == had or _changed(actor, post.thread_id, had, has):
            break
    return post


class Unread(NamedTuple):
    """How much of a thread is new to somebody, and whether they were ever there."""

    posts: int
    visited: bool


def unread_in(actor: Person, threads: Collection[Thread]) -> dict[int, Unread]:
    """How many posts in sight, not the actor's own, they have not read: of each of these threads."""
    ids = [thread.id for thread in threads]
    if not ids:
        return {}
    rows = session().execute(_AFTER_BEGINNING, {"me": actor.id, "ids": ids}).all()
    had = {each: Runs.loads(upto, beyond) for each, upto, beyond, _n in rows if upto is not None}
    later = {each: number for each, _upto, _beyond, number in rows}
    for thread_id, number in _within_runs(actor, had):
        later[thread_id] -= number in had[thread_id]
    return {each: Unread(later.get(each, 0), each in had) for each in ids}


# Asked on many screens, so built once.
_me = bindparam("me", type_=Person.id.type)
_ids = bindparam("ids", type_=Thread.id.type, expanding=True)
_later = (
    select(func.count())
    .where(Post.thread_id == Thread.id, Post.gone == "", Post.author_id != _me)
    .where(Post.number > func.coalesce(ThreadReading.upto, Thread.imported_upto))
    .correlate(Thread, ThreadReading)
    .scalar_subquery()
)
_AFTER_BEGINNING = (
    select(Thread.id, ThreadReading.upto, ThreadReading.beyond, _later)
    .outerjoin(
        ThreadReading,
        and_(ThreadReading.thread_id == Thread.id, ThreadReading.person_id == _me),
    )
    .where(Thread.id.in_(_ids))
)


def _within_runs(actor: Person, had: dict[int, Runs]) -> Iterable[tuple[int, int]]:
    """The posts between what was read out of turn, of the threads where something was."""
    spans = [
        and_(Post.thread_id == each, Post.number.between(runs.beyond[0][0], runs.beyond[-1][1]))
        for each, runs in had.items()
        if runs.beyond
    ]
    if not spans:
        return []
    rows = session().execute(
        select(Post.thread_id, Post.number).where(
            or_(*spans), Post.gone == "", Post.author_id != actor.id
        )
    )
    return [(thread_id, number) for thread_id, number in rows]


def _changed(actor: Person, thread_id: int, had: Runs, has: Runs) -> bool:
    """Write what has been read, unless another window did so since `had` was read."""
    upto, beyond = has.dumps()
    old_upto, old_beyond = had.dumps()
    insert = insert_sqlite if session().get_bind().dialect.name == "sqlite" else insert_postgresql
    wanted = insert(ThreadReading).values(
        thread_id=thread_id, person_id=actor.id, upto=upto, beyond=beyond, at=clock.now()
    )
    done = session().execute(
        wanted.on_conflict_do_update(
            index_elements=["thread_id", "person_id"],
            set_={"upto": upto, "beyond": beyond, "at": wanted.excluded.at},
            where=and_(ThreadReading.upto == old_upto, ThreadReading.beyond == old_beyond),
        ).returning(ThreadReading.thread_id)
    )
    return done.first() is not None


def _mine(actor: Person, thread_id: int) -> Iterable[Any]:
    return (ThreadReading.thread_id == thread_id, ThreadReading.person_id == actor.id)
