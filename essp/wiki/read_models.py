"""How often pages are read: a number for each page and day, and never who it was."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class PageRead(Base):
    """How often a page was opened on one day, UTC, by anybody."""

    __tablename__ = "page_read"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    reads: Mapped[int] = mapped_column(default=0)
