"""Asking one more colleague to look at a question that waits, by whoever sees that it is answered."""

from __future__ import annotations

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Refused, require
from essp.core.i18n import lazy as _
from essp.discussions.models import Kind, Thread
from essp.discussions.queries import find_thread, standing_in
from essp.expertise import office, policy, routing
from essp.expertise.asking_models import Invitation, Routing
from essp.expertise.fitting import fit_of, look, open_to
from essp.expertise.queries import not_me_of
from essp.people.models import Person
from essp.spaces.models import Space


def invite(actor: Person, talk: str, person: Person) -> bool:
    """Bring an open question to somebody, whom it was not brought to yet; whether they could be asked.

    Who stands in is asked where they are away. That somebody said such questions are not theirs is not
    told: it looks as if they were asked. Raises NotFound, and Refused for what needs nobody any more.
    """
    thread = find(actor, talk)
    if thread.kind != Kind.QUESTION.value or not routing.is_open(thread):
        raise Refused(_("This question needs nobody any more."))
    asker = session().get_one(Person, thread.author_id)
    row = _routing(asker, thread)
    asked = look(asker, row.words, session().get_one(Space, thread.space_id))
    fit = fit_of(asked, person)
    routing.hold([fit.person.id])
    if fit.person.id in routing.asked_already(thread.id):
        return True
    if open_to(asked, [fit.person.id]):
        routing.invite(row, asked, fit, wave=row.wave, by=actor)
        return True
    if fit.person.id in not_me_of([fit.person.id], asked.topics, asked.words):
        routing.note_silently(row, asked, fit)
        return True
    return False


def find(actor: Person, talk: str) -> Thread:
    """A thread whose questions the actor may bring to people. Raises NotFound and Refused."""
    thread = find_thread(actor, talk)
    require(policy.invite(actor, owner=standing_in(actor, thread).owner))
    return thread


def invited(thread: Thread) -> int:
    """How many people a question, which the caller found, was brought to."""
    count = select(func.count()).where(Invitation.thread_id == thread.id)
    return session().scalar(count) or 0


def _routing(asker: Person, thread: Thread) -> Routing:
    row = lock(Routing, thread.id)
    if row is None:
        now = clock.now()
        row = Routing(
            thread_id=thread.id, words=thread.title[:400], wave=1, at=now,
            next_at=office.second_wave(asker, now), ended_why="",
        )  # fmt: skip
        session().add(row)
        session().flush()
    return row
