"""Which pages use which files."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class FileUse(Base):
    """That the present text of a page refers to a file: shows it, or links to it."""

    __tablename__ = "file_use"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachment.id"), primary_key=True, index=True
    )
