"""The small edits of a place, folded into one line: who made them, and on which pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, literal_column, select

from essp.home.fresh import SHAPES, SINCE, loud_page, readable_place
from essp.home.interests import ME, Interests, Shape, listed, rows_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.models import Page, Revision

MOST = 300  # that are looked at: a page with a person who edited it
NAMED = 2


@dataclass(frozen=True)
class Author:
    """Who made small edits, as far as a name on the screen needs."""

    name: str
    handle: str


@dataclass
class Small:
    """Small edits in a space: how many, of whom (the last one first), on which pages (title, address)."""

    edits: int = 0
    people: dict[str, Author] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def first(self) -> Author:
        """Who made the last of them."""
        return next(iter(self.people.values()))

    @property
    def others(self) -> int:
        """How many people beside that one."""
        return len(self.people) - 1

    @property
    def named(self) -> Sequence[tuple[str, str]]:
        """The pages that are named: address and title, the last changed first."""
        return list(self.pages.items())[:NAMED]

    @property
    def unnamed(self) -> int:
        """How many pages are not."""
        return max(len(self.pages) - NAMED, 0)


def small_edits(who: Interests, since: datetime, spaces: Collection[int]) -> Mapping[int, Small]:
    """Small edits of others since then in these spaces, by the space."""
    found: dict[int, Small] = {}
    if not spaces:
        return found
    given = {**who.values, "since": since, "shown": list(spaces)}
    for row in rows_of(_small(who.shape), given):
        small = found.setdefault(row.space_id, Small())
        small.edits += row.edits
        small.people.setdefault(row.handle, Author(row.name, row.handle))
        small.pages.setdefault(f"/s/{row.space}/{row.slug}", row.title)
    return found


@lru_cache(SHAPES)
def _small(shape: Shape) -> Select[*tuple[Any, ...]]:
    # The sum keeps the database from going page by page through all there ever was.
    page_id: ColumnElement[int] = literal_column("revision.page_id + 0", Integer)
    made = (
        select(
            page_id.label("page_id"), Revision.author_id,
            func.count().label("edits"), func.max(Revision.at).label("at"),
        )
        .where(
            Revision.at > SINCE, Revision.minor.is_(True), Revision.author_id != ME,
            *([Revision.page_id.not_in(listed("silent_pages"))] if shape.silent_pages else []),
        )
        .group_by(page_id, Revision.author_id)
        .subquery()
    )  # fmt: skip
    return (
        select(
            Page.space_id, Page.slug, Page.title, Space.slug.label("space"),
            Person.name, Person.handle, made.c.edits,
        )
        .select_from(made)
        .join(Page, Page.id == made.c.page_id)
        .join(Space, Space.id == Page.space_id)
        .join(Person, Person.id == made.c.author_id)
        .where((Page.space_id + 0).in_(listed("shown")), loud_page(shape), readable_place(Page))
        .order_by(made.c.at.desc())
        .limit(MOST)
    )  # fmt: skip
