"""Mails that came in: what became of each, so that none is taken twice and none is lost."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base

FOLDER = "mail-in"  # of the data folder, where they are kept for a while


def name_of(moment: datetime) -> str:
    """How the name of the file of a mail begins that came in then."""
    return moment.strftime("%Y%m%dT%H%M%S")


class Fate(Enum):
    """What became of a mail. One that was ignored was written by a program, or was for nobody here."""

    WAITING = "waiting"
    PLACED = "placed"
    REFUSED = "refused"
    BOUNCE = "bounce"
    IGNORED = "ignored"


class ReceivedMail(Base):
    """A mail that came in. `key` is the same however often it is delivered; `file` holds all of it.

    `message_id` ties mails about the post to it in mail programs. `said` is why it was refused or
    ignored, `left_out` the files that were not kept, each with the reason. `sender_hash` counts how
    much one address is answered. `answered_at` is noted before an answer is handed over.
    """

    __tablename__ = "received_mail"
    __table_args__ = (
        Index("ix_received_mail_post_id", "post_id"),
        Index("ix_received_mail_person_id_came_at", "person_id", "came_at"),
        Index("ix_received_mail_sender_hash_came_at", "sender_hash", "came_at"),
        Index("ix_received_mail_came_at", "came_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    file: Mapped[str] = mapped_column(String(80))
    came_at: Mapped[datetime]
    fate: Mapped[str] = mapped_column(String(10), default=Fate.WAITING.value)
    said: Mapped[str] = mapped_column(String(500), default="")
    left_out: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    message_id: Mapped[str] = mapped_column(String(255), default="")
    sender_hash: Mapped[str] = mapped_column(String(64), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None]
    answered_at: Mapped[datetime | None]


class MailboxTurn(Base):
    """Whose turn it is to look into the mailbox: one row, held by one worker at a time.

    `due_at` is when the next may look, `held_until` when a worker that died has lost its turn.
    `failures` counts those on end, and `said` is what the last one said; `looked_at` went well.
    """

    __tablename__ = "mailbox_turn"

    id: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(500), default="")
    looked_at: Mapped[datetime | None]
