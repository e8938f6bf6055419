"""Private addresses of feeds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class Feed(Base):
    """A feed of one thing for one person, at an address that holds a secret; kept only as its hash.

    Of a search `subject` is `search` and `subject_id` the saved search.
    """

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
