"""Words that people wrote elsewhere, put together so that a page can begin with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class Gathering(Base):
    """A text made of what several people wrote, such as the posts of a conversation.

    It is its maker's alone until a page began with it: then `page_id` names that page. `state` says
    who wrote each word (see `essp.core.text.authorship`), so that authorship can be worked out anew.
    `source` is a key of the part the words come from; `closes` what the maker wished for there.
    """

    __tablename__ = "gathering"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    source: Mapped[str] = mapped_column(String(40))
    closes: Mapped[bool] = mapped_column(default=False, server_default=false())
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
