"""Beginning and ending to watch, and how much: a page, a branch, a thread, a space, a topic, a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.notifications import subjects
from essp.notifications.events import WatchBegun, WatchEnded
from essp.notifications.models import Level, Subject, Watch
from essp.people.models import Person


def watch(actor: Person, subject: Subject, key: str) -> int:
    """Watch the thing of that key; watching twice is watching once. Gives the thing's id.

    Raises NotFound for what the actor may not know of or is themselves, Refused for what they may
    not read.
    """
    subject_id = subjects.find(actor, subject, key)
    before = _own(actor, subject, subject_id)
    if before is None or before.level == Level.MUTED.value:
        _set(actor, subject, subject_id, before, Level.NORMAL, None)
    return subject_id


def follow_thread(actor: Person, uid: str) -> None:
    """Watch a thread, as who joins its question does. Raises as `watch` does."""
    watch(actor, Subject.THREAD, uid)


def set_level(
    actor: Person, subject: Subject, key: str, level: Level | None, until: datetime | None = None
) -> int:
    """Say how much of the thing of that key one wants to hear. Gives the thing's id.

    With `until` nothing of it is told before that moment, and as much as `level` says from then on;
    None leaves that as it is. Raises as `watch` does.
    """
    subject_id = subjects.find(actor, subject, key)
    before = _own(actor, subject, subject_id)
    _set(actor, subject, subject_id, before, level or _heard_before(before), until)
    return subject_id


def _heard_before(before: Watch | None) -> Level:
    """How much was wanted of a thing; what matters most where that was nothing or never said."""
    said = Level.MUTED if before is None else Level(before.level)
    return Level.NORMAL if said is Level.MUTED else said


def stop(actor: Person, subject: Subject, key: str) -> int:
    """Watch the thing no longer. Raises as `watch` does."""
    subject_id = subjects.find(actor, subject, key)
    found = _own(actor, subject, subject_id)
    if found is not None:
        session().delete(found)
        session().flush()
        record(WatchEnded(actor_id=actor.id, subject=subject.value, subject_id=subject_id))
    return subject_id


def _set(
    actor: Person,
    subject: Subject,
    subject_id: int,
    before: Watch | None,
    level: Level,
    until: datetime | None,
) -> None:
    if before is not None:
        if (before.level, before.muted_until) == (level.value, until):
            return
        before.level, before.muted_until = level.value, until
        session().flush()
    elif not _added(
        Watch(
            person_id=actor.id, subject=subject.value, subject_id=subject_id, at=clock.now(),
            level=level.value, muted_until=until,
        )
    ):  # fmt: skip
        return
    record(
        WatchBegun(
            actor_id=actor.id, subject=subject.value, subject_id=subject_id, level=level.value
        )
    )


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
