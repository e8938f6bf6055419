"""What people leave on threads: accepted answers, reactions, what each has read, unsent texts."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.discussions.models import Post
from essp.people.models import Person


class Acceptance(Base):
    """Somebody who may say so accepts a post as an answer: the one who asked, or a knowledge owner.

    It stands until `ended_at`: the answer was edited, taken back or moved, or the acceptor thought
    again. `revision` is the text of the post that was accepted. One stands for each post and person.
    """

    __tablename__ = "acceptance"
    __table_args__ = (
        Index(
            "uq_acceptance_standing",
            "post_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked: Mapped[bool]
    revision: Mapped[int]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(20), default="")

    person: Mapped[Person] = relationship(lazy="raise")
    post: Mapped[Post] = relationship(lazy="raise")


class Meaning(Enum):
    """What a reaction says. `support` is for the opening post of an idea."""

    HELPFUL = "helpful"
    SAME_QUESTION = "same question"
    OUTDATED = "outdated"
    THANKS = "thanks"
    SUPPORT = "support"


class Reaction(Base):
    """What somebody says of a post with one press; one of each meaning for each person."""

    __tablename__ = "reaction"
    __table_args__ = (Index("ix_reaction_person_id_at", "person_id", "at"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    meaning: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


class Confirmation(Base):
    """Somebody has read and understood an announcement that asks for it."""

    __tablename__ = "confirmation"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")


class ThreadReading(Base):
    """Which posts of a thread somebody has read, by their numbers, in whatever order they did.

    All up to `upto`, and those in `beyond`: ascending runs such as `45-52,60`, none of which touches
    `upto` or another. One's own posts count as read without standing here.
    """

    __tablename__ = "thread_reading"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    upto: Mapped[int] = mapped_column(default=0)
    beyond: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class PostDraft(Base):
    """Unsent text of one person, at the place where it was being written.

    `place` names it: `reply:` or `edit:` with the uid of a post, or `new:` with the address of a
    space. `kind`, `title` and `about` are those of a thread that is yet to be started.
    """

    __tablename__ = "post_draft"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(255), default="")
    about: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
