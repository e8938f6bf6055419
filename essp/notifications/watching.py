"""Beginning and ending to watch: a page, a page with all below it, a space, a topic, a person."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.notifications import subjects
from essp.notifications.events import WatchBegun, WatchEnded
from essp.notifications.models import Subject, Watch
from essp.people.models import Person


def watch(actor: Person, subject: Subject, key: str) -> int:
    """Watch the thing of that key; watching twice is watching once. Gives the thing's id.

    Raises NotFound for what the actor may not know of or is themselves, Refused for what they may
    not read.
    """
    subject_id = subjects.find(actor, subject, key)
    wanted = Watch(person_id=actor.id, subject=subject.value, subject_id=subject_id, at=clock.now())
    if _own(actor, subject, subject_id) is None and _added(wanted):
        record(WatchBegun(actor_id=actor.id, subject=subject.value, subject_id=subject_id))
    return subject_id


def stop(actor: Person, subject: Subject, key: str) -> int:
    """Watch the thing no longer. Raises as `watch` does."""
    subject_id = subjects.find(actor, subject, key)
    found = _own(actor, subject, subject_id)
    if found is not None:
        session().delete(found)
        session().flush()
        record(WatchEnded(actor_id=actor.id, subject=subject.value, subject_id=subject_id))
    return subject_id


def _own(actor: Person, subject: Subject, subject_id: int) -> Watch | None:
    return session().scalar(
        select(Watch).where(
            Watch.person_id == actor.id,
            Watch.subject == subject.value,
            Watch.subject_id == subject_id,
        )
    )


def _added(wanted: Watch) -> bool:
    """Add the row, unless another window did so at this very moment."""
    try:
        with session().begin_nested():
            session().add(wanted)
    except IntegrityError:
        return False
    return True
