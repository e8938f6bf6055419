"""People who know, as the finder would say, and the working time that passes for a question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.i18n import lazy
from essp.discussions.models import Thread
from essp.expertise import asking, demand, fitting, private, routing, wishing
from essp.expertise.asking_models import Invitation
from essp.expertise.models import FinderChoice
from essp.expertise.shapes import Answer, Figures, Found, Kind, Level, Line, Room
from essp.notifications import asking_telling
from essp.people.absences import is_away
from essp.people.models import Person
from essp.spaces.models import Space

MONDAY = datetime.fromisoformat("2026-11-16T09:00:00+01:00")
WORDS = "transformer limits"
TASKS = (
    routing.route_on, routing.bring_next, routing.note_answer, routing.note_ending,
    wishing.meet_with_page, wishing.meet_with_post, wishing.tell_seekers, demand.forget_names,
    asking_telling.tell_of_invitation, asking_telling.tell_of_private, asking_telling.tell_of_wish,
)  # fmt: skip


def let_know(patch: pytest.MonkeyPatch, *people: Person, level: Level = Level.GOOD) -> None:
    """Let these people be found for whatever is asked, in this order."""

    def find(actor: Person, asked: str, wanted: Any = None) -> Answer:
        here = [each for each in people if each.left_at is None]
        return Answer(asked, [_found(each, level) for each in here], len(here))

    patch.setattr(fitting.finding, "find", find)


def _found(person: Person, level: Level) -> Found:
    line = Line(Kind.DECLARED, lazy("Lists it on the profile"), "", "")
    deputy = session().get(Person, person.deputy_id) if person.deputy_id else None
    room = Room(person.away_until, deputy) if is_away(person) else Room()
    return Found(person, level, [line], Figures(), room, None)


def ask(actor: Person, space: Space, title: str = "Which transformer limits hold?", *,
        at: datetime = MONDAY, people: Sequence[Person] | None = None, words: str = WORDS) -> Thread:  # fmt: skip
    """A question in the open, asked at a moment."""
    with clock.held_at(at), transaction():
        return asking.ask_openly(actor, space, title=title, text="", words=words, people=people)


def ask_alone(actor: Person, person: Person, at: datetime = MONDAY, **more: Any) -> Any:
    """A private question."""
    with clock.held_at(at), transaction():
        values = {"title": "May I see the contract?", "text": "It is for Lochem.", **more}
        return private.ask(actor, person, **values)


def invited(thread: Thread, *, silent: bool = False) -> dict[str, Invitation]:
    """Who was asked, by handle in that order; with `silent` also who had said no before."""
    rows = session().query(Invitation, Person).join(Person, Person.id == Invitation.person_id)
    found = rows.filter(Invitation.thread_id == thread.id).order_by(Invitation.id).all()
    return {
        person.handle: row
        for row, person in found
        if silent or row.replied_at is None or row.replied_at > row.at
    }


def do_due() -> None:
    """Do what is due now of bringing questions to people, and nothing else."""
    due = select(jobs.Job).where(
        jobs.Job.run_at <= clock.now(), jobs.Job.task.in_([each.name for each in TASKS])
    )
    while (job := session().scalar(due.order_by(jobs.Job.run_at).limit(1))) is not None:
        session().execute(delete(jobs.Job).where(jobs.Job.id == job.id))
        jobs.task_named(job.task).run(**job.arguments)


def pass_time(begin: datetime, end: datetime, step: timedelta = timedelta(minutes=30)) -> None:
    """Let the worker bring questions to people from one moment to another."""
    moment = begin
    while moment <= end:
        with clock.held_at(moment):
            do_due()
        moment += step


def choose(person: Person, **values: Any) -> None:
    """How somebody lets themselves be found."""
    given = {"found": True, "suggested": True, "speed": True, "most": 2, "at": MONDAY, **values}
    session().add(FinderChoice(person_id=person.id, **given))
    session().commit()
