"""What insight counts from: what was opened and looked for, what people did, where they worked then.

What somebody opened is kept with its day and without its moment, and like what they looked for no longer
than 35 days. What somebody contributed has an author for ever; a deed is that, once more, in the shape
in which it is counted, and can be made anew from pages, conversations and facts at any time.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, false
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base

# SQLite numbers rows by itself only where the key is called INTEGER.
MANY = BigInteger().with_variant(Integer, "sqlite")


class Usage(Base):
    """Somebody opened a thing, so many times on a day of the site's zone; kept 35 days.

    `verb` and `kind` are those of `essp.stats.verbs`; `kind` and `object_id` are empty and 0 where nothing
    in particular was opened, `space_id` is 0 outside every space. `department` is theirs at that moment.
    """

    __tablename__ = "usage"
    __table_args__ = (Index("ix_usage_object", "kind", "object_id", "day"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    verb: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    department: Mapped[str] = mapped_column(String(120), primary_key=True)
    space_id: Mapped[int] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=1)


class Searched(Base):
    """Somebody looked for something by words; kept 35 days.

    `key` folds the words, `found` counts what was found for them (at most a page of it), `chosen` says
    that they opened one of these within five minutes, `again` that they put the question otherwise within
    five minutes instead. `topics` are those that the words name.
    """

    __tablename__ = "searched"
    __table_args__ = (
        Index("ix_searched_day", "day"),
        Index("ix_searched_person_id_at", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(MANY, primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(400))
    found: Mapped[int]
    chosen: Mapped[bool] = mapped_column(default=False, server_default=false())
    again: Mapped[bool] = mapped_column(default=False, server_default=false())
    topics: Mapped[list[int]] = mapped_column(JSON, default=list)


class Deed(Base):
    """Somebody did something that others can see: one row for each, of the day on which it was done.

    `verb`, `kind` are those of `essp.stats.verbs`. `to_id` is whose work it answers: who asked, who wrote
    what is answered, whose answer is accepted. `department` is the actor's at that moment. `source` is
    web, api, mail or migration, which is never counted as use; `bot` marks programs. `number` is that of
    the revision or post.
    """

    __tablename__ = "deed"
    __table_args__ = (
        Index("ix_deed_day_verb", "day", "verb"),
        Index("ix_deed_actor_id_day", "actor_id", "day"),
        Index("ix_deed_object", "kind", "object_id", "at"),
        Index("ix_deed_space_id_day", "space_id", "day"),
    )

    id: Mapped[int] = mapped_column(MANY, primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department: Mapped[str] = mapped_column(String(120))
    verb: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[int]
    number: Mapped[int] = mapped_column(default=0)
    space_id: Mapped[int] = mapped_column(default=0)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(String(20), default="web")
    bot: Mapped[bool] = mapped_column(default=False, server_default=false())


class DepartmentStay(Base):
    """Since when somebody worked in a department, until their next stay begins."""

    __tablename__ = "department_stay"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(String(120))


class Presence(Base):
    """In which way somebody was here on a day, in a space or (0) outside every space.

    Made each night of what was opened, looked for and done; from the 36th day on, what they opened and
    looked for is taken out. `reacted` and `contributed` count deeds. `kinds` is the sum of
    `essp.stats.verbs.Use` of what they used.
    """

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_space_id_day", "space_id", "day"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    space_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    department: Mapped[str] = mapped_column(String(120))
    viewed: Mapped[bool]
    reacted: Mapped[int]
    contributed: Mapped[int]
    kinds: Mapped[int] = mapped_column(default=0)
