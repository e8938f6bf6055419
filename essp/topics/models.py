"""Topics: what things are about, under every name that people have for it, in English and Dutch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class Topic(Base):
    """One thing to be about. `slug` is its address, `lineage` the ids from the top down to itself.

    A topic that was only ever named behind a closed door has no `opened_at`, and its uid for an
    address: only who may read something that carries it may know of it. A topic that was merged
    stands for the one in `merged_into_id` from then on, with its names and everything that carries
    it.
    """

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    lineage: Mapped[str] = mapped_column(String(500), default="", index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changes: Mapped[int] = mapped_column(default=0)

    @property
    def status(self) -> str:
        """`merged`, `open` (everyone may know of it) or `quiet` (named behind closed doors only)."""
        if self.merged_into_id is not None:
            return "merged"
        return "open" if self.opened_at is not None else "quiet"


class TopicName(Base):
    """A word for a topic. `key` folds case, accents and hyphens: a word means one topic.

    In each language one name is preferred, the others are synonyms.
    """

    __tablename__ = "topic_name"
    __table_args__ = (
        Index(
            "uq_topic_name_preferred",
            "topic_id",
            "language",
            unique=True,
            sqlite_where=text("preferred"),
            postgresql_where=text("preferred"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    preferred: Mapped[bool] = mapped_column(default=False)


class TopicAddress(Base):
    """An address that a topic has or had: old ones lead to it for ever."""

    __tablename__ = "topic_address"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)


class TopicChange(Base):
    """One change of a topic: what somebody did, with what it was and what it became."""

    __tablename__ = "topic_change"
    __table_args__ = (Index("ix_topic_change_topic_id_at", "topic_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    by: Mapped[Person] = relationship(lazy="raise")


class PersonTopic(Base):
    """A topic that somebody may be asked about, in the order and words of their profile."""

    __tablename__ = "person_topic"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)
    place: Mapped[int]
    said: Mapped[str] = mapped_column(String(120))

    person: Mapped[Person] = relationship(lazy="raise")
    topic: Mapped[Topic] = relationship(lazy="raise")
