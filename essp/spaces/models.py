"""Spaces, who belongs to them, who owns their knowledge, and who asked to come in."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from essp.core.db import Base
from essp.people.models import Person


class Access(Enum):
    """Who reads and edits: everyone; members, while everyone sees that it exists; members in private."""

    OPEN = "open"
    BY_REQUEST = "by request"
    CLOSED = "closed"


class Space(Base):
    """A place with a purpose. `rules` are its house rules, in Markdown; `access_reason` says why not
    everyone reads it.

    `stamp` counts the changes of all that every page of the space shows around its text: the space
    itself and the places of its pages. It never goes back. In a space for `practice` everybody tries
    things out: nothing of it counts anywhere else.
    """

    __tablename__ = "space"
    __table_args__ = (UniqueConstraint("created_by_id", "save_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    purpose: Mapped[str] = mapped_column(String(500), default="")
    rules: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[str] = mapped_column(String(20), default=Access.OPEN.value, index=True)
    access_reason: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(5), default="en")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    save_key: Mapped[str | None] = mapped_column(String(40))
    stamp: Mapped[int] = mapped_column(default=0, server_default="0")
    practice: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def is_open(self) -> bool:
        """Whether everyone may read it."""
        return self.access == Access.OPEN.value

    @property
    def glyph(self) -> str:
        """Two letters that stand for the space beside its name."""
        letters = [c for c in self.name if c.isalnum()] or ["?"]
        words = [w for w in self.name.split() if w[:1].isalnum()]
        second = words[1][:1] if len(words) > 1 else "".join(letters[1:2])
        return letters[0].upper() + second.lower()


@event.listens_for(Space, "before_update")
def _stamp(_mapper: Mapper[Space], _connection: Connection, space: Space) -> None:
    """Count a change of the space itself, whoever makes it."""
    present = object_session(space)
    if present is not None and present.is_modified(space):
        space.stamp = Space.stamp + 1


class SpaceAddress(Base):
    """An address the space has or had: old ones lead to it for ever."""

    __tablename__ = "space_address"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)


class Membership(Base):
    """A person belongs to a space: it is among theirs, and closed ones are open to them."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_person_id_space_id", "person_id", "space_id"),)

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    space: Mapped[Space] = relationship(lazy="raise")


class Ownership(Base):
    """A person is knowledge owner of a space, since when and by whose appointment."""

    __tablename__ = "ownership"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class Champion(Base):
    """A person helps newcomers in a space: `says` is what they are there for, in one sentence."""

    __tablename__ = "champion"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    says: Mapped[str] = mapped_column(String(200), default="")
    since: Mapped[datetime]
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    space: Mapped[Space] = relationship(lazy="raise")


class EntryRequest(Base):
    """Somebody asks to become a member, and what became of it."""

    __tablename__ = "entry_request"
    __table_args__ = (
        Index(
            "uq_entry_request_waiting",
            "space_id",
            "person_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted: Mapped[bool | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
