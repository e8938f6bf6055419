"""Which topics a page carries, and who says so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person

TEXT = "text"
SET = "set"


class PageTopic(Base):
    """A page carries a topic: its present text names it (`text`), or somebody put it there (`set`).

    Both may be so at once. `topic_id` may be a topic that was merged since; what it stands for is
    asked of the topic.
    """

    __tablename__ = "page_topic"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)
    source: Mapped[str] = mapped_column(String(10), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise")


class PageTopicChange(Base):
    """A revision put a topic on its page (`added`), or took it off. The text names others by itself."""

    __tablename__ = "page_topic_change"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)
    added: Mapped[bool]
