"""Where in a page a comment points: the words it is about, and what became of them."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import Float, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.discussions.models import Thread


class Standing(Enum):
    """How the words of a comment stand in the page.

    As they were, changed, replaced by others under the same heading, or there no more.
    """

    SAME = "same"
    CHANGED = "changed"
    HEADING = "heading"
    EARLIER = "earlier"


class Passage(Base):
    """The passage of a page that a comment is about, as of the page's revision `number`.

    `quote` is what was selected in revision `made_in` and never changes. `words`, `before`, `after`
    are how the passage and its surroundings last read, `start` and `size` its words in the readable
    text of that revision, empty while it is not there. `section_id` is the heading it stands (or
    stood) under; `heading` a comment on that heading with all below it. `sure` tells how alike the
    words were when they were last looked for, `since` the revision since which `standing` holds.
    """

    __tablename__ = "passage"
    __table_args__ = (Index("ix_passage_page_id", "page_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    page_id: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    made_in: Mapped[int]
    number: Mapped[int]
    standing: Mapped[str] = mapped_column(String(10))
    start: Mapped[int | None]
    size: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    section_id: Mapped[int | None]
    heading: Mapped[bool] = mapped_column(default=False, server_default=false())
    sure: Mapped[float] = mapped_column(Float, default=1.0)
    since: Mapped[int]

    thread: Mapped[Thread] = relationship(lazy="raise")

    @property
    def here(self) -> bool:
        """Whether the words, as they were or changed, stand in the page."""
        return self.standing in {Standing.SAME.value, Standing.CHANGED.value}
