"""Migration: how far reading has moved here of what was brought in, and what nobody opens. Parts:

- M90: `reads` here, `originals` opened; `sources`: {id of the source: [reads, originals]}.
- M91: `part`.
- M92: `pages`, the ids of those nobody opened, at most 500; `judged`, how many are here long enough.

Reads are counted by page and day and never by person.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal, select, union_all

from essp.core.figures import Share, count_band
from essp.core.i18n import lazy as _
from essp.importers.models import ImportPage, ImportSource
from essp.stats.asking import Asked
from essp.stats.catalogue.entitled import did
from essp.stats.catalogue.reading_people import Rows
from essp.stats.measures import Better, Chapter, Measure, Reading, Unit, declare, share
from essp.stats.models import Deed, Usage
from essp.stats.verbs import Did, Opened, Thing
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead

MONTH = 28
HALF_YEAR = 180
MOST_LISTED = 500


def moved(asked: Asked) -> Any:
    """For each source the reads of its pages here, and how often their originals were opened."""
    key = asked.key(Page.space_id)
    pages = select(key.label("key"), ImportPage.source_id, ImportPage.page_id).join(
        Page, Page.id == ImportPage.page_id
    )
    brought = pages.where(asked.places(Page.space_id)).subquery("brought")
    reads = (
        select(
            brought.c.key, brought.c.source_id, func.sum(PageRead.reads).label("reads"),
            literal(0).label("originals"), literal(0).label("people"),
        )
        .join(PageRead, PageRead.page_id == brought.c.page_id)
        .where(PageRead.day >= asked.first, PageRead.day <= asked.day)
        .group_by(brought.c.key, brought.c.source_id)
    )  # fmt: skip
    opened = and_(
        Usage.kind == Thing.PAGE.value, Usage.object_id == brought.c.page_id,
        Usage.day >= asked.first, Usage.day <= asked.day,
        # Said twice, so that what was opened of other pages is not read at all.
        Usage.object_id.in_(select(ImportPage.page_id)),
    )  # fmt: skip
    originals = (
        select(brought.c.key, brought.c.source_id, literal(0), func.sum(Usage.times), literal(0))
        .join(Usage, and_(opened, Usage.verb == Opened.ORIGINAL_OPEN.value))
        .group_by(brought.c.key, brought.c.source_id)
    )
    either = [Opened.VIEW.value, Opened.ORIGINAL_OPEN.value]
    people = (
        select(
            brought.c.key, literal(0), literal(0), literal(0),
            func.count(Usage.person_id.distinct()),
        )
        .join(Usage, and_(opened, Usage.verb.in_(either)))
        .group_by(brought.c.key)
    )  # fmt: skip
    return select(union_all(reads, originals, people).subquery("moved"))


def reading_moved(rows: Rows) -> Reading:
    """The share of reading that is here, with its parts by source; None where no original was seen opened.

    Who goes back to the old place by themselves is not seen here. Then nothing may be said of how much has
    moved: it would be all of it, whatever people do.
    """
    sources: dict[str, list[int]] = {}
    for row in rows:
        if row.source_id:
            found = sources.setdefault(str(row.source_id), [0, 0])
            found[0] += int(row.reads)
            found[1] += int(row.originals)
    here, there = (sum(each[place] for each in sources.values()) for place in (0, 1))
    part = Share(here, here + there)
    people = sum(int(row.people) for row in rows)
    parts = {"reads": here, "originals": there, "sources": sources}
    if not there:
        return Reading(None, here, people, None, parts)
    return Reading(part.value, part.whole, people, part.band, parts)


def edited(asked: Asked) -> Any:
    """Pages that were brought in, and those that somebody edited here since."""
    key = asked.key(Page.space_id)
    edits = (
        select(Deed.object_id, Deed.actor_id)
        .where(did(asked, frozenset({Did.EDIT_PAGE})), Deed.day <= asked.day)
        .distinct()
        .subquery("edits")
    )
    part = case((edits.c.object_id.is_not(None), Page.id))
    return (
        select(
            key.label("key"),
            func.count(part.distinct()).label("part"),
            func.count(Page.id.distinct()).label("whole"),
            func.count(edits.c.actor_id.distinct()).label("people"),
        )
        .select_from(ImportPage)
        .join(Page, Page.id == ImportPage.page_id)
        .join(ImportSource, ImportSource.id == ImportPage.source_id)
        .outerjoin(edits, edits.c.object_id == Page.id)
        .where(asked.places(Page.space_id), ImportSource.started_at < asked.now)
        .group_by(key)
        .having(func.count() > 0)
    )


def unopened(asked: Asked) -> Any:
    """Pages in use that were brought in half a year ago or earlier, with how often they were opened since."""
    key = asked.key(Page.space_id)
    reads = (
        select(PageRead.page_id, func.sum(PageRead.reads).label("reads"))
        .where(PageRead.day >= asked.first, PageRead.day <= asked.day)
        .group_by(PageRead.page_id)
        .subquery("opened")
    )
    return (
        select(key.label("key"), Page.id, func.coalesce(reads.c.reads, 0).label("reads"))
        .join(ImportPage, ImportPage.page_id == Page.id)
        .join(ImportSource, ImportSource.id == ImportPage.source_id)
        .outerjoin(reads, reads.c.page_id == Page.id)
        .where(Page.in_use(), asked.places(Page.space_id))
        .where(ImportSource.started_at < asked.now - timedelta(days=HALF_YEAR))
    )


def never_opened(rows: Rows) -> Reading:
    """How many pages nobody opened, and which."""
    pages = sorted(row.id for row in rows if not row.reads)
    parts = {"pages": pages[:MOST_LISTED], "judged": len(rows)}
    return Reading(float(len(pages)), len(rows), 0, count_band(len(pages)), parts)


declare(Measure(
    id="M90", chapter=Chapter.MIGRATION, name=_("Reading that has moved"),
    formula=_("Reads in the last 28 days of pages that were brought in, divided by these and"
              " the times that an original was opened from here. Whoever goes back to the old place by"
              " themselves is not seen, so nothing is told while not one opening was."),
    example=_("30 reads here and 10 originals opened: 30 / 40 = 0.75."),
    unit=Unit.SHARE, better=Better.MORE, window=MONTH, question=moved, reading=reading_moved,
    personal=True,
))  # fmt: skip
declare(Measure(
    id="M91", chapter=Chapter.MIGRATION, name=_("Brought in and edited since"),
    formula=_("Pages that were brought in and edited here at least once, divided by all pages"
              " that were brought in."),
    example=_("Of 4 pages brought in, 1 was edited here: 1 / 4 = 0.25."),
    unit=Unit.SHARE, better=Better.MORE, window=1, question=edited, reading=share,
))  # fmt: skip
declare(Measure(
    id="M92", chapter=Chapter.MIGRATION, name=_("Brought in and never opened"),
    formula=_("Pages in use that were brought in 180 days ago or earlier and that nobody opened"
              " in the last 180 days."),
    example=_("Of 3 pages brought in last year, 2 were opened this month: 1."),
    unit=Unit.COUNT, better=Better.LESS, window=HALF_YEAR, question=unopened, reading=never_opened,
))  # fmt: skip
