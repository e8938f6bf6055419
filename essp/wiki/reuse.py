"""What others used of somebody's work: pages that are read, and those whose words are shown elsewhere.

Only pages and uses that the reader may see count, and reads are told of all readers together, from five
on: so nothing says who read what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager

from essp.core import clock
from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Link, Page
from essp.wiki.read_models import PageRead

LATELY = timedelta(days=90)
FEWEST_READS = 5
LOOKED_AT = 200
AN_INCLUDE = 20.0  # reads that one page which shows the text of another is worth


@dataclass(frozen=True)
class Reused:
    """A page with words of a person: theirs, all, and what others made of it in the last 90 days."""

    page: Page
    words: int
    total: int
    rank: int
    reads: int
    included: int

    @property
    def worth(self) -> float:
        """How much of what others used is the person's."""
        share = self.words / self.total if self.total else 0.0
        return self.reads * share + AN_INCLUDE * self.included


def most_reused(actor: Person, person: Person, limit: int = 5) -> Sequence[Reused]:
    """The pages of a person that others used most, as far as the actor may see them."""
    rows = session().execute(
        select(Page, Contribution.words, Contribution.rank)
        .join(Contribution, Contribution.page_id == Page.id)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(Contribution.person_id == person.id, Page.in_use(), readable_by(actor))
        .order_by(Contribution.words.desc(), Page.id)
        .limit(LOOKED_AT)
    )
    found = [(row[0], row[1], row[2]) for row in rows]
    if not found:
        return []
    ids = [page.id for page, _words, _rank in found]
    reads, included = _reads(ids), _included(actor, person, ids)
    used = [
        Reused(page, words, page.words, rank, reads.get(page.id, 0), included.get(page.id, 0))
        for page, words, rank in found
    ]
    worth = [each for each in used if each.reads or each.included]
    return sorted(worth, key=lambda each: (-each.worth, each.page.id))[:limit]


def _reads(ids: Sequence[int]) -> Mapping[int, int]:
    since = clock.now().date() - LATELY
    times = func.sum(PageRead.reads)
    rows = session().execute(
        select(PageRead.page_id, times)
        .where(PageRead.page_id.in_(ids), PageRead.day >= since)
        .group_by(PageRead.page_id)
        .having(times >= FEWEST_READS)
    )
    return {row[0]: int(row[1]) for row in rows}


def _included(actor: Person, person: Person, ids: Sequence[int]) -> Mapping[int, int]:
    there = aliased(Page)
    rows = session().execute(
        select(Link.target_id, func.count(Link.page_id.distinct()))
        .join(there, there.id == Link.page_id)
        .join(Space, Space.id == there.space_id)
        .where(
            Link.included,
            Link.target_id.in_(ids),
            there.archived_at.is_(None),
            there.created_by_id != person.id,
            readable_by(actor),
        )
        .group_by(Link.target_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}
