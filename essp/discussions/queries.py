"""Threads and posts as an actor may see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from essp.core.db import lock, session
from essp.core.decision import NotFound
from essp.core.i18n import Message
from essp.discussions.models import Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import Standing, readable_by
from essp.spaces.queries import standing


class Overtaken(Exception):
    """Somebody was first: what the actor answers or changes is not as it was. Nothing was written."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def find_thread(actor: Person | None, uid: str) -> Thread:
    """The thread with its space and who began it; NotFound also when the actor may not know of it."""
    found = session().scalar(
        select(Thread)
        .join(Thread.space)
        .join(Thread.author)
        .options(contains_eager(Thread.space), contains_eager(Thread.author))
        .where(Thread.uid == uid, readable_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def find_post(actor: Person | None, uid: str) -> Post:
    """The post with its text, author, thread and space; NotFound as `find_thread`."""
    found = session().scalar(
        select(Post)
        .join(Post.thread)
        .join(Thread.space)
        .join(Post.author)
        .options(
            contains_eager(Post.author),
            contains_eager(Post.thread).contains_eager(Thread.space),
            undefer(Post.text),
        )
        .where(Post.uid == uid, readable_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def held(thread: Thread) -> Thread:
    """The thread as it is now, kept from being changed by others until the transaction ends."""
    found = lock(Thread, thread.id)
    if found is None:
        raise NotFound
    return found


def held_of(post: Post) -> Thread:
    """The thread in which a post stands now, as `held`: the branch may have been split off since."""
    while True:
        thread = held(session().get_one(Thread, post.thread_id))
        session().refresh(post, ["thread_id"])
        if post.thread_id == thread.id:
            return thread


def opening_of(thread: Thread) -> Post:
    """The post that began a thread, with its text."""
    return (
        session()
        .scalars(
            select(Post)
            .options(undefer(Post.text))
            .where(Post.thread_id == thread.id, Post.parent_id.is_(None))
        )
        .one()
    )


def standing_in(actor: Person, thread: Thread) -> Standing:
    """What the actor is in the space of a thread that they found."""
    space = session().get_one(Space, thread.space_id)
    return standing(actor, space)


def nearest_in_sight(post: Post) -> Post | None:
    """What a post that is gone replies to, or what that replies to, as far as it is in sight."""
    passed: set[int] = set()
    above = post
    while above.parent_id is not None and above.id not in passed:
        passed.add(above.id)
        above = session().get_one(Post, above.parent_id, options=[joinedload(Post.author)])
        if not above.gone:
            return above
    return None
