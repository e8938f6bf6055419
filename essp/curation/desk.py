"""The desk of knowledge owners: what waits for somebody, worked out in a handful of questions.

A proposal waits for the nearest owners of its page. Owners of the space, who may decide it as well,
see it when they ask for everything. What is nearest to the end of its promise, or longest past it,
comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import session
from essp.curation.desk_promises import promises_of, runs_out, shortest
from essp.curation.desk_sets import Remit
from essp.curation.models import Doubt, Verification
from essp.spaces.models import Space
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State

SHOWN = 30


class Waiting(NamedTuple):
    """A proposal that waits for a decision: since when, and until when it was promised.

    One that is `stuck` waits for its author first.
    """

    id: int
    uid: str
    space_id: int
    since: datetime
    due: datetime
    stuck: bool

    @property
    def late(self) -> bool:
        """Whether it waits for longer than was promised."""
        return not self.stuck and clock.now() > self.due


@dataclass(frozen=True)
class Scope:
    """Which part of the desk is looked at: one space, and also what others look after first."""

    space_id: int | None = None
    every: bool = False


def waiting_for(remit: Remit, scope: Scope | None = None) -> list[Waiting]:
    """The proposals that wait for somebody, what is nearest to the end of its promise first."""
    scope = scope or Scope()
    spaces = remit.spaces if scope.space_id is None else remit.spaces & {scope.space_id}
    if not spaces:
        return []
    mine = remit.decides if scope.every else remit.is_nearest
    rows = session().execute(_proposals(remit.actor_id, spaces)).all()
    kept = [row for row in rows if mine(row.space_id, row.lineage)]
    deciders = [remit.nearest(row.space_id, row.lineage) for row in kept]
    promises = promises_of(set().union(*deciders)) if kept else {}
    found = [
        Waiting(row.id, row.uid, row.space_id, row.at,
                runs_out(row.at, shortest(who, promises)), row.stuck)
        for row, who in zip(kept, deciders, strict=True)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.stuck, each.due, each.since, each.id))


def _proposals(actor_id: int, spaces: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Proposal.id, Proposal.uid, Proposal.space_id, Proposal.at, Proposal.stuck, Page.lineage
        )
        .join(Page, Page.id == Proposal.page_id)
        .where(
            Proposal.state == State.WAITING.value,
            Proposal.space_id.in_(spaces),
            Proposal.author_id != actor_id,
        )
    )


def proposals(ids: Sequence[int]) -> list[Proposal]:
    """These proposals with author, page and space, in this order."""
    rows = session().scalars(
        select(Proposal)
        .options(joinedload(Proposal.author), joinedload(Proposal.page).joinedload(Page.space))
        .where(Proposal.id.in_(ids))
    )
    found = {each.id: each for each in rows}
    return [found[each] for each in ids if each in found]


def doubts_for(remit: Remit, scope: Scope | None = None) -> list[int]:
    """The ids of the sentences in dispute that wait for somebody, the oldest first."""
    scope = scope or Scope()
    rows = session().execute(
        select(Doubt.id, Doubt.space_id, Page.lineage)
        .join(Page, Page.id == Doubt.page_id)
        .where(Doubt.decided_at.is_(None), _within(Doubt.space_id, remit, scope))
        .order_by(Doubt.at, Doubt.id)
    )
    mine = remit.decides if scope.every else remit.is_nearest
    return [number for number, space_id, lineage in rows if mine(space_id, lineage)]


def overdue(remit: Remit, scope: Scope | None = None, *, since: date | None = None) -> int:
    """How many pages that somebody looks after were verified until a day that has passed.

    Of those whose day passed `since` a day alone, if one is named.
    """
    scope, today = scope or Scope(), clock.now().date()
    begun = [] if since is None else [Verification.until >= since]
    rows = session().execute(
        select(Page.space_id, Page.lineage)
        .join(Verification, Verification.page_id == Page.id)
        .where(
            Page.in_use(), Verification.until < today, _within(Page.space_id, remit, scope),
            or_(Verification.later.is_(None), Verification.later <= today), *begun,
        )
    )  # fmt: skip
    return sum(remit.is_nearest(space_id, lineage) for space_id, lineage in rows)


def doubts(ids: Sequence[int]) -> list[tuple[Doubt, Page]]:
    """These doubts with who has them, and the page with its space, in this order."""
    rows = session().execute(
        select(Doubt, Page)
        .join(Page, Page.id == Doubt.page_id)
        .options(joinedload(Doubt.by), joinedload(Page.space))
        .where(Doubt.id.in_(ids))
    )
    found = {doubt.id: (doubt, page) for doubt, page in rows}
    return [found[each] for each in ids if each in found]


class Owned(NamedTuple):
    """A page that somebody looks after, as a list shows it."""

    id: int
    uid: str
    title: str
    space_id: int
    lineage: str


def pages_of(remit: Remit, scope: Scope | None = None) -> list[Owned]:
    """The pages of which somebody is among the nearest owners, by title."""
    scope = scope or Scope()
    rows = session().execute(
        select(Page.id, Page.uid, Page.title, Page.space_id, Page.lineage)
        .where(Page.in_use(), _within(Page.space_id, remit, scope))
        .order_by(Page.title_key, Page.id)
    )
    mine = remit.decides if scope.every else remit.is_nearest
    return [Owned(*row) for row in rows if mine(row.space_id, row.lineage)]


@dataclass(frozen=True)
class PageFacts:
    """Until when a page is verified, and how many proposals wait on it."""

    until: date | None = None
    waiting: int = 0


def facts_of(ids: Sequence[int]) -> Mapping[int, PageFacts]:
    """What a list of pages tells of each, by id."""
    waiting = func.count(Proposal.id)
    rows = session().execute(
        select(Page.id, Verification.until, waiting.label("waiting"))
        .outerjoin(Verification, Verification.page_id == Page.id)
        .outerjoin(
            Proposal,
            (Proposal.page_id == Page.id) & (Proposal.state == State.WAITING.value),
        )
        .where(Page.id.in_(ids))
        .group_by(Page.id, Verification.until)
    )
    return {row.id: PageFacts(row.until, row.waiting) for row in rows}


def page_count(remit: Remit) -> tuple[int, int]:
    """How many pages somebody is among the nearest owners of, and in how many spaces."""
    counted = Counter[int]()
    if remit.whole:
        counts = (
            select(Page.space_id, func.count().label("pages"))
            .where(Page.in_use(), Page.space_id.in_(remit.whole))
            .group_by(Page.space_id)
        )
        counted.update({row.space_id: row.pages for row in session().execute(counts)})
    if parted := remit.spaces - remit.whole:
        rows = select(Page.space_id, Page.lineage).where(Page.in_use(), Page.space_id.in_(parted))
        counted.update(
            space_id
            for space_id, lineage in session().execute(rows)
            if remit.is_nearest(space_id, lineage)
        )
    return counted.total(), len(counted)


def spaces_of(remit: Remit) -> Mapping[int, Space]:
    """The spaces of a remit by id, in the order of their names."""
    rows = select(Space).where(Space.id.in_(remit.spaces)).order_by(Space.name_key)
    return {each.id: each for each in session().scalars(rows)}


def _within(column: Any, remit: Remit, scope: Scope) -> ColumnElement[bool]:
    spaces = remit.spaces if scope.space_id is None else remit.spaces & {scope.space_id}
    found: ColumnElement[bool] = column.in_(spaces)
    return found
