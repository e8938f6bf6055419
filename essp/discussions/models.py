"""Threads and the posts they are made of, what each said earlier, and where threads lead."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.models import Topic


class Kind(Enum):
    """What a thread is for. A comment is about a passage of a page and has no title."""

    QUESTION = "question"
    DISCUSSION = "discussion"
    IDEA = "idea"
    ANNOUNCEMENT = "announcement"
    COMMENT = "comment"


class About(Enum):
    """What a thread is about. A passage is named by its page; where in it, passages themselves say."""

    NOTHING = ""
    PAGE = "page"
    PERSON = "person"
    TOPIC = "topic"
    PASSAGE = "passage"


class Outcome(Enum):
    """Why a thread is closed. `resolved` and `became an edit` are for comments; `merged` and
    `duplicate` lead to another thread."""

    ANSWERED = "answered"
    BECAME_PAGE = "became a page"
    BECAME_EDIT = "became an edit"
    DECIDED = "decided"
    DROPPED = "dropped"
    RESOLVED = "resolved"
    DUPLICATE = "duplicate"
    MERGED = "merged"


class Gone(Enum):
    """Why a post is out of sight: its author took it back, or somebody hid it."""

    NO = ""
    DELETED = "deleted"
    HIDDEN = "hidden"


# Conditions of indexes. SQLite takes such an index only where the question says the same words.
_WAITING = "kind = 'question' AND closed_at IS NULL AND accepted = 0 AND merged_into_id IS NULL"
_ASKS = "asks_confirmation AND closed_at IS NULL"


class Thread(Base):
    """A conversation in a space. Whoever reads the space reads its threads and may write in them.

    `posts`, `people`, `accepted`, `support` are kept exactly: posts in sight (the opening one
    among them), their authors, answers that stand accepted, people who support the idea. The `last_`
    fields tell of the newest post in sight. `last_number` is the highest number a post ever had.
    A closed thread says when, by whom, with what `outcome` and why; `merged_into_id` is the thread
    that took its posts over. `answered_at` is when the first answer was accepted that still stands.
    Posts up to the number `imported_upto` came from elsewhere: they are new to nobody here.
    """

    __tablename__ = "thread"
    __table_args__ = (
        UniqueConstraint("author_id", "save_key"),
        Index("ix_thread_space_id_last_at", "space_id", "last_at"),
        Index("ix_thread_last_at", "last_at"),
        Index("ix_thread_about", "about_kind", "about_id"),
        Index("ix_thread_author_id_at", "author_id", "at"),
        Index("ix_thread_waiting", "space_id", "at",
              sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
        Index("ix_thread_asks", "space_id", sqlite_where=text(_ASKS), postgresql_where=text(_ASKS)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(255), default="")
    about_kind: Mapped[str] = mapped_column(String(10), default="")
    about_id: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(5), default="en")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    asks_confirmation: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(20), default="")
    closing_reason: Mapped[str] = mapped_column(String(500), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    answered_at: Mapped[datetime | None]
    posts: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    support: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    imported_upto: Mapped[int] = mapped_column(default=0, server_default="0")
    last_at: Mapped[datetime]
    last_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    save_key: Mapped[str | None] = mapped_column(String(40))

    space: Mapped[Space] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise")
    last_by: Mapped[Person] = relationship(foreign_keys=[last_by_id], lazy="raise")
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id], lazy="raise")

    @classmethod
    def listed(cls) -> ColumnElement[bool]:
        """The condition of a thread that stands in lists: no comment, none that was merged away."""
        return and_(cls.kind != Kind.COMMENT.value, cls.merged_into_id.is_(None))

    @classmethod
    def waiting(cls) -> ColumnElement[bool]:
        """The condition of an open question without an accepted answer, for an index of these alone."""
        return and_(
            cls.kind == literal_column("'question'"), cls.closed_at.is_(None),
            cls.accepted == literal_column("0"), cls.merged_into_id.is_(None),
        )  # fmt: skip

    @classmethod
    def asking(cls) -> ColumnElement[bool]:
        """The condition of an open thread that asks whether it was read, for an index of these."""
        return and_(text("thread.asks_confirmation"), cls.closed_at.is_(None))

    @property
    def closed(self) -> bool:
        """Whether nobody may reply any more; it can be opened again."""
        return self.closed_at is not None


class Post(Base):
    """One contribution to a thread. The tree is in `parent_id`: the opening post alone has none.

    `number` counts the posts of the thread in the order they came, from 1, and is never given
    twice: what somebody has read is kept by it. `revision` counts its texts from 1; what it said
    before is in PostRevision. `html`, `links`, `plain` are made of `text` when that changes, as of a
    page. A `remark` stands right under a question, asks back or notes something, and is no answer. A
    post that is `gone` keeps its place and its replies, and says who took it away and why.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        UniqueConstraint("author_id", "save_key"),
        Index(
            "uq_post_opening",
            "thread_id",
            unique=True,
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        Index("ix_post_author_id_at", "author_id", "at"),
        Index(
            "ix_post_gone",
            "gone",
            "id",
            sqlite_where=text("gone <> ''"),
            postgresql_where=text("gone <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str] = deferred(mapped_column(Text))
    html: Mapped[str] = mapped_column(Text)
    links: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    plain: Mapped[str] = deferred(mapped_column(Text))
    revision: Mapped[int] = mapped_column(default=1)
    remark: Mapped[bool] = mapped_column(default=False, server_default=false())
    edited_at: Mapped[datetime | None]
    gone: Mapped[str] = mapped_column(String(10), default="")
    gone_at: Mapped[datetime | None]
    gone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    gone_note: Mapped[str] = mapped_column(String(500), default="")
    via: Mapped[str] = mapped_column(String(20), default="web")
    save_key: Mapped[str | None] = mapped_column(String(40))

    thread: Mapped[Thread] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise")
    gone_by: Mapped[Person | None] = relationship(foreign_keys=[gone_by_id], lazy="raise")


class PostRevision(Base):
    """What a post said until it was edited: its text number `number`, by whom, since when.

    `title` is that of the thread at the time, for the opening post.
    """

    __tablename__ = "post_revision"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(255), default="")
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    author: Mapped[Person] = relationship(lazy="raise")


class Way(Enum):
    """How a thread leads elsewhere, told from the thread itself."""

    SPLIT_FROM = "split from"
    MERGED_INTO = "merged into"
    MOVED_FROM = "moved from"
    DUPLICATE_OF = "duplicate of"
    BECAME_PAGE = "became a page"
    BECAME_EDIT = "became an edit"


class ThreadLink(Base):
    """A thread leads to another one, to a page or to a space, by somebody's deed; shown at both ends.

    `page_revision` is the revision that a comment became. Pages are known by their ids alone.
    `space_id` is where a thread stood before it was moved.
    """

    __tablename__ = "thread_link"
    __table_args__ = (Index("ix_thread_link_page_id", "page_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    way: Mapped[str] = mapped_column(String(20))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)
    page_id: Mapped[int | None]
    page_revision: Mapped[int | None]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    thread: Mapped[Thread] = relationship(foreign_keys=[thread_id], lazy="raise")
    other: Mapped[Thread | None] = relationship(foreign_keys=[other_id], lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise")


class ThreadTopic(Base):
    """A thread carries a topic: its opening post names it (`text`), or somebody put it there (`set`).

    `topic_id` may be a topic that was merged since; what it stands for is asked of the topic.
    """

    __tablename__ = "thread_topic"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)
    source: Mapped[str] = mapped_column(String(10), primary_key=True)

    topic: Mapped[Topic] = relationship(lazy="raise")
