"""Accepted answers: who says that a post answers the question, and when that no longer stands."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions import policy
from essp.discussions.events import AnswerAccepted, AnswerUnaccepted, ThreadReopened
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Outcome, Post, Thread
from essp.discussions.queries import Overtaken, find_post, held, standing_in
from essp.discussions.settling import settle
from essp.people.models import Person


def accept(actor: Person, uid: str, revision: int | None = None) -> Post:
    """Say that a post answers the question; a question may have several answers.

    `revision` is the text that the actor read. Raises Overtaken when the post says something else
    by now, Refused, NotFound.
    """
    post = find_post(actor, uid)
    thread = held(post.thread)
    session().refresh(post, ["gone", "revision", "thread_id"])
    require(policy.accept(actor, thread, post, standing_in(actor, thread)))
    if revision is not None and revision != post.revision:
        raise Overtaken(_("The answer was changed meanwhile. Read it again before you accept it."))
    if _standing_of(actor, post) is not None:
        return post
    session().add(
        Acceptance(
            post_id=post.id, thread_id=thread.id, person_id=actor.id, revision=post.revision,
            asked=thread.author_id == actor.id, at=clock.now(),
        )
    )  # fmt: skip
    post.remark = False  # whoever accepts it says that it is an answer
    settle(thread)
    record(
        AnswerAccepted(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, post_id=post.id
        )
    )
    return post


def take_back(actor: Person, uid: str) -> Post:
    """Say no longer that a post answers the question. Raises NotFound."""
    post = find_post(actor, uid)
    thread = held(post.thread)
    given = _standing_of(actor, post)
    if given is not None:
        end(actor, thread, [given], "withdrawn")
    return post


def lapse(actor: Person, thread: Thread, post: Post, why: str) -> int:
    """End every acceptance of a post that is not what it was; how many there were.

    A question that was closed as answered, and has no answer left, is open again.
    """
    standing = select(Acceptance).where(
        Acceptance.post_id == post.id, Acceptance.ended_at.is_(None)
    )
    found = session().scalars(standing).all()
    if found:
        end(actor, thread, found, why)
    return len(found)


def end(actor: Person, thread: Thread, given: Iterable[Acceptance], why: str) -> None:
    """End these acceptances of a thread whose lock the caller holds."""
    for each in given:
        each.ended_at, each.ended_why = clock.now(), why
        record(
            AnswerUnaccepted(
                actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id,
                post_id=each.post_id, was_by_id=each.person_id, why=why,
            )
        )  # fmt: skip
    settle(thread)
    if thread.outcome == Outcome.ANSWERED.value and not thread.accepted:
        thread.closed_at = thread.closed_by_id = None
        thread.outcome = thread.closing_reason = ""
        record(ThreadReopened(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id))


def _standing_of(actor: Person, post: Post) -> Acceptance | None:
    return session().scalar(
        select(Acceptance).where(
            Acceptance.post_id == post.id,
            Acceptance.person_id == actor.id,
            Acceptance.ended_at.is_(None),
        )
    )
