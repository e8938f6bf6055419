"""The log of looks: who looked at which figures, when and how, also where nothing was shown to them.

Read by the delegates of the works council, and by everybody of themselves; by nobody else, so that who
may look at others is watched by those who may not. A look that repeats within a minute is one line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import session, transaction
from essp.people.models import Person
from essp.stats.asking import Axis, Scope
from essp.stats.privacy_models import InsightDelegate, InsightLook

SAME = timedelta(minutes=1)
REMEMBERED = timedelta(hours=24)


@dataclass(frozen=True)
class Look:
    """What somebody looks at: a screen, export or operation, of which scope and day."""

    what: str
    how: str
    scope: Scope
    day: date | None = None


def note(actor: Person, looks: Collection[Look], refused: str = "") -> None:
    """Write down that somebody looked, and why nothing was shown, in a transaction of its own."""
    now = clock.now()
    known = {_told(row) for row in _since(actor, now - SAME)}
    rows = {tuple(row.values()): row for row in (_row(look, refused) for look in looks)}
    new = [row for told, row in rows.items() if told not in known]
    if new:
        with transaction():
            session().execute(
                insert(InsightLook), [{**row, "at": now, "person_id": actor.id} for row in new]
            )


def scopes_shown(actor: Person) -> set[Scope]:
    """Which scopes were shown to somebody in the last 24 hours."""
    axes = [each.value for each in Axis]
    rows = session().execute(
        select(InsightLook.scope, InsightLook.key)
        .where(
            InsightLook.person_id == actor.id, InsightLook.at >= clock.now() - REMEMBERED,
            InsightLook.refused == "", InsightLook.scope.in_(axes),
        )
        .distinct()
    )  # fmt: skip
    return {Scope(Axis(row.scope), row.key) for row in rows}


def reads_all(actor: Person) -> bool:
    """Whether somebody is a delegate of the works council now."""
    wanted = select(InsightDelegate.id).where(
        InsightDelegate.person_id == actor.id, InsightDelegate.ended_at.is_(None)
    )
    return session().scalar(wanted.limit(1)) is not None


def lines(
    actor: Person, person: Person | None = None, *, limit: int, offset: int = 0
) -> Sequence[InsightLook]:
    """Lines of the log that somebody may read, the newest first, or those of one person."""
    return (
        session()
        .scalars(
            _readable(actor, person)
            .options(joinedload(InsightLook.person))
            .order_by(InsightLook.at.desc(), InsightLook.id.desc())
            .limit(limit)
            .offset(offset)
        )
        .all()
    )


def count(actor: Person, person: Person | None = None) -> int:
    """How many lines somebody may read."""
    found = select(func.count()).select_from(_readable(actor, person).subquery())
    return session().scalar(found) or 0


def _readable(actor: Person, person: Person | None) -> Select[InsightLook]:
    rows = select(InsightLook)
    if not reads_all(actor):
        rows = rows.where(InsightLook.person_id == actor.id)
    return rows if person is None else rows.where(InsightLook.person_id == person.id)


def _since(actor: Person, since: datetime) -> Sequence[InsightLook]:
    wanted = select(InsightLook).where(InsightLook.person_id == actor.id, InsightLook.at >= since)
    return session().scalars(wanted).all()


def _told(row: InsightLook) -> tuple[object, ...]:
    return row.what, row.how, row.scope, row.key, row.day, row.refused


def _row(look: Look, refused: str) -> dict[str, object]:
    """A line without its moment, in the order of `_told`."""
    return {
        "what": look.what[:40], "how": look.how[:10], "scope": look.scope.axis.value,
        "key": look.scope.key[:120], "day": look.day, "refused": refused[:20],
    }  # fmt: skip
