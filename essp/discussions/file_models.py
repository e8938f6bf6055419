"""Which posts use which files."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class PostFileUse(Base):
    """That the present text of a post refers to a file: shows it, or links to it."""

    __tablename__ = "post_file_use"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachment.id"), primary_key=True, index=True
    )
