"""Unsaved text of people, and its earlier states."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class Draft(Base):
    """Unsaved text of one person: for a page, or for one that is yet to be made in a space.

    `template` is the key of what a new page begins with, `topics` a `TopicChoice`, if there was one.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "page_id"),
        Index("ix_draft_person_id_space_id", "person_id", "space_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    title: Mapped[str] = mapped_column(String(255), default="")
    text: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    based_on: Mapped[int | None]
    template: Mapped[str] = mapped_column(String(40), default="", server_default="")
    topics: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    updated_at: Mapped[datetime]


class DraftVersion(Base):
    """Unsaved text as it was before it changed much: for its writer alone, kept for a while.

    `data` is the text, compressed; the rest as in `Draft`.
    """

    __tablename__ = "draft_version"
    __table_args__ = (
        Index("ix_draft_version_page", "person_id", "page_id", "at"),
        Index("ix_draft_version_space", "person_id", "space_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    title: Mapped[str] = mapped_column(String(255), default="")
    data: Mapped[bytes] = mapped_column(LargeBinary)
    template: Mapped[str] = mapped_column(String(40), default="", server_default="")
    topics: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    words: Mapped[int]
    at: Mapped[datetime]
