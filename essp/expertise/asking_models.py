"""Questions that are routed to people: who was invited and why, what they said, private questions."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.discussions.models import Thread
from essp.people.models import Person


class Routing(Base):
    """A question in the open that is brought to people who may answer it, in waves.

    `words` are what it is about, as looked for. `next_at` is when it is routed on: after 4 working
    hours to two more, after 2 working days to the owners of its space; empty when that ended, with
    `ended_why`: answered, closed, withdrawn, nobody.
    """

    __tablename__ = "routing"
    __table_args__ = (
        Index("ix_routing_next_at", "next_at",
              sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )  # fmt: skip

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(400))
    wave: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(10), default="")

    thread: Mapped[Thread] = relationship(lazy="raise")


class Reply(Enum):
    """What somebody who was invited said. The asker never learns of the last three."""

    WAITING = ""
    ANSWERED = "answered"
    NOT_ME = "not me"
    NOT_NOW = "not now"
    PASSED_ON = "passed on"


class Invitation(Base):
    """Somebody was asked to look at a question, in which wave and why: the lines of evidence shown then.

    Who was passed on to has `from_id`, who named them. `space` invitations go to owners of the space.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("thread_id", "person_id"),
        Index("ix_invitation_person_id_at", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    wave: Mapped[int]
    at: Mapped[datetime]
    why: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    reply: Mapped[str] = mapped_column(String(10), default="")
    replied_at: Mapped[datetime | None]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    words: Mapped[str] = mapped_column(String(400), default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    thread: Mapped[Thread] = relationship(lazy="raise")


class PrivateQuestion(Base):
    """A question to one person that nobody else reads, until both agree to make it public.

    `asker_opens_at` and `asked_opens_at` are when each agreed; `thread_id` is what it became.
    """

    __tablename__ = "private_question"
    __table_args__ = (
        UniqueConstraint("asker_id", "save_key"),
        Index("ix_private_question_person_id_at", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(255))
    words: Mapped[str] = mapped_column(String(400), default="")
    why: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(String(10), default="")
    asker_opens_at: Mapped[datetime | None]
    asked_opens_at: Mapped[datetime | None]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)
    save_key: Mapped[str | None] = mapped_column(String(40))

    asker: Mapped[Person] = relationship(foreign_keys=[asker_id], lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")

    def other_than(self, one: Person) -> Person:
        """The other of the two people."""
        return self.person if one.id == self.asker_id else self.asker


class PrivateMessage(Base):
    """One message of a private question, the question itself the first."""

    __tablename__ = "private_message"
    __table_args__ = (
        UniqueConstraint("author_id", "save_key"),
        Index("ix_private_message_question_id", "question_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("private_question.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    save_key: Mapped[str | None] = mapped_column(String(40))

    author: Mapped[Person] = relationship(lazy="raise")
