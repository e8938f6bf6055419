"""Taking a post out of sight, and bringing it back. Its place and its replies stay.

    when_hidden(work)      where the parts are put together

`work` is told in the same transaction when somebody hides a post of another, and when it comes back.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions import policy
from essp.discussions.answering import lapse
from essp.discussions.events import PostBroughtBack, PostRemoved
from essp.discussions.files import follow_posts
from essp.discussions.models import Gone, Post, Thread
from essp.discussions.queries import find_post, held, standing_in
from essp.discussions.settling import settle
from essp.discussions.texts import clean_reason
from essp.people.models import Person

_told: list[Callable[..., None]] = []


def when_hidden(work: Callable[..., None]) -> None:
    """Call `work(actor, post, why, back=...)` of each; said again it changes nothing."""
    if work not in _told:
        _told.append(work)


def remove_post(actor: Person, uid: str, *, note: str = "") -> Post:
    """Take back one's own post, or hide another's with a note that everyone sees.

    An opening post that has replies stays: its thread is closed instead. Raises Refused, Invalid,
    NotFound.
    """
    post = find_post(actor, uid)
    thread = held(post.thread)
    lock(Post, post.id)
    require(policy.remove(actor, post, standing_in(actor, thread)))
    own = post.author_id == actor.id
    if own and post.parent_id is None and _has_replies(thread):
        raise Invalid(
            note=_("Others have replied, so the beginning stays. Close the conversation instead.")
        )
    note = clean_reason(note, "note", needed=not own)
    gone = Gone.DELETED if own else Gone.HIDDEN
    post.gone, post.gone_at, post.gone_by_id = gone.value, clock.now(), actor.id
    post.gone_note = note
    follow_posts(actor, Post.id == post.id)
    lapse(actor, thread, post, "gone")
    settle(thread)
    record(
        PostRemoved(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, post_id=post.id,
            gone=gone.value,
        )
    )  # fmt: skip
    if gone is Gone.HIDDEN:
        _tell(actor, post, note, back=False)
    return post


def bring_back(actor: Person, uid: str, *, note: str = "") -> Post:
    """Put a post in sight again; `note` says why. Raises Refused and NotFound."""
    post = find_post(actor, uid)
    thread = held(post.thread)
    lock(Post, post.id)
    require(policy.bring_back(actor, post, standing_in(actor, thread)))
    hidden = post.gone == Gone.HIDDEN.value
    post.gone = post.gone_note = ""
    post.gone_at = post.gone_by_id = None
    follow_posts(actor, Post.id == post.id)
    settle(thread)
    record(
        PostBroughtBack(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, post_id=post.id
        )
    )
    if hidden:
        _tell(actor, post, note, back=True)
    return post


def _tell(actor: Person, post: Post, why: str, *, back: bool) -> None:
    for work in _told:
        work(actor, post, why, back=back)


def _has_replies(thread: Thread) -> bool:
    replies = select(Post.id).where(
        Post.thread_id == thread.id, Post.parent_id.is_not(None), Post.gone == ""
    )
    return session().scalar(replies.limit(1)) is not None
