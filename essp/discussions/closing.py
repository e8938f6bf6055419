"""Closing a thread with an outcome, and opening it again."""

from __future__ import annotations

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions import policy
from essp.discussions.events import ThreadClosed, ThreadReopened
from essp.discussions.models import Kind, Outcome, Thread, ThreadLink, Way
from essp.discussions.queries import Overtaken, find_thread, held, standing_in
from essp.discussions.texts import clean_reason
from essp.people.models import Person

CHOSEN = {
    Kind.QUESTION.value: (Outcome.ANSWERED, Outcome.DROPPED),
    Kind.COMMENT.value: (Outcome.RESOLVED, Outcome.DROPPED),
}


def outcomes(thread: Thread) -> tuple[Outcome, ...]:
    """With what a thread can be closed by hand."""
    return CHOSEN.get(thread.kind, (Outcome.DECIDED, Outcome.DROPPED))


def close_thread(actor: Person, uid: str, outcome: Outcome, *, reason: str = "") -> Thread:
    """Close a thread: it takes no replies until somebody opens it again.

    Raises Overtaken when it is closed already, Refused, Invalid, NotFound.
    """
    thread = held(find_thread(actor, uid))
    require(policy.close(actor, thread, standing_in(actor, thread)))
    if outcome is Outcome.ANSWERED and not thread.accepted:
        raise Invalid(outcome=_("Accept an answer first: then it is answered."))
    if outcome not in outcomes(thread):
        raise Invalid(outcome=_("Choose how it ended."))
    mark_closed(actor, thread, outcome, clean_reason(reason))
    return thread


def close_as_duplicate(actor: Person, uid: str, of_uid: str) -> Thread:
    """Close a thread because another one asks the same, and link both. Raises as `close_thread`."""
    thread, other = held(find_thread(actor, uid)), find_thread(actor, of_uid)
    require(policy.close(actor, thread, standing_in(actor, thread)))
    if other.id == thread.id:
        raise Invalid(other=_("Choose another conversation than this one."))
    mark_closed(actor, thread, Outcome.DUPLICATE, "")
    link(actor, thread, Way.DUPLICATE_OF, other=other)
    return thread


def mark_closed(actor: Person, thread: Thread, outcome: Outcome, reason: str) -> None:
    """Close a thread whose lock the caller holds, whoever the actor is."""
    if thread.closed:
        raise Overtaken(_("This conversation is closed already."))
    thread.closed_at, thread.closed_by_id = clock.now(), actor.id
    thread.outcome, thread.closing_reason = outcome.value, reason
    session().flush()
    record(
        ThreadClosed(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, outcome=outcome.value
        )
    )


def reopen_thread(actor: Person, uid: str) -> Thread:
    """Open a closed thread again; one that is open stays so. Raises Refused and NotFound."""
    thread = held(find_thread(actor, uid))
    require(policy.close(actor, thread, standing_in(actor, thread)))
    if thread.merged_into_id is not None:
        raise Invalid(outcome=_("This conversation goes on in another one."))
    if thread.closed:
        thread.closed_at = thread.closed_by_id = None
        thread.outcome = thread.closing_reason = ""
        session().flush()
        record(ThreadReopened(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id))
    return thread


def link(
    actor: Person, thread: Thread, way: Way, *, other: Thread | None = None,
    page_id: int | None = None, page_revision: int | None = None, space_id: int | None = None,
) -> None:  # fmt: skip
    """Say that a thread leads to another one, to a page or to a space; shown at both ends."""
    session().add(
        ThreadLink(
            thread_id=thread.id, way=way.value, other_id=other.id if other else None,
            page_id=page_id, page_revision=page_revision, space_id=space_id, by_id=actor.id,
            at=clock.now(),
        )
    )  # fmt: skip
    session().flush()
