"""What the finder of people stands on: pieces of work with the people in them, and what that shows.

Everything here but endorsements is rebuilt from pages and conversations at any time.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class WorkKind(Enum):
    """What somebody's words stand in: one change of a page, a section as it stands, a post."""

    EDIT = "edit"
    SECTION = "section"
    POST = "post"


class Part(Enum):
    """What somebody has to do with a piece of work: wrote it, is named in it, is thanked for it."""

    WROTE = "wrote"
    NAMED = "named"
    THANKED = "thanked"


class Work(Base):
    """A piece of work that can be found by its words; those are in the index, under its id.

    `number` is the revision of an edit; `place` counts the sections of a page from 0, `title` is the
    heading of the section, of the page or of the thread. `words` are its own: those an edit added. An
    edit that was one of `bulk` pages changed at the same moment by the same person says little.
    """

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("page_id", "kind", "number", "place"),
        UniqueConstraint("post_id"),
        Index("ix_work_space_id", "space_id"),
        Index("ix_work_thread_id", "thread_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    number: Mapped[int] = mapped_column(default=0)
    place: Mapped[int] = mapped_column(default=0)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    title: Mapped[str] = mapped_column(String(255), default="")
    at: Mapped[datetime]
    words: Mapped[int]
    bulk: Mapped[int] = mapped_column(default=1)


class Share(Base):
    """Somebody's part in a piece of work, and with how many words."""

    __tablename__ = "work_share"
    __table_args__ = (Index("ix_work_share_person_id", "person_id", "work_id"),)

    work_id: Mapped[int] = mapped_column(
        ForeignKey("work.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(10), primary_key=True)
    words: Mapped[int] = mapped_column(default=0)


class Knower(Base):
    """What somebody has shown about a topic, from work that everyone may open.

    `words` of theirs stand on `pages` about it, `share` of all words there; `answers` of theirs were
    accepted, `helpful` and `endorsed` count other people, `edits` came of their comments, `owned` and
    `verified` are pages. `evidence` adds them up, faded by age; `months` counts their work in each of
    the last twelve, oldest first. `first_at` and `last_at` bound the work. `since` is when they could
    see it first; others do from `shown_from` on.
    """

    __tablename__ = "knower"
    __table_args__ = (Index("ix_knower_topic_id_evidence", "topic_id", "evidence"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    words: Mapped[int] = mapped_column(default=0)
    share: Mapped[float] = mapped_column(default=0.0)
    pages: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    helpful: Mapped[int] = mapped_column(default=0)
    edits: Mapped[int] = mapped_column(default=0)
    endorsed: Mapped[int] = mapped_column(default=0)
    owned: Mapped[int] = mapped_column(default=0)
    verified: Mapped[int] = mapped_column(default=0)
    declared: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[float] = mapped_column(default=0.0)
    months: Mapped[list[int]] = mapped_column(JSON, default=list)
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    since: Mapped[datetime]
    shown_from: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")


class Endorsement(Base):
    """Somebody vouches that another knows a topic, pointing at a piece of work that shows it.

    It fades with age and falls while the page or post is marked outdated, put away or gone.
    """

    __tablename__ = "endorsement"
    __table_args__ = (
        Index("uq_endorsement_standing", "person_id", "by_id", "topic_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        Index("ix_endorsement_topic_id", "topic_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class Stand(Enum):
    """What somebody says of a topic the finder sees with them."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    TAKEN_OFF = "taken off"


class TopicStand(Base):
    """What somebody decided about a topic of theirs: everyone sees it, only they do, or it is not theirs."""

    __tablename__ = "topic_stand"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)
    stand: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class FinderChoice(Base):
    """How somebody lets themselves be found: at all, suggested, with their speed, how often a day.

    Without a row: found, suggested, with speed, two routed questions a day at most.
    """

    __tablename__ = "finder_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    found: Mapped[bool] = mapped_column(default=True)
    suggested: Mapped[bool] = mapped_column(default=True)
    speed: Mapped[bool] = mapped_column(default=True)
    most: Mapped[int] = mapped_column(default=2)
    at: Mapped[datetime]


class FinderSwitch(Base):
    """Whether the organisation lets people be found by their work: each time it was switched."""

    __tablename__ = "finder_switch"

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(500), default="")

    by: Mapped[Person] = relationship(lazy="raise")


class Unmet(Base):
    """A day on which somebody looked for people and nobody had shown it; kept 35 days, then counted.

    `person_id` and `words` are gone from then on and `times` remains; `key` folds the words.
    """

    __tablename__ = "unmet"
    __table_args__ = (Index("ix_unmet_key_day", "key", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(400), default="")
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    times: Mapped[int] = mapped_column(default=1)


class Wish(Base):
    """Somebody wants to hear when there is something about what they looked for in vain."""

    __tablename__ = "wish"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(200), index=True)
    words: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    by: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
