"""Where a thread leads and what led to it: threads it was split from, merged with, or asks the same as,
and what it became. What the reader may not know of is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.discussions.models import Thread, ThreadLink, Way
from essp.discussions.subjects import named_pages
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by


@dataclass(frozen=True)
class Lead:
    """One way to or from a thread. `here` tells that the deed was done to this very thread."""

    way: Way
    here: bool
    title: str
    url: str
    by: Person

    @property
    def to_page(self) -> bool:
        """Whether it leads to a page that was made of the thread."""
        return self.way is Way.BECAME_PAGE


def leads_of(actor: Person, thread: Thread) -> list[Lead]:
    """The ways to and from a thread that the actor may read, the oldest first."""
    rows = (
        session()
        .scalars(
            select(ThreadLink)
            .options(joinedload(ThreadLink.by))
            .where(or_(ThreadLink.thread_id == thread.id, ThreadLink.other_id == thread.id))
            .order_by(ThreadLink.id)
        )
        .all()
    )
    threads = _threads(actor, {_far_end(row, thread) for row in rows})
    pages = named_pages(actor, {row.page_id for row in rows if row.page_id is not None})
    found: list[Lead] = []
    for row in rows:
        here = row.thread_id == thread.id
        if row.page_id is not None and row.page_id in pages:
            found.append(Lead(Way(row.way), here, *pages[row.page_id], row.by))
        elif (other := threads.get(_far_end(row, thread) or 0)) is not None:
            found.append(Lead(Way(row.way), here, other.title, f"/t/{other.uid}", row.by))
    return found


def _far_end(row: ThreadLink, thread: Thread) -> int | None:
    return row.other_id if row.thread_id == thread.id else row.thread_id


def _threads(actor: Person, ids: Collection[int | None]) -> Mapping[int, Thread]:
    rows = session().scalars(
        select(Thread)
        .join(Space, Space.id == Thread.space_id)
        .where(Thread.id.in_([each for each in ids if each]), readable_by(actor))
    )
    return {each.id: each for each in rows}
