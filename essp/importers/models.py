"""What came from where: so that a later run, or one after a stop, adds only what is new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base
from essp.core.ids import new_uid


class ImportSource(Base):
    """A source that comes into a space: of one kind, from one folder of it.

    `origin` is the path it was last read from, `head` what it had when a run last came to its end;
    `originals` the address of what it holds, with `{path}` for that of each, or nothing.
    Of `salt` the addresses of its posts are made, so that links to them can be written before they are.
    """

    __tablename__ = "import_source"
    __table_args__ = (UniqueConstraint("space_id", "kind", "folder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    kind: Mapped[str] = mapped_column(String(20))
    folder: Mapped[str] = mapped_column(String(500))
    origin: Mapped[str] = mapped_column(Text)
    head: Mapped[str | None] = mapped_column(String(80))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    salt: Mapped[str] = mapped_column(String(20), default=new_uid, server_default="")
    originals: Mapped[str] = mapped_column(String(500), default="", server_default="")


class ImportPage(Base):
    """A page that came from a source. `key` is a hash of the source's name for it.

    `own_title` is what the source calls it, `title` what it is to be called here, `link_title` what
    links of imported texts call it for ever. `parent_key` is where it was put, `complete` a hash over
    the changes of which all are in.
    """

    __tablename__ = "import_page"

    source_id: Mapped[int] = mapped_column(ForeignKey("import_source.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), unique=True)
    own_title: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(255))
    link_title: Mapped[str] = mapped_column(String(255))
    parent_key: Mapped[str | None] = mapped_column(String(64))
    complete: Mapped[str | None] = mapped_column(String(64))


class ImportItem(Base):
    """A change of a source that became a revision: its id there, the file's path, all it said."""

    __tablename__ = "import_item"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    change: Mapped[str] = mapped_column(String(140), primary_key=True)
    number: Mapped[int]
    path: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)


class ImportPerson(Base):
    """Somebody of a source who has no e-mail address there, by the name the source knows them by."""

    __tablename__ = "import_person"

    source_id: Mapped[int] = mapped_column(ForeignKey("import_source.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(140), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class ImportThread(Base):
    """A conversation that came from a source; `complete` is a hash over all it had then."""

    __tablename__ = "import_thread"

    source_id: Mapped[int] = mapped_column(ForeignKey("import_source.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    complete: Mapped[str] = mapped_column(String(64))


class ImportPost(Base):
    """A post that came from a source: a hash over all the source said of it, and the text it had here
    after that. A post with another text by now was changed here."""

    __tablename__ = "import_post"

    source_id: Mapped[int] = mapped_column(ForeignKey("import_source.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    said: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]
