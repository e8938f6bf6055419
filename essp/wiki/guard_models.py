"""Protection: a record of who guards a page, a branch or a section, how, why and until when."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class Level(Enum):
    """How a page is guarded; `order` tells which of two is the stricter.

    Open: anyone edits. Afterwards: an edit goes live and an owner looks after. Before: an edit by
    others waits as a proposal. Locked: owners alone edit; what others write is a proposal too.
    """

    OPEN = "open"
    AFTERWARDS = "afterwards"
    BEFORE = "before"
    LOCKED = "locked"

    @property
    def order(self) -> int:
        """0 for the loosest."""
        return list(Level).index(self)

    @property
    def holds_back(self) -> bool:
        """Whether an edit by others waits for an owner."""
        return self in {Level.BEFORE, Level.LOCKED}


class Protection(Base):
    """A page, all that stands below it (`subtree`), or one section of it, is guarded.

    It ends `until`, or by hand (`ended_at`). A lock without an end is to be confirmed by `confirm_by`.
    `announced_at` tells since when owners know that it will step down, `stepped_down_at` since when
    what should wait goes live, because proposals waited longer than was promised.
    """

    __tablename__ = "protection"
    __table_args__ = (
        Index("ix_protection_page_id", "page_id",
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        Index("ix_protection_space_id", "space_id",
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    subtree: Mapped[bool] = mapped_column(default=False, server_default=false())
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    level: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    confirm_by: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    stepped_down_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_why: Mapped[str] = mapped_column(String(500), default="")

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise")


class UnlockRequest(Base):
    """Somebody asked the owners of a lock to lift it, for page `page_id`; `unlocked` is what came of it."""

    __tablename__ = "unlock_request"
    __table_args__ = (
        Index("ix_unlock_request_protection_id", "protection_id",
              sqlite_where=text("answered_at IS NULL"),
              postgresql_where=text("answered_at IS NULL")),
        Index("ix_unlock_request_by_id", "by_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    protection_id: Mapped[int] = mapped_column(ForeignKey("protection.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    unlocked: Mapped[bool] = mapped_column(default=False, server_default=false())
    answer: Mapped[str] = mapped_column(String(500), default="", server_default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise")
