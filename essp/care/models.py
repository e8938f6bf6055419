"""Reports about what somebody wrote, the cases they make together, and what moderators did."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class Thing(Enum):
    """What can be reported: a post or comment, a version of a page, a profile, a message between two."""

    POST = "post"
    REVISION = "revision"
    PERSON = "person"
    MESSAGE = "message"


class Reason(Enum):
    """Why somebody reports a thing."""

    UNKIND = "unkind"
    PRIVATE = "private"
    MISLEADING = "misleading"
    MISPLACED = "misplaced"
    SPAM = "spam"
    RULES = "rules"
    OTHER = "other"


class State(Enum):
    """How far a case is: nobody looks at it yet, somebody does, or it is decided."""

    OPEN = "open"
    LOOKING = "looking"
    DONE = "done"


class Outcome(Enum):
    """What became of a case."""

    NOTHING = "nothing"
    TALKED = "talked"
    EDITED = "edited"
    MOVED = "moved"
    HIDDEN = "hidden"


class Verdict(Enum):
    """What became of an objection: the decision stands, or it is taken back."""

    STANDS = "stands"
    TAKEN_BACK = "taken back"


class Case(Base):
    """All reports about one thing until they are decided on: one row in the queue.

    `thing_id` is the post, revision, person or message; `author_id` who wrote it. Where it stands is asked of
    the thing, which may move. `rule` names what was broken and `words` are for the author and whoever
    reported. The author may object once, which opens the case again for another moderator than `decided_by`.
    """

    __tablename__ = "care_case"
    __table_args__ = (
        Index(
            "uq_care_case_undecided",
            "thing",
            "thing_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_care_case_state_opened_at", "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    thing: Mapped[str] = mapped_column(String(10))
    thing_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=State.OPEN.value)
    opened_at: Mapped[datetime]
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    rule: Mapped[str] = mapped_column(String(500), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    objection: Mapped[str] = mapped_column(Text, default="")
    objected_at: Mapped[datetime | None]
    verdict: Mapped[str] = mapped_column(String(10), default="")
    verdict_words: Mapped[str] = mapped_column(Text, default="")
    verdict_at: Mapped[datetime | None]
    verdict_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise")
    handler: Mapped[Person | None] = relationship(foreign_keys=[handler_id], lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise")
    verdict_by: Mapped[Person | None] = relationship(foreign_keys=[verdict_by_id], lazy="raise")

    @property
    def objected(self) -> bool:
        """Whether an objection waits for an answer."""
        return self.objected_at is not None and self.verdict_at is None


class Report(Base):
    """One person's report, kept from whom it is about. `version` counts the texts the post had by then."""

    __tablename__ = "care_report"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        Index("ix_care_report_person_id_at", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("care_case.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class Deed(Enum):
    """What the public log tells."""

    HIDDEN = "hidden"
    BACK = "back"
    EDITED = "edited"
    MOVED = "moved"


class Entry(Base):
    """One line of the public log: what was done to which thing, why, by whom. No words of the thing.

    `space_id` is where it stood then: the line is read by who may read that space.
    """

    __tablename__ = "care_entry"
    __table_args__ = (Index("ix_care_entry_space_id_at", "space_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deed: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(500), default="")
    thing: Mapped[str] = mapped_column(String(10))
    thing_id: Mapped[int]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))

    by: Mapped[Person] = relationship(lazy="raise")
