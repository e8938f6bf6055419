"""Who looks after what below a space: owners and deputies of pages and branches, and groups of owners."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person

LIVE = "ended_at IS NULL"


class OwnerGroup(Base):
    """A named group of people who own knowledge together, in one space.

    One that was ended has its own id as `name_key`, so that its name is free again.
    """

    __tablename__ = "owner_group"
    __table_args__ = (UniqueConstraint("space_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def in_use(self) -> bool:
        """Whether it was not ended."""
        return self.name_key != self.uid


class OwnerGroupMember(Base):
    """A person belongs to a group of owners."""

    __tablename__ = "owner_group_member"

    group_id: Mapped[int] = mapped_column(ForeignKey("owner_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class OwnerGroupAsking(Base):
    """A person was asked to belong to a group of owners and did not answer yet."""

    __tablename__ = "owner_group_asking"

    group_id: Mapped[int] = mapped_column(ForeignKey("owner_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    group: Mapped[OwnerGroup] = relationship(lazy="raise")


class Stewardship(Base):
    """A person or a group owns a page, or is its deputy: who asked them, and since when they agreed.

    `page_id` is empty for a whole space, whose owners are `Ownership`; here stand its deputies and its
    groups. `subtree` holds for all that stands below the page as well. It counts from `accepted_at`
    until `ended_at`; `ended_why` is one of stepped down, handed over, removed, left, declined.
    """

    __tablename__ = "stewardship"
    __table_args__ = (
        Index("ix_stewardship_page_id", "page_id", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("ix_stewardship_space_id", "space_id", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("ix_stewardship_person_id", "person_id"),
        Index("ix_stewardship_group_id", "group_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    subtree: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("owner_group.id"))
    deputy: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime]
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_why: Mapped[str] = mapped_column(String(20), default="")

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")
    group: Mapped[OwnerGroup | None] = relationship(lazy="raise")
