"""What people put beside the figures: pilots, demand from outside, what an answer was good for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class Pilot(Base):
    """A space is tried out by a group of people between two days, both included.

    `ended_at` and `lesson` say when somebody closed it and what was learnt.
    """

    __tablename__ = "pilot"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(500), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    lesson: Mapped[str] = mapped_column(String(1000), default="")

    by: Mapped[Person] = relationship(lazy="raise")


class PilotPerson(Base):
    """A person belongs to the cohort of a pilot, invited on a day."""

    __tablename__ = "pilot_person"

    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    invited_on: Mapped[date]


class OutsideDemand(Base):
    """How often customers asked about something in a month, as a file from outside said.

    `key` folds the name as it stood there; `topic_id` is the topic it names, if one does. A later file
    that speaks of the same name and month says it anew.
    """

    __tablename__ = "outside_demand"
    __table_args__ = (UniqueConstraint("key", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    period: Mapped[date]
    count: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    imported_at: Mapped[datetime]


class UseCase(Base):
    """What an answer was good for, in one line of whoever asked; `minutes` is what they say it saved."""

    __tablename__ = "use_case"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(String(300))
    minutes: Mapped[int | None]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")
