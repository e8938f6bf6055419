"""The figures of a thread, counted anew from its posts after every change."""

from __future__ import annotations

from sqlalchemy import func, select

from essp.core.db import session
from essp.discussions.mark_models import Acceptance, Meaning, Reaction
from essp.discussions.models import Post, Thread


def settle(thread: Thread) -> None:
    """Bring the thread's figures up to date; see `Thread`. The caller holds its lock."""
    session().flush()
    here = (Post.thread_id == thread.id) & (Post.gone == "")
    count, people = (
        session()
        .execute(select(func.count(), func.count(Post.author_id.distinct())).where(here))
        .one()
    )
    last = session().execute(
        select(Post.at, Post.author_id).where(here).order_by(Post.at.desc(), Post.id.desc())
    )
    thread.posts, thread.people = count, people
    if newest := last.first():
        thread.last_at, thread.last_by_id = newest
    thread.accepted, thread.answered_at = (
        session()
        .execute(
            select(func.count(Acceptance.post_id.distinct()), func.min(Acceptance.at))
            .join(Post, Post.id == Acceptance.post_id)
            .where(here, Acceptance.ended_at.is_(None))
        )
        .one()
    )
    thread.support = _support(thread)
    session().flush()


def _support(thread: Thread) -> int:
    supported = (
        select(func.count())
        .select_from(Reaction)
        .join(Post, Post.id == Reaction.post_id)
        .where(Post.thread_id == thread.id, Post.parent_id.is_(None))
        .where(Reaction.meaning == Meaning.SUPPORT.value)
    )
    return session().scalar(supported) or 0
