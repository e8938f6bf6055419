"""What somebody wants to hear of, what there is to hear, and what each person was told."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class Subject(Enum):
    """What can be watched. A branch is a page with all that stands below it, now and later.

    A case is what moderators decide on, a proposal what owners do, a private question is of two people;
    a doubt, a handover and a group of owners concern who owns a thing: nobody watches them, and whom
    they concern is told of them.
    """

    THREAD = "thread"
    PAGE = "page"
    BRANCH = "branch"
    TOPIC = "topic"
    SPACE = "space"
    PERSON = "person"
    CASE = "case"
    PROPOSAL = "proposal"
    PRIVATE = "private"
    DOUBT = "doubt"
    HANDOVER = "handover"
    GROUP = "group"


class Level(Enum):
    """How much of a thing somebody wants to hear, the least first."""

    MUTED = "muted"
    ANSWERS = "answers"
    NORMAL = "normal"
    EVERYTHING = "everything"


class Watch(Base):
    """How much somebody wants to hear of one thing. Until `muted_until` it is nothing at all."""

    __tablename__ = "watch"
    __table_args__ = (
        UniqueConstraint("person_id", "subject", "subject_id"),
        Index("ix_watch_subject_subject_id", "subject", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    at: Mapped[datetime]
    level: Mapped[str] = mapped_column(
        String(10), default=Level.NORMAL.value, server_default=Level.NORMAL.value
    )
    muted_until: Mapped[datetime | None]


class Notice(Base):
    """One thing that happened and that people may hear of. `key` names it once and for ever.

    `about` and `about_id` say to what it happened: a page or a thread. `number` is that of the
    revision; `post_id` the post.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_post_id", "post_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(10))
    about_id: Mapped[int]
    number: Mapped[int]
    post_id: Mapped[int | None]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(index=True)

    actor: Mapped[Person] = relationship(lazy="raise")


class Told(Base):
    """That somebody was told of a thing at all: `newest` is the last notice of it that they have.

    `unread` is how many of its rows are unread, be they hidden by now. Both can be made again from the
    rows at any time; they spare adding up all of them for one screen.
    """

    __tablename__ = "told"
    __table_args__ = (
        Index("ix_told_newest", "person_id", "newest"),
        Index("ix_told_about", "about", "about_id"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(10), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True)
    newest: Mapped[int]
    unread: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class Named(Enum):
    """Why something is about a person themselves, whatever they watch.

    With a space, a team or a department everybody in it was called at once.
    """

    MENTION = "mention"
    SPACE = "called"
    TEAM = "team"
    DEPARTMENT = "department"
    ANSWER = "answer"
    REPLY = "reply"
    REPORTED = "reported"
    CONCERNED = "concerned"
    WELCOME = "welcome"
    WAITS = "waits"
    LATE = "late"
    APPROVED = "approved"
    PARTLY = "partly"
    RETURNED = "returned"
    DECLINED = "declined"
    LAPSED = "lapsed"
    STUCK = "stuck"
    REMARKED = "remarked"
    DOUBTED = "doubted"
    OUTCOME = "outcome"
    REMINDED = "reminded"
    FLAGGED = "flagged"
    GOES_LIVE_SOON = "soon live"
    GOES_LIVE = "live"
    GUARDED_AGAIN = "guarded"
    TRUSTED = "trusted"
    REVOKED = "revoked"
    ASKED_TO_OWN = "to own"
    OWNING = "owning"
    NOT_OWNING = "not owning"
    TAKEN_OFF = "taken off"
    HANDED = "handed"
    HANDED_ON = "handed on"
    NOBODY = "nobody"
    LOCK_TO_CONFIRM = "to confirm"
    UNLOCKED = "unlocked"
    TO_UNLOCK = "to unlock"
    LOCK_ANSWER = "lock said"
    INVITED = "invited"
    ASKED_ALONE = "asked"
    WROTE_ALONE = "wrote"
    WISHED = "wished"
    TO_CHECK = "to check"
    TO_JOIN = "to join"
    CHECKED = "checked"


# Everybody of a group was called, the person among them.
CALLS = frozenset({Named.SPACE.value, Named.TEAM.value, Named.DEPARTMENT.value})


class QuietCall(Base):
    """Somebody does not want to be called with everyone of a space or a team (by who leads it); of a
    department `group_id` is 0. `kind` is a Named."""

    __tablename__ = "quiet_call"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


# What waits for somebody themselves; SQLite wants the question to say it in the same words.
_DIRECT = "direct AND read_at IS NULL"


class Notification(Base):
    """That somebody was told of a notice, and why: `reason` is a subject they watch, or a Named.

    `about` and `about_id` are the notice's, so that counting asks no other table. `direct` means that
    it is about the person themselves. `mailing_id` is the mail that told it too.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index(
            "ix_notification_unread", "person_id", "about", "about_id", "notice_id",
            sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notification_notice_id", "notice_id", "person_id"),
        Index(
            "ix_notification_direct", "person_id", "notice_id",
            sqlite_where=text(_DIRECT), postgresql_where=text(_DIRECT),
        ),
        Index(
            "ix_notification_read_at", "read_at",
            sqlite_where=text("read_at IS NOT NULL"), postgresql_where=text("read_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    # In this order, so that one person's rows of one thing lie together.
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(10), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(10))
    reason_id: Mapped[int]
    direct: Mapped[bool]
    read_at: Mapped[datetime | None]
    mailing_id: Mapped[int | None]

    notice: Mapped[Notice] = relationship(lazy="raise")
