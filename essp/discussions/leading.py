"""Where a thread leads and what led to it: threads it was split from, merged with, or asks the same as,
the space it stood in before, and what it became. What the reader may not know of is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from essp.core.db import session
from essp.discussions.models import Thread, ThreadLink, Way
from essp.discussions.subjects import named_pages
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by

MOST_MOVED = 20


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
    left = and_(Space.id == ThreadLink.space_id, readable_by(actor))
    found_rows = session().execute(
        select(ThreadLink, Space)
        .outerjoin(Space, left)
        .options(joinedload(ThreadLink.by))
        .where(or_(ThreadLink.thread_id == thread.id, ThreadLink.other_id == thread.id))
        .order_by(ThreadLink.id)
    )
    spaces = {row[0]: row[1] for row in found_rows}
    rows = list(spaces)
    threads = _threads(actor, {_far_end(row, thread) for row in rows})
    pages = named_pages(actor, {row.page_id for row in rows if row.page_id is not None})
    found: list[Lead] = []
    for row in rows:
        here = row.thread_id == thread.id
        if (space := spaces[row]) is not None:
            found.append(Lead(Way(row.way), here, space.name, f"/s/{space.slug}/-/talk", row.by))
        elif row.page_id is not None and row.page_id in pages:
            found.append(Lead(Way(row.way), here, *pages[row.page_id], row.by))
        elif (other := threads.get(_far_end(row, thread) or 0)) is not None:
            found.append(Lead(Way(row.way), here, other.title, f"/t/{other.uid}", row.by))
    return found


def moved_away(actor: Person, space: Space) -> Sequence[Thread]:
    """The threads that were moved out of a space to where the actor reads them, the latest first."""
    gone = ThreadLink.way == Way.MOVED_FROM.value, ThreadLink.space_id == space.id
    latest = select(ThreadLink.thread_id).where(*gone).order_by(ThreadLink.id.desc())
    found = session().scalars(
        select(Thread)
        .join(Thread.space)
        .options(contains_eager(Thread.space))
        .where(Thread.id.in_(latest.limit(MOST_MOVED)), Thread.space_id != space.id)
        .where(Thread.merged_into_id.is_(None), readable_by(actor))
        .order_by(Thread.last_at.desc())
    )
    return found.all()


def _far_end(row: ThreadLink, thread: Thread) -> int | None:
    return row.other_id if row.thread_id == thread.id else row.thread_id


def _threads(actor: Person, ids: Collection[int | None]) -> Mapping[int, Thread]:
    rows = session().scalars(
        select(Thread)
        .join(Space, Space.id == Thread.space_id)
        .where(Thread.id.in_([each for each in ids if each]), readable_by(actor))
    )
    return {each.id: each for each in rows}
