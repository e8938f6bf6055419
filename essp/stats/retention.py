"""What is kept no longer: what people opened and looked for, after 35 days.

Figures of those days stand; who made them up does not. What somebody wrote stays, with their name.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Delete, delete, or_, update

from essp.core.db import session, transaction
from essp.stats.asking import DAY
from essp.stats.models import Presence, Searched, Usage
from essp.stats.verbs import KEPT_DAYS, Use


def reduce_to_totals(today: date) -> int:
    """Forget what was opened and looked for before the last 35 days; how many rows that were.

    Done also where a day was never filled: that nobody's reading is kept longer was promised.
    """
    last = today - KEPT_DAYS * DAY
    with transaction():
        gone = 0
        for table in (Usage, Searched):
            gone += _deleted(delete(table).where(table.day <= last))
        did = or_(Presence.reacted > 0, Presence.contributed > 0)
        gone += _deleted(delete(Presence).where(Presence.day <= last, ~did))
        session().execute(
            update(Presence)
            .where(Presence.day <= last, or_(Presence.viewed, Presence.kinds > Use.EDIT.value))
            .values(viewed=False, kinds=Presence.kinds.op("&")(Use.EDIT.value))
        )
    return gone


def _deleted(statement: Delete) -> int:
    return int(session().execute(statement).rowcount)  # type: ignore[attr-defined]
