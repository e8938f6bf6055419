"""Letting go of what was read long ago, of mails that were taken, and of browsers that signed out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from essp.core import clock, jobs, mail
from essp.core.db import session, transaction
from essp.notifications.models import Notice, Notification, Told
from essp.notifications.push_models import PushBrowser, lasting
from essp.notifications.reply_models import FOLDER, ReceivedMail, name_of

KEPT = timedelta(days=90)
MAILS_KEPT = timedelta(days=30)
DAY = timedelta(days=1)


def ask_to_sweep() -> None:
    """Have old rows swept tomorrow; asked for often it is done once a day."""
    jobs.enqueue(sweep, delay=DAY, day=clock.now().date().isoformat())


@jobs.task("notifications.sweep")
def sweep(day: str) -> None:
    """Delete rows that were read long ago, the notices that nobody has any more, their traces,
    and where browsers were told whose sign-in has ended."""
    with transaction():
        before = clock.now() - KEPT
        session().execute(delete(Notification).where(Notification.read_at < before))
        kept = select(Notification.notice_id).where(Notification.notice_id == Notice.id)
        session().execute(delete(Notice).where(Notice.at < before, ~kept.exists()))
        rows = select(Notification.notice_id).where(
            Notification.person_id == Told.person_id,
            Notification.about == Told.about,
            Notification.about_id == Told.about_id,
        )
        session().execute(delete(Told).where(~rows.exists()))
        session().execute(delete(ReceivedMail).where(ReceivedMail.came_at < before))
        session().execute(delete(PushBrowser).where(~lasting()))
    _sweep_mails()


def _sweep_mails() -> None:
    """Delete mails that came in long enough ago that nobody asks for them any more."""
    since = name_of(clock.now() - MAILS_KEPT)
    for path in mail.folder(FOLDER).glob("*.eml"):
        if path.name < since:
            path.unlink(missing_ok=True)
