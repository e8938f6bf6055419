"""Asking one person alone: the two read it and nobody else, until both agree to make it public.

Whoever was asked may say not me or not now here too, and the asker does not learn of it: after two
working days without an answer they are shown, whatever was said, how to ask in the open instead.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import reply as reply_in
from essp.discussions.posting import start_thread
from essp.discussions.queries import opening_of
from essp.discussions.texts import Written, clean_title, written
from essp.expertise import finding, office, reasons
from essp.expertise.asking_models import PrivateMessage, PrivateQuestion, Reply
from essp.expertise.events import PrivatelyAsked
from essp.expertise.shapes import Wanted
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import edit, readable_by
from essp.spaces.queries import standing

MOST, WINDOW = 10, timedelta(hours=1)
LOOKED_AT = 24
ALL = 1_000_000  # people whom the two know that groups in their words tell


def ask(
    actor: Person,
    person: Person,
    *,
    title: str,
    text: str,
    words: str = "",
    save_key: str | None = None,
) -> PrivateQuestion:
    """Ask one person alone. Sent twice with one `save_key` it is asked once. Raises Refused, Invalid."""
    known = _sent_before(actor, save_key)
    if known is not None:
        return known
    _require_askable(actor, person)
    asked = PrivateQuestion(
        uid=new_uid(), asker_id=actor.id, person_id=person.id, title=clean_title(title),
        words=(words.strip() or title)[:400], why=_why(actor, person, words or title),
        at=clock.now(), reply=Reply.WAITING.value, save_key=save_key,
    )  # fmt: skip
    session().add(asked)
    session().flush()
    _add(actor, asked, text.strip() or title, save_key)
    return asked


def find(actor: Person, uid: str) -> PrivateQuestion:
    """A question that the actor asked, or was asked, with both people. NotFound for everyone else."""
    found = session().scalar(
        select(PrivateQuestion)
        .options(joinedload(PrivateQuestion.asker), joinedload(PrivateQuestion.person))
        .where(PrivateQuestion.uid == uid, between(actor))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def find_all(actor: Person, ids: Collection[int]) -> Sequence[PrivateQuestion]:
    """Those of these questions that the actor asked, or was asked, with both people."""
    both = joinedload(PrivateQuestion.asker), joinedload(PrivateQuestion.person)
    rows = select(PrivateQuestion).options(*both)
    return session().scalars(rows.where(PrivateQuestion.id.in_(ids), between(actor))).all()


def messages(question: PrivateQuestion) -> Sequence[PrivateMessage]:
    """What was written in a question that the caller found through the actor, the oldest first."""
    rows = (
        select(PrivateMessage)
        .options(joinedload(PrivateMessage.author))
        .where(PrivateMessage.question_id == question.id)
        .order_by(PrivateMessage.at, PrivateMessage.id)
    )
    return session().scalars(rows).all()


def write(actor: Person, uid: str, text: str, save_key: str | None = None) -> PrivateMessage:
    """Write in it; what the asked person writes is an answer. Raises Refused when it is closed."""
    question = _held(actor, uid)
    known = _message_sent_before(actor, save_key)
    if known is not None:
        return known
    if question.closed_at is not None:
        raise Refused(_("This question is closed, so it takes no more messages."))
    if actor.id == question.person_id:
        question.reply = Reply.ANSWERED.value
    return _add(actor, question, text, save_key)


def say(actor: Person, uid: str, reply: Reply) -> PrivateQuestion:
    """Say not me or not now, or with waiting take it back; the asker does not learn of it."""
    question = _held(actor, uid)
    if actor.id != question.person_id:
        raise NotFound
    if question.reply == Reply.ANSWERED.value or question.closed_at is not None:
        raise Refused(_("This question needs nobody any more. Thank you all the same."))
    question.reply = reply.value
    session().flush()
    return question


def close(actor: Person, uid: str) -> PrivateQuestion:
    """Say that it has its answer, or needs none any more: the asker alone."""
    question = _held(actor, uid)
    if actor.id != question.asker_id:
        raise Refused(_("Who asked closes the question."))
    question.closed_at = question.closed_at or clock.now()
    session().flush()
    return question


def agree(actor: Person, uid: str, *, opens: bool) -> PrivateQuestion:
    """Say that it may be public, or take that back while it is not."""
    question = _held(actor, uid)
    if question.thread_id is not None:
        raise Refused(_("It is public already."))
    moment = clock.now() if opens else None
    if actor.id == question.asker_id:
        question.asker_opens_at = moment
    else:
        question.asked_opens_at = moment
    session().flush()
    return question


def places(question: PrivateQuestion) -> Sequence[Space]:
    """Where it could be public: the spaces that both may read, by name."""
    both = (readable_by(question.asker), readable_by(question.person))
    found = select(Space).where(*both, Space.practice.is_(False)).order_by(Space.name_key)
    return session().scalars(found).all()


def make_public(actor: Person, uid: str, space: Space) -> Thread:
    """Make it a conversation of a space, each message under the name of who wrote it.

    Raises Refused unless both agreed, and where one of them may not write there.
    """
    question = _held(actor, uid)
    if question.thread_id is not None:
        return session().get_one(Thread, question.thread_id)
    if question.asker_opens_at is None or question.asked_opens_at is None:
        raise Refused(_("Both must agree before it becomes public."))
    for each in (question.asker, question.person):
        require(edit(each, space, standing(each, space)))
    first, *rest = messages(question)
    thread = start_thread(
        question.asker, space, Kind.QUESTION, title=question.title, text=first.text, told=ALL
    )
    opening = opening_of(thread).uid
    for message in rest:
        reply_in(message.author, opening, text=message.text, told=ALL)
    question.thread_id = thread.id
    question.closed_at = question.closed_at or clock.now()
    session().flush()
    return thread


def thread_of(actor: Person, question: PrivateQuestion) -> Thread | None:
    """The conversation that it became, while the actor may read it."""
    return session().scalar(
        select(Thread).join(Thread.space).where(Thread.id == question.thread_id, readable_by(actor))
    )


def waited_long(question: PrivateQuestion) -> bool:
    """Whether two working days passed without an answer, so that the asker may ask in the open."""
    silent = question.reply != Reply.ANSWERED.value and question.closed_at is None
    return silent and office.third_wave(question.asker, question.at) <= clock.now()


def _require_askable(actor: Person, person: Person) -> None:
    if person.id == actor.id:
        raise Invalid(where=_("Ask a colleague, not yourself."))
    if not person.active:
        raise Invalid(
            where=_("%(name)s has no account here. Ask it in the open instead.", name=person.name)
        )
    recent = select(func.count()).where(
        PrivateQuestion.asker_id == actor.id, PrivateQuestion.at > clock.now() - WINDOW
    )
    if (session().scalar(recent) or 0) >= MOST:
        raise Invalid(
            where=_("You asked many people alone within an hour. Ask it in the open instead.")
        )


def _why(actor: Person, person: Person, words: str) -> list[dict[str, object]]:
    found = finding.find(actor, words, Wanted(limit=LOOKED_AT)).people
    lines = next((each.lines for each in found if each.person.id == person.id), ())
    return reasons.kept(lines)


def _add(
    actor: Person, question: PrivateQuestion, text: str, save_key: str | None
) -> PrivateMessage:
    uid = new_uid()
    found: Written = written(text, uid, actor.language or "en")
    made = PrivateMessage(
        question_id=question.id, author_id=actor.id, at=clock.now(), text=found.text,
        html=found.html, save_key=save_key,
    )  # fmt: skip
    session().add(made)
    session().flush()
    record(PrivatelyAsked(actor_id=actor.id, message_id=made.id))
    return made


def _held(actor: Person, uid: str) -> PrivateQuestion:
    if lock(PrivateQuestion, find(actor, uid).id) is None:
        raise NotFound
    return find(actor, uid)


def between(actor: Person) -> ColumnElement[bool]:
    """The condition of a question that the actor asked, or was asked."""
    return or_(PrivateQuestion.asker_id == actor.id, PrivateQuestion.person_id == actor.id)


def _sent_before(actor: Person, save_key: str | None) -> PrivateQuestion | None:
    same = PrivateQuestion.asker_id == actor.id, PrivateQuestion.save_key == save_key
    return session().scalar(select(PrivateQuestion).where(*same)) if save_key else None


def _message_sent_before(actor: Person, save_key: str | None) -> PrivateMessage | None:
    same = PrivateMessage.author_id == actor.id, PrivateMessage.save_key == save_key
    return session().scalar(select(PrivateMessage).where(*same)) if save_key else None
