"""What home keeps of each person: when they were there, and what they put aside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class HomeVisit(Base):
    """When somebody looks at their home. What is newer than `seen_until` is new to them.

    `at` is the last time they were there, to a few minutes; `before` the end of the visit before
    that one.
    """

    __tablename__ = "home_visit"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_until: Mapped[datetime | None]
    at: Mapped[datetime]
    before: Mapped[datetime | None]


class HomePass(Base):
    """Somebody said that a page or a conversation does not need them: home asks no more."""

    __tablename__ = "home_pass"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(10), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
