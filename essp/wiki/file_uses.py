"""Where files are used: noted for each page when its text changes, told only of pages one may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from essp.attachments import queries as files
from essp.attachments.changing import release
from essp.attachments.models import Attachment
from essp.attachments.naming import named_in
from essp.attachments.policy import readable_by as may_read_file
from essp.core.db import lock, session, transaction
from essp.core.jobs import task
from essp.people.models import Person
from essp.spaces.policy import readable_by
from essp.wiki.file_models import FileUse
from essp.wiki.models import Page, Rendering

NAMED = 3  # pages that use a file, told by name in a list


@task("wiki.file_uses", batch=True)
def note_file_uses(wanted: list[dict[str, Any]]) -> None:
    """Note which files the present texts of pages refer to. Arguments: page_id."""
    for page_id in dict.fromkeys(each["page_id"] for each in wanted):
        with transaction():
            page = lock(Page, page_id)
            if page is not None:
                _note(page)


def _note(page: Page) -> None:
    html = session().scalar(
        select(Rendering.html).where(
            Rendering.page_id == page.id, Rendering.number == page.revision_number
        )
    )
    uids = named_in(html or "")
    found = session().scalars(select(Attachment).where(Attachment.uid.in_(uids))).all()
    session().execute(delete(FileUse).where(FileUse.page_id == page.id))
    if found:
        rows = [{"page_id": page.id, "attachment_id": each.id} for each in found]
        session().execute(insert(FileUse), rows)
    if page.revision_number == 1:
        _adopt(page, found)


def _adopt(page: Page, found: Iterable[Attachment]) -> None:
    """Files that were sent while the page was first written, when it had no address, are its own."""
    waiting = [
        each
        for each in found
        if each.page_uid is None
        and each.post_uid is None
        and each.space_id == page.space_id
        and each.author_id == page.created_by_id
    ]
    taken = set(_used_elsewhere(page, waiting))
    for each in waiting:
        if each.withheld:
            release(each)
        if each.id not in taken:
            each.page_uid = page.uid


def _used_elsewhere(page: Page, found: Sequence[Attachment]) -> Iterable[int]:
    numbers = [each.id for each in found]
    used = select(FileUse.attachment_id).where(
        FileUse.attachment_id.in_(numbers), FileUse.page_id != page.id
    )
    return session().scalars(used)


@dataclass(frozen=True)
class Uses:
    """The first pages that use a file, and how many more do, as far as the reader may know."""

    pages: Sequence[Page] = ()
    more: int = 0


def pages_using(actor: Person, attachment: Attachment, limit: int = 200) -> Sequence[Page]:
    """The pages in use whose present text refers to a file, by title, as far as the actor reads them."""
    return (
        session()
        .scalars(
            select(Page)
            .join(Page.space)
            .join(FileUse, FileUse.page_id == Page.id)
            .options(contains_eager(Page.space))
            .where(
                FileUse.attachment_id == attachment.id,
                Page.archived_at.is_(None),
                readable_by(actor),
            )
            .order_by(Page.title_key)
            .limit(limit)
        )
        .all()
    )


def uses_of(actor: Person, numbers: Iterable[int]) -> dict[int, Uses]:
    """Where each of these files is used, by its id: one query for a whole list."""
    rank = func.row_number().over(partition_by=FileUse.attachment_id, order_by=Page.title_key)
    total = func.count().over(partition_by=FileUse.attachment_id)
    ranked = (
        select(FileUse.attachment_id, FileUse.page_id, rank.label("rank"), total.label("total"))
        .join(Page, Page.id == FileUse.page_id)
        .join(Page.space)
        .where(
            FileUse.attachment_id.in_(list(numbers)),
            Page.archived_at.is_(None),
            readable_by(actor),
        )
        .subquery()
    )
    rows = session().execute(
        select(ranked.c.attachment_id, ranked.c.total, Page)
        .join(Page, Page.id == ranked.c.page_id)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(ranked.c.rank <= NAMED)
        .order_by(ranked.c.attachment_id, ranked.c.rank)
    )
    pages: dict[int, list[Page]] = defaultdict(list)
    totals: dict[int, int] = {}
    for number, count, page in rows:
        pages[number].append(page)
        totals[number] = count
    return {each: Uses(pages[each], totals[each] - len(pages[each])) for each in pages}


def files_on(actor: Person, page: Page) -> list[Attachment]:
    """The files of a page that the actor may read: put on it or used in its text, last changed first."""
    own = files.files_put_on(actor, page.uid)
    used = session().scalars(select(FileUse.attachment_id).where(FileUse.page_id == page.id)).all()
    others = files.files_by_id(actor, set(used) - {each.id for each in own})
    return sorted([*own, *others.values()], key=lambda each: (each.at, each.id), reverse=True)


def files_of(pages: Iterable[int], actor: Person | None = None) -> dict[int, list[Attachment]]:
    """The files that pages use, and those in use that were put on them, by the ids of the pages.

    Each has its bytes' record. Only what the actor may read is there; without an actor, for the
    operator of the installation, all of it.
    """
    used = select(FileUse.attachment_id).where(FileUse.page_id == Page.id)
    put = and_(Attachment.page_uid == Page.uid, Attachment.archived_at.is_(None))
    rows = session().execute(
        select(Page.id, Attachment)
        .join(Attachment, or_(put, Attachment.id.in_(used)))
        .options(joinedload(Attachment.file))
        .where(Page.id.in_(list(pages)))
        .where(may_read_file(actor) if actor is not None else true())
        .order_by(Page.id, Attachment.id)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for number, attachment in rows:
        found[number].append(attachment)
    return dict(found)


def page_of(actor: Person, attachment: Attachment) -> Page | None:
    """The page on which a file was put, if there is one that the actor may read."""
    if attachment.page_uid is None:
        return None
    return session().scalar(
        select(Page)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(Page.uid == attachment.page_uid, readable_by(actor))
    )
