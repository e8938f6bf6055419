"""Files: their bytes, each kept once under the hash of its content, and where people put them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person


class StoredFile(Base):
    """The bytes of a file, whatever people call it. `media_type` is what its content is."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]

    @property
    def is_image(self) -> bool:
        """Whether browsers may show it in a page."""
        return self.media_type.startswith("image/")


class Attachment(Base):
    """A file that somebody put into a space under a name, perhaps for one page."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("space_id", "name", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_uid: Mapped[str | None] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")

    @property
    def url(self) -> str:
        """Where it is served, as a path: `/files/k3v9x2m4qa/station-plan.png`."""
        return f"/files/{self.uid}/{quote(self.name, safe='')}"
