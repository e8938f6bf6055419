"""What goes along with a handover: the pages with their reads and dates, and all that is open on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from essp.core import clock
from essp.core.db import session
from essp.curation.likely_owners import within
from essp.curation.models import Doubt, Verification
from essp.curation.places import Place
from essp.discussions.models import About, Kind, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.read_models import PageRead

MONTH = timedelta(days=30)
LISTED = 50


class PageIn(NamedTuple):
    """A page of a packet: how often it was read in a month, until when it is verified, what waits."""

    uid: str
    title: str
    reads: int
    until: date | None
    proposals: int
    doubts: int


@dataclass(frozen=True)
class Packet:
    """Everything that comes with a handover, counted; `pages` are the most read of them."""

    pages: Sequence[PageIn]
    total: int
    reads: int
    proposals: int
    due: int
    doubts: int
    questions: int
    until: date | None

    @property
    def more(self) -> int:
        """How many pages are not listed."""
        return self.total - len(self.pages)


def packet_of(reader: Person, place: Place, *, subtree: bool) -> Packet:
    """What goes along; the reader can read the place."""
    ours = select(Page.id).where(within(place, subtree=subtree))
    soon = clock.now().date() + MONTH
    due = select(func.count()).select_from(Verification)
    doubts = select(func.count()).select_from(Doubt)
    pages = _pages(ours)
    return Packet(
        pages=pages,
        total=_count(select(func.count()).select_from(ours.subquery())),
        reads=_count(_reads().where(PageRead.page_id.in_(ours))),
        proposals=_count(_proposals().where(Proposal.page_id.in_(ours))),
        due=_count(due.where(Verification.page_id.in_(ours), Verification.until <= soon)),
        doubts=_count(doubts.where(Doubt.page_id.in_(ours), Doubt.decided_at.is_(None))),
        questions=_count(_questions(reader, ours)),
        until=pages[0].until if len(pages) == 1 else None,
    )


def _pages(ours: Select[int]) -> Sequence[PageIn]:
    reads = _reads().where(PageRead.page_id == Page.id).scalar_subquery()
    proposals = _proposals().where(Proposal.page_id == Page.id).scalar_subquery()
    doubts = (
        select(func.count())
        .select_from(Doubt)
        .where(Doubt.page_id == Page.id, Doubt.decided_at.is_(None))
        .scalar_subquery()
    )
    rows = session().execute(
        select(Page.uid, Page.title, func.coalesce(reads, 0).label("reads"), Verification.until,
               proposals, doubts)
        .outerjoin(Verification, Verification.page_id == Page.id)
        .where(Page.id.in_(ours))
        .order_by(func.coalesce(reads, 0).desc(), Page.title_key, Page.id)
        .limit(LISTED)
    )  # fmt: skip
    return [PageIn(*row) for row in rows]


def _reads() -> Select[Any]:
    since = clock.now().date() - MONTH
    return select(func.sum(PageRead.reads)).where(PageRead.day > since)


def _proposals() -> Select[Any]:
    return select(func.count()).select_from(Proposal).where(Proposal.state == State.WAITING.value)


def _questions(reader: Person, ours: Select[int]) -> Select[Any]:
    readable = select(Space.id).where(readable_by(reader))
    return (
        select(func.count())
        .select_from(Thread)
        .where(
            Thread.listed(),
            Thread.kind == Kind.QUESTION.value,
            Thread.closed_at.is_(None),
            Thread.accepted == 0,
            Thread.about_kind == About.PAGE.value,
            Thread.about_id.in_(ours),
            Thread.space_id.in_(readable),
        )
    )


def _count(query: Select[Any]) -> int:
    return int(session().scalar(query) or 0)
