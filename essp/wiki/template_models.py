"""What pages began with that nobody here wrote."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class PageSeed(Base):
    """The text of a template that comes with the site, kept by the page that began with it.

    Its words are nobody's; see `essp.wiki.revisions.Beginning`. The text is kept and not its name,
    so that authorship comes out the same when the template is written anew.
    """

    __tablename__ = "page_seed"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
