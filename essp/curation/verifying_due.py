"""Which reviews are due for somebody, those first on which the most readers rely for the longest.

    readers at risk = readings in the last thirty days x days overdue

A page that is not overdue yet comes after all that are, the nearest day first. What an owner put off
is left out until its day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.curation.desk_sets import Remit
from essp.curation.models import Claim, Doubt, Verification
from essp.curation.verifying_use import MONTH
from essp.people.models import Person
from essp.wiki.models import Page, Revision
from essp.wiki.read_models import PageRead

AHEAD = timedelta(days=42)
SHOWN = 30


@dataclass(frozen=True)
class Since:
    """What happened to the text of a page since it was last looked at."""

    edits: int = 0
    people: int = 0


@dataclass(frozen=True)
class Review:
    """A review that is due: how much the page is read in thirty days, what changed since it was last
    looked at, and what readers and marked sentences say. `days` is how long it is overdue; less than
    zero while it is not."""

    page: Page
    row: Verification
    days: int
    readers: int = 0
    since: Since = Since()
    doubts: int = 0
    claims: int = 0

    @property
    def risk(self) -> int:
        """Readers at risk."""
        return self.readers * max(self.days, 0)


def reviews_for(remit: Remit, *, oldest_first: bool = False) -> list[Review]:
    """The reviews that are due within six weeks of pages that somebody looks after, in order.

    Each has its page with its space, and its readers; see `with_signals` for the rest.
    """
    if not remit.spaces:
        return []
    today = clock.now().date()
    rows = session().execute(_due(remit.spaces, today))
    mine = [(row, page) for row, page in rows if remit.is_nearest(page.space_id, page.lineage)]
    readers = readers_of([page.id for _row, page in mine])
    found = [
        Review(page, row, (today - row.until).days, readers.get(page.id, 0)) for row, page in mine
    ]
    if oldest_first:
        return sorted(found, key=lambda each: (-each.days, each.page.id))
    return sorted(found, key=lambda each: (-each.risk, -each.days, each.page.id))


def with_signals(reviews: Sequence[Review]) -> list[Review]:
    """The same reviews, told what changed and what is doubted: for the part of a list that is shown."""
    ids = [each.page.id for each in reviews]
    since, doubts, claims = _since(reviews), _doubts(ids), _claims(ids)
    return [
        replace(
            each,
            since=since.get(each.page.id, Since()),
            doubts=doubts.get(each.page.id, 0),
            claims=claims.get(each.page.id, 0),
        )
        for each in reviews
    ]


def sentences_for(remit: Remit) -> list[tuple[Claim, Page]]:
    """The marked sentences to look at again, on pages that somebody looks after, the oldest first."""
    rows = session().execute(
        select(Claim, Page)
        .join(Page, Page.id == Claim.page_id)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(Page.space_id.in_(remit.spaces), Page.in_use(), in_doubt(clock.now().date()))
        .order_by(func.coalesce(Claim.flagged_at, Claim.at), Claim.id)
    )
    return [(claim, page) for claim, page in rows if remit.is_nearest(page.space_id, page.lineage)]


def readers_of(page_ids: Collection[int]) -> Mapping[int, int]:
    """How often each of these pages was read in the last thirty days."""
    first = clock.now().date() - MONTH
    rows = session().execute(
        select(PageRead.page_id, func.sum(PageRead.reads))
        .where(PageRead.page_id.in_(page_ids), PageRead.day > first)
        .group_by(PageRead.page_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def in_doubt(today: date) -> Any:
    """The condition of a marked sentence that wants to be looked at."""
    due = or_(Claim.flagged_at.is_not(None), Claim.until < today)
    return Claim.ended_at.is_(None) & due


def _due(spaces: Collection[int], today: date) -> Select[Verification, Page]:
    return (
        select(Verification, Page)
        .join(Page, Page.id == Verification.page_id)
        .join(Page.space)
        .outerjoin(Person, Person.id == Verification.by_id)
        .options(contains_eager(Page.space), contains_eager(Verification.by))
        .where(
            Page.space_id.in_(spaces),
            Page.in_use(),
            Verification.until <= today + AHEAD,
            or_(Verification.later.is_(None), Verification.later <= today),
        )
    )


def _since(reviews: Sequence[Review]) -> Mapping[int, Since]:
    rows = session().execute(
        select(Revision.page_id, func.count(), func.count(Revision.author_id.distinct()))
        .join(Verification, Verification.page_id == Revision.page_id)
        .where(
            Revision.page_id.in_([each.page.id for each in reviews]),
            Revision.number > Verification.number,
            Revision.words_added + Revision.words_removed > 0,
        )
        .group_by(Revision.page_id)
    )
    return {page_id: Since(edits, people) for page_id, edits, people in rows}


def _doubts(page_ids: Collection[int]) -> Mapping[int, int]:
    query = select(Doubt.page_id, func.count()).where(
        Doubt.page_id.in_(page_ids), Doubt.decided_at.is_(None)
    )
    return {row[0]: row[1] for row in session().execute(query.group_by(Doubt.page_id))}


def _claims(page_ids: Collection[int]) -> Mapping[int, int]:
    query = select(Claim.page_id, func.count()).where(
        Claim.page_id.in_(page_ids), in_doubt(clock.now().date())
    )
    return {row[0]: row[1] for row in session().execute(query.group_by(Claim.page_id))}
