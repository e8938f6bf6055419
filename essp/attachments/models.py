"""Files: their bytes, each kept once under the hash of its content, and where people put them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from urllib.parse import quote

from sqlalchemy import JSON, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.attachments.kinds import SHOWN
from essp.core.db import Base
from essp.people.models import Person
from essp.spaces.models import Space


class StoredFile(Base):
    """The bytes of a file, whatever people call it. `media_type` is what its content is.

    `came_as` is the SHA-256 of what was sent, where that was cleaned before it was kept.
    """

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    came_as: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]

    @property
    def is_image(self) -> bool:
        """Whether browsers may show it in a page."""
        return self.media_type in SHOWN


class TextState(Enum):
    """How far the reading of a file's text is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    PARTLY = "partly"
    NOTHING = "nothing"
    FAILED = "failed"


class FileText(Base):
    """The text of a file's content, read once for all who put that content somewhere.

    `parts` holds where in `text` each page, slide or sheet begins; `unit` says which of these they
    are. `reason` is the code of what was in the way of reading all of it.
    """

    __tablename__ = "file_text"

    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20), default="")
    unit: Mapped[str] = mapped_column(String(10), default="")
    parts: Mapped[list[int]] = mapped_column(JSON, default=list, deferred=True)
    text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    attempts: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]


class Attachment(Base):
    """A file that somebody put into a space under a name, perhaps for one page or one post, or on a
    profile.

    `number`, `sha256`, `author_id` and `at` are those of its present version. `person_id` is whose
    profile it stands on; then it belongs to no space. A `withheld` one is for who sent it alone: the
    post it was sent for is not sent yet (then it may belong to no space), or is out of sight.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_space_id_name", "space_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    page_uid: Mapped[str | None] = mapped_column(String(10), index=True)
    post_uid: Mapped[str | None] = mapped_column(String(10), index=True)
    withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
    name: Mapped[str] = mapped_column(String(150))
    number: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    file: Mapped[StoredFile] = relationship(lazy="raise")
    space: Mapped[Space | None] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise")
    owner: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")

    @property
    def url(self) -> str:
        """Where its present content is served, as a path: `/files/k3v9x2m4qa/station-plan.png`."""
        return f"/files/{self.uid}/{quote(self.name, safe='')}"

    @property
    def unsent(self) -> bool:
        """Whether it was sent for a post that is not sent yet."""
        return self.withheld and self.post_uid is None

    @property
    def archived(self) -> bool:
        """Whether it is put away: it can still be opened, and brought back."""
        return self.archived_at is not None


class AttachmentVersion(Base):
    """One content of a file, by one person. Never altered; `restored_from` is an earlier number."""

    __tablename__ = "attachment_version"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(150))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    restored_from: Mapped[int | None]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
