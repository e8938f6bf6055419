"""What holds links together: names pages had, their sections, addresses on the web, origins of copies."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class PageName(Base):
    """A title that a page has or had in a space: text that still says it leads to that page.

    Of several pages that had the same title one after the other, it is the last one's.
    """

    __tablename__ = "page_name"

    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    title_key: Mapped[str] = mapped_column(String(300), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)


class Section(Base):
    """A heading of a page with what stands below it, known again when its words change.

    `place` is its number on the page from 0, empty when it is there no more; `fragment` its present
    (or last) address within the page; `sketch` a digest of its text, by which it is recognised.
    """

    __tablename__ = "section"
    __table_args__ = (Index("ix_section_page_id_place", "page_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    place: Mapped[int | None]
    level: Mapped[int]
    fragment: Mapped[str] = mapped_column(String(100))
    words: Mapped[str] = mapped_column(String(500))
    sketch: Mapped[str] = mapped_column(String(200), default="")


class SectionAddress(Base):
    """A fragment that leads to a section: its present one, and those it had before."""

    __tablename__ = "section_address"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    fragment: Mapped[str] = mapped_column(String(100), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)


class WebLink(Base):
    """An address outside the site in the present text of a page."""

    __tablename__ = "web_link"
    __table_args__ = (Index("ix_web_link_host", "host"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    url: Mapped[str] = mapped_column(Text)


class PageOrigin(Base):
    """The revision of another page that this one began as a copy of."""

    __tablename__ = "page_origin"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)
    number: Mapped[int]
