"""What stands behind the figures of one space or topic: questions that wait, and its pages, as things.

Loaded through whoever looks: what they may not read is not there. Readings of a page are counted by day
and never by person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from essp.core.db import session
from essp.core.workdays import elapsed
from essp.curation.models import Verification
from essp.discussions.models import Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats import questions as q
from essp.stats.asking import DAY, Asked, Axis, Scope
from essp.stats.supplying import topics_of_pages
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead

READS = 90  # days
MOST = 10


@dataclass(frozen=True)
class Waiting:
    """An open question that nobody else answered; `days` are working days."""

    uid: str
    title: str
    space: str
    at: datetime
    days: float


@dataclass(frozen=True)
class Kept:
    """A page with its readings in 90 days; `until` is until when somebody vouches for it.

    `reads` is None where so few may read it that they would tell who did.
    """

    uid: str
    title: str
    space: str
    reads: int | None
    until: date | None


def waiting(actor: Person, asked: Asked, scope: Scope) -> Sequence[Waiting]:
    """The questions of a scope that wait longest for a first response."""
    rows = session().execute(
        q.asked_in(asked, None, asked.now)
        .add_columns(Thread.uid, Thread.title, Space.name)
        .join(Thread.space)
        .where(
            readable_by(actor), q.still_open(asked), q.first_response(asked).is_(None),
            _of_thread(scope),
        )
        .order_by(Thread.at, Thread.id)
        .limit(MOST)
    )  # fmt: skip
    found = {
        row.uid: Waiting(
            row.uid, row.title, row.name, row.at, elapsed(row.at, asked.now, asked.zone)
        )
        for row in rows
    }
    return list(found.values())


def pages(actor: Person, asked: Asked, scope: Scope, *, told: bool = True) -> Sequence[Kept]:
    """The pages of a scope that are read most; by name where that is not to be `told`."""
    read = (
        select(PageRead.page_id, func.sum(PageRead.reads).label("reads"))
        .where(PageRead.day > asked.day - READS * DAY, PageRead.day <= asked.day)
        .group_by(PageRead.page_id)
        .subquery()
    )
    reads = func.coalesce(read.c.reads, 0)
    rows = session().execute(
        select(Page.uid, Page.title, Space.name, reads.label("reads"), Verification.until)
        .join(Page.space)
        .outerjoin(read, read.c.page_id == Page.id)
        .outerjoin(Verification, Verification.page_id == Page.id)
        .where(Page.in_use(), asked.places(Page.space_id), readable_by(actor), _of_page(scope))
        .order_by(*([reads.desc()] if told else []), Page.title)
        .limit(MOST)
    )
    return [
        Kept(row.uid, row.title, row.name, int(row.reads) if told else None, row.until)
        for row in rows
    ]


def _of_thread(scope: Scope) -> ColumnElement[bool]:
    if scope.axis is Axis.SPACE:
        return Thread.space_id == int(scope.key)
    carried = q.topics_of_threads().subquery()
    return Thread.id.in_(select(carried.c.thread_id).where(carried.c.topic_id == int(scope.key)))


def _of_page(scope: Scope) -> ColumnElement[Any]:
    if scope.axis is Axis.SPACE:
        return Page.space_id == int(scope.key)
    carried = topics_of_pages().subquery()
    return Page.id.in_(select(carried.c.page_id).where(carried.c.topic_id == int(scope.key)))
