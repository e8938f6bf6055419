"""How somebody wants their mail, when the next one is due, and which were sent."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base
from essp.core.ids import new_uid


class Rhythm(Enum):
    """How often there is mail. A bundle waits until nothing more came for a while."""

    ONCE = "once"
    BUNDLE = "bundle"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Sort(Enum):
    """The two sorts of mail: about oneself (mentions, replies, answers) and about what one watches."""

    DIRECT = "direct"
    WATCHED = "watched"


class MailChoice(Base):
    """What somebody chose; who has no row has the defaults. `uid` stands in links that stop mail.

    Between the hours `quiet_from` and `quiet_until` nothing is sent; equal ones mean that none are
    quiet. With `any_day` days off are like working days. An address that mail came back from gets no
    more until its owner says that it works. `desk` is the one mail of a day about what waits on their
    desk as a knowledge owner, `desk_sent_at` when the last one went.
    """

    __tablename__ = "mail_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True, default=new_uid)
    direct: Mapped[str] = mapped_column(String(10), default=Rhythm.ONCE.value)
    watched: Mapped[str] = mapped_column(String(10), default=Rhythm.DAILY.value)
    quiet_from: Mapped[int] = mapped_column(default=19)
    quiet_until: Mapped[int] = mapped_column(default=7)
    any_day: Mapped[bool] = mapped_column(default=False)
    desk: Mapped[bool] = mapped_column(default=True, server_default=true())
    desk_sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str] = mapped_column(String(300), default="")

    def rhythm(self, sort: Sort) -> Rhythm:
        """How often there is mail of that sort."""
        return Rhythm(self.direct if sort is Sort.DIRECT else self.watched)


class MailTurn(Base):
    """That somebody has news to be mailed: looked at when `due_at` has come, at `latest_at` anyway.

    `held` is a turn that waits for its hour, which more news does not change.
    """

    __tablename__ = "mail_turn"
    __table_args__ = (Index("ix_mail_turn_due_at", "due_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sort: Mapped[str] = mapped_column(String(10), primary_key=True)
    since: Mapped[datetime]
    due_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    held: Mapped[bool]


class Mailing(Base):
    """One mail of news. `uid` is its identity in mail programs, the same however often it is tried.

    `handed_at` is noted before it is handed to the mail server, so that a worker that dies between
    the two never sends it again.
    """

    __tablename__ = "mailing"
    __table_args__ = (Index("ix_mailing_person_id_made_at", "person_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True, default=new_uid)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sort: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
