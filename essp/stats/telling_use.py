"""What an answer was good for: one line of whoever asked, and how many minutes they say it saved.

It is shown to all who read the conversation. Minutes are what somebody said; nobody multiplies them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Decision, Invalid, allow, refuse, require
from essp.core.events import record
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.discussions.models import Kind, Thread
from essp.discussions.queries import find_thread
from essp.people.models import Person
from essp.stats.events import UseTold
from essp.stats.place_models import UseCase

LONGEST = 300
MOST_MINUTES = 2_400  # a week of work


def may_tell(actor: Person, thread: Thread) -> Decision:
    """Whether somebody says what came of a question: who asked it, once an answer is accepted."""
    if thread.kind != Kind.QUESTION.value or thread.merged_into_id is not None:
        return refuse(_("Only of a question it is said what the answer was good for."))
    if thread.author_id != actor.id:
        return refuse(_("Who asked says what the answer was good for."))
    if not thread.accepted:
        return refuse(_("Accept an answer first."))
    return allow()


def tell_use(actor: Person, uid: str, text: str, minutes: str = "") -> Thread:
    """Say what the accepted answer of a question was good for, say it anew, or (empty) take it back.

    Raises NotFound; Refused for anybody but who asked; Invalid for a line that is too long and for
    minutes that are no whole number up to a week of work.
    """
    thread = find_thread(actor, uid)
    require(may_tell(actor, thread))
    said, wrong = clean_line(text), dict[str, Message]()
    if len(said) > LONGEST:
        wrong["text"] = _("Keep it under %(most)s characters.", most=LONGEST)
    saved = _minutes(minutes, wrong)
    if not said and saved is not None:
        wrong["text"] = _("Say in a line what it was good for.")
    if wrong:
        raise Invalid(**wrong)
    row = lock(UseCase, (thread.id, actor.id))
    if not said:
        if row is not None:
            session().delete(row)
            session().flush()
        return thread
    if row is None:
        row = UseCase(thread_id=thread.id, person_id=actor.id)
        session().add(row)
    row.text, row.minutes, row.at = said, saved, clock.now()
    session().flush()
    record(UseTold(actor_id=actor.id, space_id=thread.space_id, thread_id=thread.id))
    return thread


def told_of(thread: Thread) -> Sequence[UseCase]:
    """What was said of a question that the caller may read, the earliest first."""
    rows = select(UseCase).options(joinedload(UseCase.person))
    return session().scalars(rows.where(UseCase.thread_id == thread.id).order_by(UseCase.at)).all()


def _minutes(typed: str, wrong: dict[str, Message]) -> int | None:
    if not typed.strip():
        return None
    bare = typed.strip()
    if bare.isascii() and bare.isdecimal() and len(bare) < 8 and 0 < int(bare) <= MOST_MINUTES:
        return int(bare)
    wrong["minutes"] = _("Write a whole number of minutes, at most %(most)s.", most=MOST_MINUTES)
    return None
