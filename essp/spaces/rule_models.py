"""House rules as they were from one moment to the next, and who has read which of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class RulesVersion(Base):
    """House rules from a moment on: of a space, or without one of the whole site.

    `number` counts the versions of a place from 1. `note` says what was changed and why. `small` means
    that nobody who read the one before needs to read it again. An empty text: there are no rules.
    """

    __tablename__ = "rules_version"
    __table_args__ = (
        UniqueConstraint("space_id", "number"),
        Index(
            "uq_rules_version_of_site",
            "number",
            unique=True,
            sqlite_where=text("space_id IS NULL"),
            postgresql_where=text("space_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(500), default="")
    small: Mapped[bool] = mapped_column(default=False, server_default=false())
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    author: Mapped[Person] = relationship(lazy="raise")


class RulesRead(Base):
    """Somebody said that they have read the house rules of a place, in that version."""

    __tablename__ = "rules_read"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("rules_version.id"), primary_key=True, index=True
    )
    at: Mapped[datetime]
