"""What somebody watches."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class Subject(Enum):
    """What can be watched. A branch is a page with all that stands below it, now and later."""

    PAGE = "page"
    BRANCH = "branch"
    SPACE = "space"
    TOPIC = "topic"
    PERSON = "person"


class Watch(Base):
    """That somebody wants to hear what happens to one thing."""

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
