"""Who is where in the other web processes of this site: told through the database, as leases.

Each process that holds open lines keeps a lease. While there is another, each keeps what its lines show
beside it, and reads what the others show whenever they say that it changed. Nothing of it outlives its
line by more than a lease, and a process that is alone writes nothing but its own lease.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import ForeignKey, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from essp.core import clock, realtime
from essp.core.db import Base, session, transaction
from essp.core.realtime import View

LASTS = timedelta(seconds=45)
RENEWED = timedelta(seconds=15)
ATTENDANCE = "essp-attendance"

Changed = Callable[[str], None]
Shown = tuple[int, int, str, bool]  # person, sign-in, subject, writing


class LineHolder(Base):
    """A process that holds open lines, until when that is true; `stamp` grows when they change."""

    __tablename__ = "line_holder"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime]
    stamp: Mapped[int] = mapped_column(default=0)


class LineView(Base):
    """What an open line of a process shows now."""

    __tablename__ = "line_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(String(32), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sign_in_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(60))
    writing: Mapped[bool]


@dataclass
class Attendance:
    """What this process told the others, and knows of them: holder -> stamp and what its lines show."""

    changed: Sequence[Changed]
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    stamp: int = 0
    told: frozenset[Shown] = frozenset()
    renewed_at: datetime | None = None
    others: dict[str, tuple[int, frozenset[Shown]]] = field(default_factory=dict)


def install(app: Flask, changed: Sequence[Changed]) -> None:
    """`changed` are told each thing before which somebody came or went in another process."""
    app.extensions[ATTENDANCE] = Attendance(changed)


def elsewhere(subject: str) -> list[View]:
    """What lines of other processes show that thing; nothing can be told to them from here."""
    return [
        View("", person_id, sign_in_id, shown, writing)
        for _stamp, views in _attendance().others.values()
        for person_id, sign_in_id, shown, writing in sorted(views)
        if shown == subject
    ]


def keep() -> None:
    """Renew the lease, tell the others what the lines here show, and hear what theirs do."""
    own = _attendance()
    holders = {row.name: row for row in session().scalars(select(LineHolder))}
    now = clock.now()
    others = {
        name: holder.stamp
        for name, holder in holders.items()
        if name != own.name and holder.until > now
    }
    gone = [each for each in holders if each != own.name and each not in others]
    shown = _shown() if others else frozenset()
    due = own.renewed_at is None or own.name not in holders or now - own.renewed_at > RENEWED
    if due or gone or shown != own.told:
        with transaction():
            _forget(gone)
            _tell(own, shown, now)
    _hear(own, others)


def withdraw() -> None:
    """This process holds no line any more."""
    own = _attendance()
    with transaction():
        _forget([own.name])
    own.told, own.renewed_at, own.others = frozenset(), None, {}


def _shown() -> frozenset[Shown]:
    return frozenset(
        (each.person_id, each.sign_in_id, each.subject, each.writing)
        for each in realtime.views()
        if each.subject
    )


def _tell(own: Attendance, shown: frozenset[Shown], now: datetime) -> None:
    if shown != own.told:
        session().execute(delete(LineView).where(LineView.holder == own.name))
        columns = ("person_id", "sign_in_id", "subject", "writing")
        rows = [{"holder": own.name, **dict(zip(columns, each, strict=True))} for each in shown]
        if rows:
            session().execute(insert(LineView), rows)
        own.told, own.stamp = shown, own.stamp + 1
    session().merge(LineHolder(name=own.name, until=now + LASTS, stamp=own.stamp))
    own.renewed_at = now


def _forget(holders: Collection[str]) -> None:
    if holders:
        session().execute(delete(LineView).where(LineView.holder.in_(holders)))
        session().execute(delete(LineHolder).where(LineHolder.name.in_(holders)))


def _hear(own: Attendance, stamps: Mapping[str, int]) -> None:
    """Read the views of those who say that they changed, and tell what is different."""
    before = _all(own)
    stale = [name for name, stamp in stamps.items() if own.others.get(name, (-1,))[0] != stamp]
    for name in [each for each in own.others if each not in stamps]:
        del own.others[name]
    for name in stale:
        own.others[name] = stamps[name], _read(name)
    different = {subject for _person, _sign_in, subject, _writing in before ^ _all(own)}
    for subject in sorted(different):
        for changed in own.changed:
            changed(subject)


def _all(own: Attendance) -> frozenset[Shown]:
    return frozenset().union(*(views for _stamp, views in own.others.values()))


def _read(holder: str) -> frozenset[Shown]:
    rows = select(LineView.person_id, LineView.sign_in_id, LineView.subject, LineView.writing)
    found = session().execute(rows.where(LineView.holder == holder))
    return frozenset((row[0], row[1], row[2], row[3]) for row in found)


def _attendance() -> Attendance:
    attendance: Attendance = current_app.extensions[ATTENDANCE]
    return attendance
