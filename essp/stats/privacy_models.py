"""Who may see figures, what the works council agreed to, and who looked at what."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class InsightSwitch(Base):
    """How much is measured from then on: off, minimal or full, by whom, and the agreement it rests on.

    Without a row it is minimal: nothing of anybody's reading and searching is kept.
    """

    __tablename__ = "insight_switch"

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reference: Mapped[str] = mapped_column(String(300), default="")
    agreed_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[Person] = relationship(lazy="raise")


class InsightDelegate(Base):
    """A person reads the log of who looked at which figures, for the works council."""

    __tablename__ = "insight_delegate"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reference: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class InsightLook(Base):
    """Somebody looked at figures: when, which screen, export or operation, of which scope and day.

    `refused` says why nothing was shown.
    """

    __tablename__ = "insight_look"
    __table_args__ = (Index("ix_insight_look_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(120), default="")
    day: Mapped[date | None]
    refused: Mapped[str] = mapped_column(String(20), default="")

    person: Mapped[Person] = relationship(lazy="raise")


class InsightChoice(Base):
    """What somebody chose for themselves: the mail, being thanked by name, not being counted.

    `objected_at` is since when what they open and look for is kept no more; what they wrote stays.
    """

    __tablename__ = "insight_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mail: Mapped[bool] = mapped_column(default=False)
    mailed_on: Mapped[date | None]
    named: Mapped[bool] = mapped_column(default=False)
    objected_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
