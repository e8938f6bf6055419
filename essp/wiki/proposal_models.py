"""Proposals: edits that wait for an owner, each with all its versions and what was said about it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person
from essp.wiki.models import Page


class State(Enum):
    """Where a proposal stands: it waits, is with its author again, or came to an end."""

    WAITING = "waiting"
    SENT_BACK = "sent back"
    APPROVED = "approved"
    PARTLY = "partly"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def open(self) -> bool:
        """Whether anything can still become of it."""
        return self in {State.WAITING, State.SENT_BACK}


class Proposal(Base):
    """A text that somebody proposes for a page, with the reason.

    Those with the same `bundle` travel together. `version` counts its texts; `based_on` is the
    revision that the present one starts from. `stuck` says that the page changed the same words
    since. `became` is the revision that it was approved as.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("author_id", "save_key"),
        Index("ix_proposal_state_space_id", "state", "space_id", "at"),
        Index("ix_proposal_page_id_state", "page_id", "state"),
        Index("ix_proposal_author_id_at", "author_id", "at"),
        Index("ix_proposal_bundle", "bundle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    bundle: Mapped[str | None] = mapped_column(String(10))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    based_on: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default=State.WAITING.value)
    words_added: Mapped[int] = mapped_column(default=0)
    words_removed: Mapped[int] = mapped_column(default=0)
    stuck: Mapped[bool] = mapped_column(default=False, server_default=false())
    source: Mapped[str] = mapped_column(String(20), default="web")
    save_key: Mapped[str | None] = mapped_column(String(40))
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision: Mapped[str] = mapped_column(Text, default="")
    became: Mapped[int | None]

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise")
    page: Mapped[Page] = relationship(lazy="raise")


class ProposalVersion(Base):
    """A text of a proposal, as its author wrote it or as it was `carried` along with the page.

    `save_key` is that of the save which added to it, where it was not written as a proposal of its own.
    """

    __tablename__ = "proposal_version"
    __table_args__ = (UniqueConstraint("by_id", "save_key"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    based_on: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())
    save_key: Mapped[str | None] = mapped_column(String(40))


class ProposalLook(Base):
    """A person looks at a proposal, since when, and when they were last seen at it."""

    __tablename__ = "proposal_look"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")


class ProposalRemark(Base):
    """Something said about a proposal; `kind` is remark, agrees (who checked it), release or reminder."""

    __tablename__ = "proposal_remark"
    __table_args__ = (Index("ix_proposal_remark_proposal_id", "proposal_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10), default="remark")
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[Person] = relationship(lazy="raise")
