"""The open pages of whoever was told hear that there is something new, wherever it was told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from essp.core import heralding, realtime
from essp.core.db import session
from essp.notifications.models import Notice, Notification
from essp.people.listening import ring

NEWS = "news"


def ring_for(notices: Sequence[int]) -> None:
    """Say to the open pages of whoever was told that there is something new, and nothing more."""
    present = {view.person_id for view in realtime.views()}
    told = select(Notification.person_id).where(
        Notification.notice_id.in_(notices), Notification.person_id.in_(present)
    )
    ring(set(session().scalars(told)), NEWS)


def move_bell(person_id: int) -> None:
    """Somebody read something, or wants to see it as unread: their open pages count anew."""
    if any(view.person_id == person_id for view in realtime.views()):
        heralding.soon(f"bell:{person_id}", partial(ring, {person_id}, NEWS))


NOTICES = heralding.Tail(Notice.id, ring_for)
