"""How much somebody has not read of each thing: counted again whenever rows of it change.

Nothing is added or taken away, so a count cannot drift; `recount` with everything makes all anew.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select, update

from essp.core.db import session
from essp.notifications.models import Notification, Subject, Told


def of_thing(person_id: int, subject: Subject, subject_id: int) -> ColumnElement[bool]:
    """The condition on Told of what one person was told of one thing."""
    return and_(
        Told.person_id == person_id, Told.about == subject.value, Told.about_id == subject_id
    )


def hold(which: ColumnElement[bool]) -> None:
    """Let nobody else count these until the transaction ends: rows are changed after this."""
    session().execute(select(Told.newest).where(which).with_for_update())


def recount(which: ColumnElement[bool]) -> None:
    """Count anew what is unread of these things."""
    own = (
        select(func.count())
        .where(
            Notification.person_id == Told.person_id,
            Notification.about == Told.about,
            Notification.about_id == Told.about_id,
            Notification.read_at.is_(None),
        )
        .correlate(Told)
        .scalar_subquery()
    )
    counted = update(Told).where(which).values(unread=own)
    session().execute(counted.execution_options(synchronize_session=False))
