"""What is kept of curation besides the trail: verification, claims, doubts, handovers, earned rights."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class Verification(Base):
    """Until when an owner vouches for a page, and for which revision of it.

    `kind` is verified, or seen when it was one of too many in a minute to have been read. `days` is the
    term it was given, which the next one starts from. `looked_at` says what was looked at. `later` is
    the day before which its owners do not want to be asked, `reminded_at` when a reader last did.
    """

    __tablename__ = "verification"
    __table_args__ = (Index("ix_verification_until", "until"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    number: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[date]
    days: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10), default="verified")
    looked_at: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(20), default="web")
    later: Mapped[date | None]
    reminded_at: Mapped[datetime | None]

    by: Mapped[Person | None] = relationship(lazy="raise")


class Claim(Base):
    """A sentence that is true `until` a day, or as long as what it depends on stays as it is.

    `depends_on` is page, file or number, `depends_uid` which one, `seen` its state when it was last
    looked at. `quote`, `before` and `after` find the sentence again. `flagged_at` tells since when it
    is in doubt, `flagged_why` is due, changed or gone.
    """

    __tablename__ = "claim"
    __table_args__ = (
        Index("ix_claim_page_id", "page_id"),
        Index("ix_claim_depends", "depends_on", "depends_uid"),
        Index("ix_claim_until", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    number: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    quote: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[date | None]
    depends_on: Mapped[str] = mapped_column(String(10), default="")
    depends_uid: Mapped[str] = mapped_column(String(120), default="")
    seen: Mapped[str] = mapped_column(String(120), default="")
    flagged_at: Mapped[datetime | None]
    flagged_why: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise")


class Doubt(Base):
    """A reader says of a sentence that it is wrong, or asks whether it is still right, and the outcome.

    `kind` is wrong or asks; `outcome` one of mended, right, left, once decided.
    """

    __tablename__ = "doubt"
    __table_args__ = (
        Index("ix_doubt_page_id", "page_id"),
        Index("ix_doubt_open", "space_id", "at",
              sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    quote: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise")


class Handover(Base):
    """What somebody owns is to go to somebody else; without `to` somebody is looked for.

    `page_id` is empty for a whole space. With `from_group_id` a group hands over, of which `from` is the
    member who did; with `to_group_id` a group is asked, and any of its members answers. `why` is asked,
    left or silent; `opened_by_id` is empty when it opened by itself. `outcome` is accepted, declined,
    withdrawn or released, once decided.
    """

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_open", "space_id", "opened_at",
              sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL")),
        Index("ix_handover_page_id", "page_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    from_group_id: Mapped[int | None] = mapped_column(ForeignKey("owner_group.id"))
    to_group_id: Mapped[int | None] = mapped_column(ForeignKey("owner_group.id"))
    why: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(Text, default="")


class PublishingRight(Base):
    """Somebody whose proposals on a topic were accepted again and again publishes there themselves.

    `because` holds the proposals that earned it. It is seen by everybody and can be taken back.
    """

    __tablename__ = "publishing_right"
    __table_args__ = (Index("ix_publishing_right_person_id", "person_id", "topic_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    since: Mapped[datetime]
    because: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_why: Mapped[str] = mapped_column(String(500), default="")


class OwnerPromise(Base):
    """Within how many working days an owner promises to decide; without one the usual two."""

    __tablename__ = "owner_promise"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    days: Mapped[int]
    since: Mapped[datetime]


class ProposalCheck(Base):
    """Somebody who decides on a proposal asked a colleague to check it, and what they answered.

    `version` is that of the proposal when they were asked; `answer` is agrees, objects or passes.
    """

    __tablename__ = "proposal_check"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int]
    why: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(10), default="")
    words: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")
    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise")
