"""The trail: every act of protection, approval, verification and ownership, never altered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class CurationAct(Base):
    """Who did what to the standing of a page (or of a space, without a page), when, why, at which revision.

    `by_id` is empty for what happened by itself. `about` holds ids and values of the act. `hash` chains
    it to the act before it on the same page (or of the same space, without one), as revisions are.
    """

    __tablename__ = "curation_act"
    __table_args__ = (
        Index("ix_curation_act_page_id", "page_id", "id"),
        Index("ix_curation_act_space_id_at", "space_id", "at"),
        Index("ix_curation_act_by_id_at", "by_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(30))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    hash: Mapped[str] = mapped_column(String(64))

    by: Mapped[Person | None] = relationship(lazy="raise")
