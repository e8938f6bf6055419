"""When somebody is at home, since when things are new to them, and what they put aside."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.home.models import HomePass, HomeVisit
from essp.notifications import subjects
from essp.notifications.models import Subject
from essp.people.models import Person

FIRST = timedelta(days=14)  # that are new to who never was here
LONGEST = timedelta(days=30)
PAUSE = timedelta(minutes=30)  # after which a visit is another one
NOTED = timedelta(minutes=5)


def visit_of(actor: Person) -> HomeVisit | None:
    """When the actor was here; None for the first time."""
    return session().get(HomeVisit, actor.id)


def new_since(visit: HomeVisit | None, now: datetime) -> datetime:
    """Since when something is new: the last mark, or some weeks for who set none yet."""
    marked = visit.seen_until if visit is not None else None
    return max(marked, now - LONGEST) if marked is not None else now - FIRST


def is_due(visit: HomeVisit | None, now: datetime) -> bool:
    """Whether being here is worth a row: not with every reload."""
    return visit is None or now - visit.at > NOTED


def note_visit(actor: Person) -> None:
    """The actor is here. After a pause it is another visit, and the one before is remembered."""
    now, visit = clock.now(), visit_of(actor)
    if visit is None:
        session().add(HomeVisit(person_id=actor.id, at=now))
        return
    if now - visit.at > PAUSE:
        visit.before = visit.at
    visit.at = now


def mark_seen(actor: Person, until: datetime) -> None:
    """Whatever came up to then is no longer new to the actor; what came later stays."""
    now, visit = clock.now(), visit_of(actor)
    until = min(until, now)
    if visit is None:
        session().add(HomeVisit(person_id=actor.id, at=now, seen_until=until))
    elif visit.seen_until is None or visit.seen_until < until:
        visit.seen_until = until


def pass_on(actor: Person, subject: Subject, key: str) -> None:
    """The actor need not be asked about this page or thread. Raises NotFound as `subjects.find`."""
    subject_id = subjects.find(actor, subject, key)
    if session().get(HomePass, (actor.id, subject.value, subject_id)) is None:
        session().add(
            HomePass(
                person_id=actor.id, about=subject.value, about_id=subject_id, at=clock.now()
            )
        )  # fmt: skip


def passed(actor: Person) -> set[tuple[str, int]]:
    """What the actor said does not need them."""
    rows = session().execute(
        select(HomePass.about, HomePass.about_id).where(HomePass.person_id == actor.id)
    )
    return {(row.about, row.about_id) for row in rows}
