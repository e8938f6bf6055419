"""Pages and everything that is kept about them: addresses, revisions, texts, authorship."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    false,
    select,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from essp.core.db import Base
from essp.people.models import Person
from essp.spaces.models import Space


class Kind(Enum):
    """How a revision came to be."""

    CREATED = "created"
    EDITED = "edited"
    MERGED = "merged"
    RESTORED = "restored"
    UNDONE = "undone"
    RENAMED = "renamed"
    MOVED = "moved"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought back"
    COPIED = "copied"
    TAGGED = "tagged"


class Page(Base):
    """A page: its place and its present state. `uid` is its permanent id, `slug` its address.

    `lineage` holds the ids of its ancestors and itself, as `/3/17/`, so that a path is one query.
    `approved_number` is the last revision that an owner approved, if ever one was. A
    `template` is a page to begin others from; it is listed with the templates of its space alone.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("space_id", "title_key"),
        Index("ix_page_space_id_parent_id", "space_id", "parent_id"),
        Index("ix_page_space_id_updated_at", "space_id", "updated_at"),
        Index(
            "ix_page_archived",
            "archived_at",
            sqlite_where=text("archived_at IS NOT NULL"),
            postgresql_where=text("archived_at IS NOT NULL"),
        ),
        Index(
            "ix_page_template",
            "template",
            sqlite_where=text("template = 1"),
            postgresql_where=text("template"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    lineage: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int] = mapped_column(default=0)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(255))
    title_key: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(5), default="en")
    properties: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revision_number: Mapped[int] = mapped_column(default=0)
    approved_number: Mapped[int | None]
    words: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime] = mapped_column(index=True)
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    archived_at: Mapped[datetime | None]
    template: Mapped[bool] = mapped_column(default=False, server_default=false())

    space: Mapped[Space] = relationship(lazy="raise")
    updated_by: Mapped[Person] = relationship(foreign_keys=[updated_by_id], lazy="raise")

    @classmethod
    def in_use(cls) -> ColumnElement[bool]:
        """The condition of a page that stands in trees and lists: neither put away nor a template."""
        return and_(cls.archived_at.is_(None), cls.template.is_(False))

    @property
    def archived(self) -> bool:
        """Whether the page is put away; it can be read and brought back."""
        return self.archived_at is not None


class PageAddress(Base):
    """An address that the page has or had in a space: old ones lead to it for ever."""

    __tablename__ = "page_address"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)


class Revision(Base):
    """One change of a page, by one person. Never altered: `hash` chains it to its predecessor.

    `based_on` is the revision its author started from; `refers_to` the one that was restored or
    undone. `save_key` makes a repeated save the same save.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("page_id", "number"),
        UniqueConstraint("author_id", "save_key"),
        Index("ix_revision_at", "at"),
        Index("ix_revision_author_id_at", "author_id", "at"),
        Index("ix_revision_space_id_at", "space_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(255))
    written_summary: Mapped[str] = mapped_column("summary", Text, default="")
    minor: Mapped[bool] = mapped_column(default=False)
    based_on: Mapped[int | None]
    refers_to: Mapped[int | None]
    size: Mapped[int]
    words_added: Mapped[int] = mapped_column(default=0)
    words_removed: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(20), default="web")
    save_key: Mapped[str | None] = mapped_column(String(40))

    author: Mapped[Person] = relationship(lazy="raise")
    page: Mapped[Page] = relationship(lazy="raise")
    credits: Mapped[list[RevisionCredit]] = relationship(lazy="raise")
    hidden: Mapped[HiddenRevision | None] = relationship(lazy="joined")

    @property
    def helpers(self) -> list[Person]:
        """Who worked on it with its author, in the order of their names; its credits are loaded."""
        found = (credit.person for credit in self.credits if not credit.proposed)
        return sorted(found, key=lambda person: person.name)

    @hybrid_property
    def summary(self) -> str:
        """What its author wrote about it; nothing while it is hidden."""
        return "" if self.hidden is not None else self.written_summary

    @summary.inplace.expression
    @classmethod
    def _summary(cls) -> ColumnElement[str]:
        hidden = select(HiddenRevision.revision_id).where(HiddenRevision.revision_id == cls.id)
        return case((hidden.exists(), ""), else_=cls.written_summary)


class HiddenRevision(Base):
    """An earlier version that moderators closed, by whom, when and why. It stays part of the history."""

    __tablename__ = "hidden_revision"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(500))

    by: Mapped[Person] = relationship(lazy="raise")


class RevisionCredit(Base):
    """A further person who worked on a revision, such as a co-author of an imported change.

    Who `proposed` it wrote none of its words: a comment of theirs became this edit.
    """

    __tablename__ = "revision_credit"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    proposed: Mapped[bool] = mapped_column(default=False, server_default=false())

    person: Mapped[Person] = relationship(lazy="raise")


class RevisionText(Base):
    """The text of a revision: whole, or as the difference to its predecessor's."""

    __tablename__ = "revision_text"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    whole: Mapped[bool]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Rendering(Base):
    """The sanitised HTML of the present revision, made once for all its readers.

    `version` is that of the code that made it. `outline` holds level, fragment and words of each
    heading; `links` number, space, title, section of each wiki link and whether it is bare, whose
    targets are placed for each reader; `plain` is the text for search.
    """

    __tablename__ = "rendering"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    html: Mapped[str] = mapped_column(Text)
    outline: Mapped[list[list[Any]]] = mapped_column(JSON)
    links: Mapped[list[list[Any]]] = mapped_column(JSON)
    plain: Mapped[str] = deferred(mapped_column(Text))
    topics: Mapped[list[str]] = mapped_column(JSON)


class Authorship(Base):
    """Who wrote each word of the present text, packed; rebuilt from the revisions at any time."""

    __tablename__ = "authorship"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    number: Mapped[int]
    state: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class Contribution(Base):
    """How many words of a page's present text are a person's, and their rank on that page."""

    __tablename__ = "contribution"
    __table_args__ = (Index("ix_contribution_person_id_words", "person_id", "words"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    words: Mapped[int]
    rank: Mapped[int]

    person: Mapped[Person] = relationship(lazy="raise")


class Link(Base):
    """A wiki link in the present text. `target_id` is empty while no such page exists.

    `space_id` is the space of the page it stands on, empty unless that page is in use. `included`
    shows the target's text in its place. `fragment` is that of the section it names, as
    written; see `SectionAddress`. No foreign key guards the target, and pages are never deleted:
    on PostgreSQL it would make an edit that links to a page wait for whoever is renaming that page.
    """

    __tablename__ = "link"
    __table_args__ = (
        # Each answers a question about a whole space from the index alone.
        Index("ix_link_target_id", "target_id", "page_id", "space_id", "included"),
        Index("ix_link_wanted", "wanted_space_id", "wanted_key", "target_id"),
        Index("ix_link_lost", "wanted_space_id", "wanted_key", "page_id", "space_id",
              sqlite_where=text("target_id IS NULL"), postgresql_where=text("target_id IS NULL")),
        Index("ix_link_missing", "space_id", "page_id", "place",
              sqlite_where=text("target_id IS NULL"), postgresql_where=text("target_id IS NULL")),
        Index("ix_link_fragment", "space_id", "page_id", "place", "target_id", "fragment",
              sqlite_where=text("fragment <> ''"), postgresql_where=text("fragment <> ''")),
    )  # fmt: skip

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int | None]
    space_id: Mapped[int | None]
    wanted_space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    wanted_key: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(300))
    section: Mapped[str] = mapped_column(String(300), default="")
    fragment: Mapped[str] = mapped_column(String(100), default="")
    included: Mapped[bool] = mapped_column(default=False)
