"""Asking in the open, with people who are told; and what somebody asked and was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import start_thread
from essp.expertise import routing
from essp.expertise.asking_models import Invitation, PrivateQuestion, Reply, Routing
from essp.expertise.queries import is_on
from essp.people.models import Person
from essp.people.queries import by_handles
from essp.spaces.models import Space
from essp.spaces.policy import readable_by, readable_by_person

MOST_NAMED = 3
SHOWN = 30


class State(Enum):
    """How far a question is, for whoever asked or was asked."""

    WAITING = "waiting"
    REPLIED = "replied"
    ANSWERED = "answered"
    CLOSED = "closed"
    PUBLIC = "public"
    SAID_NO = "said no"


@dataclass(frozen=True)
class Line:
    """A question in a list: where it is read, with whom, since when, how far."""

    title: str
    path: str
    who: str
    at: datetime
    state: State
    alone: bool = False


def ask_openly(
    actor: Person,
    space: Space,
    *,
    title: str,
    text: str,
    words: str = "",
    people: Sequence[Person] | None = None,
    save_key: str | None = None,
    told: int = 0,
) -> Thread:
    """Ask in a space and tell these people, else the most fitting; sent twice it is asked once.

    `words` are what they were looked for with. Raises Refused and Invalid.
    """
    if people is not None and len(people) > MOST_NAMED:
        raise Invalid(
            also=_("Three people at most are told at first. Others follow if it needs them.")
        )
    thread = start_thread(
        actor, space, Kind.QUESTION, title=title, text=text.strip() or title, save_key=save_key,
        told=told,
    )  # fmt: skip
    if is_on() and session().get(Routing, thread.id) is None:
        routing.begin(actor, thread, words.strip() or thread.title, people)
    return thread


def named(actor: Person, handles: Sequence[str]) -> list[Person]:
    """People by their handles, in that order, without the actor and whoever is not here."""
    found = {each.handle: each for each in by_handles(handles[: 2 * MOST_NAMED])}
    people = [found[each] for each in dict.fromkeys(handles) if each in found]
    return [each for each in people if each.active and each.id != actor.id]


def may_read(person: Person, space: Space) -> bool:
    """Whether somebody reads a space, for whoever reads it too."""
    mine = select(Space.id).where(Space.id == space.id, readable_by_person(person.id))
    return session().scalar(mine) is not None


def told_at_first(actor: Person, thread: Thread) -> Sequence[Person]:
    """Whom the asker knows to have been told: those of the moment in which it was asked."""
    rows = (
        select(Person)
        .join(Invitation, Invitation.person_id == Person.id)
        .join(Routing, Routing.thread_id == Invitation.thread_id)
        .where(Invitation.thread_id == thread.id, Invitation.at == Routing.at)
        .order_by(Person.sort_key, Person.id)
    )
    return session().scalars(rows).all() if thread.author_id == actor.id else []


def asked_by(actor: Person) -> list[Line]:
    """What the actor asked, in the open and alone, the newest first. Nothing here tells who said no."""
    rows = session().scalars(
        select(Thread)
        .join(Thread.space)
        .options(contains_eager(Thread.space))
        .where(
            Thread.author_id == actor.id, Thread.kind == Kind.QUESTION.value, Thread.listed(),
            readable_by(actor),
        )
        .order_by(Thread.at.desc())
        .limit(SHOWN)
    )  # fmt: skip
    found = [Line(t.title, f"/t/{t.uid}", t.space.name, t.at, _state(t)) for t in rows]
    found += [_alone(row, row.person) for row in _private(PrivateQuestion.asker_id, actor)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:SHOWN]


def asked_of(actor: Person) -> list[Line]:
    """What the actor was asked, in the open and alone, the newest first."""
    rows = session().execute(
        select(Invitation, Thread)
        .join(Thread, Thread.id == Invitation.thread_id)
        .join(Thread.space)
        .join(Thread.author)
        .options(contains_eager(Thread.author), contains_eager(Thread.space))
        .where(
            Invitation.person_id == actor.id, Thread.merged_into_id.is_(None), readable_by(actor),
            Invitation.replied_at.is_(None) | (Invitation.replied_at > Invitation.at),
        )
        .order_by(Invitation.at.desc())
        .limit(SHOWN)
    )  # fmt: skip
    found = [
        Line(thread.title, f"/t/{thread.uid}", thread.author.name, said.at, _said(said, thread))
        for said, thread in rows
    ]
    found += [_alone(row, row.asker) for row in _private(PrivateQuestion.person_id, actor)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:SHOWN]


def _private(column: object, actor: Person) -> Sequence[PrivateQuestion]:
    other = PrivateQuestion.person if column is PrivateQuestion.asker_id else PrivateQuestion.asker
    rows = (
        select(PrivateQuestion)
        .join(other)
        .options(contains_eager(other))
        .where(column == actor.id)  # type: ignore[arg-type]
        .order_by(PrivateQuestion.at.desc())
        .limit(SHOWN)
    )
    return session().scalars(rows).all()


def _alone(row: PrivateQuestion, other: Person) -> Line:
    answered = row.reply == Reply.ANSWERED.value
    state = State.ANSWERED if answered else State.WAITING
    if row.thread_id is not None:
        state = State.PUBLIC
    elif row.closed_at is not None:
        state = State.CLOSED
    return Line(row.title, f"/asked/{row.uid}", other.name, row.at, state, alone=True)


def _state(thread: Thread) -> State:
    if thread.accepted:
        return State.ANSWERED
    if thread.closed:
        return State.CLOSED
    return State.REPLIED if thread.people > 1 else State.WAITING


def _said(said: Invitation, thread: Thread) -> State:
    if said.reply == Reply.ANSWERED.value:
        return State.ANSWERED
    if said.reply != Reply.WAITING.value:
        return State.SAID_NO
    return State.WAITING if routing.is_open(thread) else State.CLOSED
