"""Reactions with a meaning, and the word that an announcement was read and understood."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Refused
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions.events import AnnouncementConfirmed, Reacted
from essp.discussions.mark_models import Confirmation, Meaning, Reaction
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.queries import find_post, find_thread, held
from essp.discussions.settling import settle
from essp.people.models import Person


def react(actor: Person, uid: str, meaning: Meaning, *, on: bool) -> Post:
    """Say something of a post with one press, or no longer; said twice it is said once.

    Raises Refused and NotFound.
    """
    post = find_post(actor, uid)
    thread = held(post.thread)
    if on and meaning not in meanings(thread, post):
        raise Refused(_("That cannot be said of this post."))
    if on and post.author_id == actor.id and meaning is not Meaning.OUTDATED:
        raise Refused(_("It is your own post: others say this of it."))
    kept = session().get(Reaction, (post.id, actor.id, meaning.value))
    if (kept is not None) == on:
        return post
    if kept is not None:
        session().delete(kept)
    else:
        session().add(
            Reaction(post_id=post.id, person_id=actor.id, meaning=meaning.value, at=clock.now())
        )
    settle(thread)
    record(
        Reacted(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, post_id=post.id,
            meaning=meaning.value, on=on,
        )
    )  # fmt: skip
    return post


def meanings(thread: Thread, post: Post) -> list[Meaning]:
    """What can be said of a post at its place."""
    return said_of(thread.kind, opening=post.parent_id is None) if not post.gone else []


def said_of(kind: str, *, opening: bool) -> list[Meaning]:
    """What can be said of the opening post, or of the others, of a thread of that kind."""
    if not opening:
        return [Meaning.HELPFUL, Meaning.THANKS, Meaning.OUTDATED]
    first = {Kind.QUESTION.value: Meaning.SAME_QUESTION, Kind.IDEA.value: Meaning.SUPPORT}
    return [first.get(kind, Meaning.HELPFUL), Meaning.THANKS, Meaning.OUTDATED]


def confirm(actor: Person, uid: str) -> Thread:
    """Say that one has read and understood an announcement. Raises Refused and NotFound."""
    thread = find_thread(actor, uid)
    if not thread.asks_confirmation:
        raise Refused(_("Nobody asks for this here."))
    given = select(Confirmation).where(
        Confirmation.thread_id == thread.id, Confirmation.person_id == actor.id
    )
    held(thread)
    if session().scalar(given) is None:
        session().add(Confirmation(thread_id=thread.id, person_id=actor.id, at=clock.now()))
        session().flush()
        record(
            AnnouncementConfirmed(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id)
        )
    return thread


def confirmations_of(thread: Thread, limit: int = 500) -> Sequence[Confirmation]:
    """Who has read and understood an announcement that the caller may read, the last first."""
    given = (
        select(Confirmation)
        .options(joinedload(Confirmation.person))
        .where(Confirmation.thread_id == thread.id)
        .order_by(Confirmation.at.desc())
        .limit(limit)
    )
    return session().scalars(given).all()
