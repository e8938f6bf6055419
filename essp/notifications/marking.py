"""Marking as read and as unread: by opening a thing, all at once, or from one row on."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Update, and_, select, update

from essp.core import clock
from essp.core.db import after_commit, session, transaction
from essp.notifications.models import Notification, Subject, Told
from essp.notifications.ringing import move_bell
from essp.notifications.tallies import hold, of_thing, recount
from essp.people.models import Person


def opened(person_id: int, subject: Subject, subject_id: int) -> None:
    """Somebody opened a thing, by whatever way: what they were told of it is read."""
    here = (
        Notification.person_id == person_id,
        Notification.about == subject.value,
        Notification.about_id == subject_id,
        Notification.read_at.is_(None),
    )
    if session().scalar(select(Notification.notice_id).where(*here).limit(1)) is None:
        return
    told = of_thing(person_id, subject, subject_id)
    with transaction():
        hold(told)
        session().execute(update(Notification).where(*here).values(read_at=clock.now()))
        recount(told)
        after_commit(partial(move_bell, person_id))


def read_group(actor: Person, subject: Subject, subject_id: int, until: int) -> None:
    """Mark as read what the actor was told of a thing, up to the notice `until`."""
    told = of_thing(actor.id, subject, subject_id)
    hold(told)
    session().execute(
        _unread(actor)
        .where(Notification.about == subject.value, Notification.about_id == subject_id)
        .where(Notification.notice_id <= until)
        .values(read_at=clock.now())
    )
    recount(told)
    after_commit(partial(move_bell, actor.id))


def read_all(actor: Person, until: int) -> None:
    """Mark as read all that the actor was told up to the notice `until`: what came later stays."""
    told = and_(Told.person_id == actor.id, Told.unread > 0)
    hold(told)
    session().execute(
        _unread(actor).where(Notification.notice_id <= until).values(read_at=clock.now())
    )
    recount(told)
    after_commit(partial(move_bell, actor.id))


def unread_from(actor: Person, subject: Subject, subject_id: int, first: int) -> None:
    """Mark as unread what the actor was told of a thing, from the notice `first` on."""
    told = of_thing(actor.id, subject, subject_id)
    hold(told)
    session().execute(
        update(Notification)
        .where(
            Notification.person_id == actor.id,
            Notification.about == subject.value,
            Notification.about_id == subject_id,
            Notification.notice_id >= first,
        )
        .values(read_at=None)
    )
    recount(told)
    after_commit(partial(move_bell, actor.id))


def _unread(actor: Person) -> Update:
    return update(Notification).where(
        Notification.person_id == actor.id, Notification.read_at.is_(None)
    )
