"""How a move comes to its end: what of each source is read and edited here, and what nobody opens.

Readings are counted by page and day, never by person. How often people followed a link back to where a page
came from is kept of people, so it is told of five different people or more alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.importers.models import ImportItem, ImportPage, ImportSource
from essp.people.models import Person
from essp.spaces.models import Access, Membership, Space
from essp.spaces.policy import readable_by
from essp.stats.asking import DAY, midnight
from essp.stats.models import Usage
from essp.stats.verbs import Opened, Thing
from essp.stats.withholding import LEAST
from essp.wiki.models import Page, Revision
from essp.wiki.read_models import PageRead

LATELY, SILENT = 28, 180  # days
MOST = 50


@dataclass(frozen=True)
class Source:
    """What came from one place into one space, at the end of a day.

    `pages` are in use, `read` of them were opened here in 28 days, `reads` times; `edited` were changed
    here at least once; `silent` were not opened in 180 days. `originals` is how often people went back
    to where these came from in 28 days, None where that is not told. `young` says that it came in less
    than 180 days ago, so that nothing can be said of what is silent yet.
    """

    id: int
    kind: str
    origin: str
    space: str
    space_slug: str
    finished_at: datetime | None
    pages: int
    read: int
    reads: int
    edited: int
    silent: int
    originals: int | None
    young: bool

    @property
    def moved(self) -> float | None:
        """The part of all reading, here and there, that is here; None where it cannot be told.

        Whoever goes back to the old place by themselves is not seen: without one opening that was, it
        would be all of it.
        """
        if not self.originals:
            return None
        return self.reads / (self.reads + self.originals)


def sources(actor: Person, day: date, zone: ZoneInfo) -> Sequence[Source]:
    """Every source of which the actor may read the space, the largest first.

    Not of a space that fewer than five people may read: who opened its pages would follow.
    """
    rows = (
        session()
        .execute(
            select(ImportSource, Space.name, Space.slug)
            .join(Space, Space.id == ImportSource.space_id)
            .where(
                readable_by(actor),
                Space.practice.is_(False),
                exists().where(_from_source()),
                enough_readers(),
            )
        )
        .all()
    )
    ids = [row[0].id for row in rows]
    pages, edited = _count(ids), _count(ids, _edited())
    lately, long = day - (LATELY - 1) * DAY, day - (SILENT - 1) * DAY
    read, opened = _reads(ids, lately, day), _reads(ids, long, day)
    back = _originals(ids, lately, day)
    begun = midnight(long, zone)
    found = [
        Source(
            source.id, source.kind, source.origin.rstrip("/").rsplit("/", 1)[-1], name, slug,
            source.finished_at, pages.get(source.id, 0), read.get(source.id, (0, 0))[0],
            read.get(source.id, (0, 0))[1], edited.get(source.id, 0),
            pages.get(source.id, 0) - opened.get(source.id, (0, 0))[0], back.get(source.id, 0),
            (source.finished_at or source.started_at) > begun,
        )
        for source, name, slug in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.pages, each.space))


def silent(actor: Person, ids: Collection[int], day: date, zone: ZoneInfo) -> Sequence[Page]:
    """Pages of these sources that nobody opened or changed in 180 days and that could be put away.

    Those that were touched longest ago come first. Pages that came in since then are not among them.
    """
    since = day - (SILENT - 1) * DAY
    opened = exists().where(
        PageRead.page_id == Page.id, PageRead.day >= since, PageRead.day <= day, PageRead.reads > 0
    )
    begun = midnight(since, zone)
    came = select(ImportSource.id).where(
        ImportSource.id.in_(ids),
        func.coalesce(ImportSource.finished_at, ImportSource.started_at) <= begun,
    )
    rows = session().scalars(
        select(Page)
        .join(Page.space)
        .join(ImportPage, ImportPage.page_id == Page.id)
        .options(joinedload(Page.space))
        .where(
            readable_by(actor), Page.in_use(), ImportPage.source_id.in_(came), ~opened,
            Page.updated_at <= begun,
        )
        .order_by(Page.updated_at, Page.id)
        .limit(MOST)
    )  # fmt: skip
    return rows.all()


def enough_readers() -> ColumnElement[bool]:
    """Whether so many people may read a space that what was opened there does not tell by whom."""
    members = (
        select(func.count())
        .where(Membership.space_id == Space.id)
        .correlate(Space)
        .scalar_subquery()
    )
    return or_(Space.access == Access.OPEN.value, members >= LEAST)


def _from_source() -> ColumnElement[bool]:
    return ImportPage.source_id == ImportSource.id


def _edited() -> ColumnElement[bool]:
    """Whether a page has a revision that did not come with the source."""
    # Of the revision: the page would not be that of the question around it.
    imported = exists().where(
        ImportItem.page_id == Revision.page_id, ImportItem.number == Revision.number
    )
    return exists().where(Revision.page_id == Page.id, ~imported)


def _of(ids: Collection[int]) -> Select[int]:
    return (
        select(ImportPage.source_id)
        .join(Page, Page.id == ImportPage.page_id)
        .where(ImportPage.source_id.in_(ids), Page.in_use())
        .group_by(ImportPage.source_id)
    )


def _count(ids: Collection[int], *wanted: ColumnElement[bool]) -> Mapping[int, int]:
    rows = session().execute(_of(ids).add_columns(func.count()).where(*wanted))
    return {row[0]: row[1] for row in rows}


def _reads(ids: Collection[int], since: date, until: date) -> Mapping[int, tuple[int, int]]:
    """Of each source how many pages were opened between two days, and how often."""
    rows = session().execute(
        _of(ids)
        .add_columns(func.count(PageRead.page_id.distinct()), func.sum(PageRead.reads))
        .join(PageRead, PageRead.page_id == Page.id)
        .where(PageRead.day >= since, PageRead.day <= until, PageRead.reads > 0)
    )
    return {row[0]: (int(row[1]), int(row[2] or 0)) for row in rows}


def _originals(ids: Collection[int], since: date, until: date) -> Mapping[int, int | None]:
    rows = session().execute(
        _of(ids)
        .add_columns(func.sum(Usage.times), func.count(Usage.person_id.distinct()))
        .join(Usage, Usage.object_id == Page.id)
        .where(
            Usage.kind == Thing.PAGE.value, Usage.verb == Opened.ORIGINAL_OPEN.value,
            Usage.day >= since, Usage.day <= until,
        )
    )  # fmt: skip
    return {row[0]: int(row[1]) if row[2] >= LEAST else None for row in rows}
