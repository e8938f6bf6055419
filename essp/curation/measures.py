"""How the queues of a space stand: who waits, how long, which part in time, what is kept up to date.

Formulas and where they come from stand in docs/measures.md. A figure over fewer than five people is
not told (`hidden`), one of nothing is None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, case, func, or_, select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Decision, refuse
from essp.core.figures import Share, Span, middle, within
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.core.workdays import elapsed
from essp.curation.desk_promises import promises_of, shortest
from essp.curation.desk_sets import Remit, named_in, owners_in
from essp.curation.measures_math import on_time, tellable
from essp.curation.models import Verification
from essp.people.models import Person, Role
from essp.spaces import policy
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.read_models import PageRead

WINDOWS = (28, 90, 365)  # days that can be looked back
DECIDED = {State.APPROVED.value, State.PARTLY.value, State.DECLINED.value}
ANSWERED = {*DECIDED, State.SENT_BACK.value}
TAKEN = {State.APPROVED.value, State.PARTLY.value}


@dataclass(frozen=True)
class Load:
    """How many proposals wait for each owner: the median and the most; `own` is the reader's."""

    owners: int
    own: int | None = None
    median: float | None = None
    most: int | None = None


@dataclass(frozen=True)
class Measures:
    """The figures of one space. Waits are in working days; `people` proposed something."""

    waiting: int
    late: int
    people: int
    proposals: int
    median: float | None
    ninety: float | None
    timely: Share
    accepted: Share
    fresh: float | None
    overdue: float | None
    overdue_pages: int
    pages: int
    load: Load

    @property
    def hidden(self) -> bool:
        """Whether too few people proposed something for waits and shares to be told."""
        return self.proposals > 0 and not tellable(self.people)


def measures(actor: Person, spaces: Collection[Space], days: int = 28) -> Mapping[int, Measures]:
    """The figures of these spaces, which the actor may see, looking back so many days.

    Six questions, however many spaces there are.
    """
    ids = [each.id for each in spaces]
    since = clock.now() - timedelta(days=days)
    named, above = named_in(ids), owners_in(ids)
    remits = {
        each: Remit(
            actor.id, frozenset({each}), frozenset(), [n for n in named if n.space_id == each], above
        )
        for each in ids
    }  # fmt: skip
    rows: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in session().execute(_proposals(ids, since)):
        rows[row.space_id].append(row)
    promises = promises_of({n.person_id for n in named} | set().union(*above.values()))
    pages = _pages(ids, days)
    return {
        each: _of_space(remits[each], rows[each], promises, pages.get(each, _Sums()), actor)
        for each in ids
    }


def may_see(actor: Person, space: Space) -> Decision:
    """Whether somebody sees these figures: its owners, and community managers who can read it."""
    here = standing(actor, space)
    reads = policy.read(actor, space, here)
    if not reads or here.owner or actor.has_role(Role.COMMUNITY_MANAGER.value):
        return reads
    return refuse(_("The owners of this space and community managers see how its proposals stand."))


def _proposals(ids: Collection[int], since: datetime) -> Any:
    """What was proposed since then, and what waits still, however long."""
    begun: ColumnElement[bool] = Proposal.at >= since
    return (
        select(
            Proposal.space_id, Proposal.author_id, Proposal.at, Proposal.state, Proposal.stuck,
            Proposal.decided_at, Page.lineage,
        )
        .join(Page, Page.id == Proposal.page_id)
        .where(
            Proposal.space_id.in_(ids), or_(begun, Proposal.state == State.WAITING.value)
        )
    )  # fmt: skip


def _of_space(
    remit: Remit,
    rows: Sequence[Row[Any]],
    promises: Mapping[int, int],
    pages: _Sums,
    actor: Person,
) -> Measures:
    now = clock.now()
    waits, load = list[tuple[Span, float]](), Counter[int]()
    (space_id,) = remit.spaces
    for row in rows:
        owners = remit.nearest(space_id, row.lineage)
        ended = row.decided_at if row.state != State.WAITING.value else None
        wait = Span(elapsed(row.at, ended or now, zone()), row.state in ANSWERED)
        waits.append((wait, shortest(owners, promises)))
        if ended is None:
            load.update(owners)
    waiting = [
        (wait, promised)
        for (wait, promised), row in zip(waits, rows, strict=True)
        if row.state == State.WAITING.value and not row.stuck
    ]
    decided = [row for row in rows if row.state in DECIDED]
    return Measures(
        waiting=sum(row.state == State.WAITING.value for row in rows),
        late=sum(wait.length > promised for wait, promised in waiting),
        people=len({row.author_id for row in rows}),
        proposals=len(rows),
        median=within([wait for wait, _promised in waits], 0.5),
        ninety=within([wait for wait, _promised in waits], 0.9),
        timely=on_time(waits),
        accepted=Share(sum(row.state in TAKEN for row in decided), len(decided)),
        fresh=Share(pages.fresh_reads, pages.reads).value,
        overdue=Share(pages.overdue_reads, pages.reads).value,
        overdue_pages=pages.overdue,
        pages=pages.pages,
        load=_load(remit, load, actor),
    )


def _load(remit: Remit, load: Counter[int], actor: Person) -> Load:
    """What waits for each owner. Of others only how it is spread, over five or more."""
    (space_id,) = remit.spaces
    owners = remit.above.get(space_id, frozenset()) | {each.person_id for each in remit.named}
    own = load[actor.id] if actor.id in owners else None
    if not tellable(len(owners)):
        return Load(len(owners), own)
    each = [load[person] for person in owners]
    return Load(len(owners), own, middle(each), max(each))


class _Sums(NamedTuple):
    """Pages in use and readings of them: all, of those verified today, of those overdue."""

    pages: int = 0
    overdue: int = 0
    reads: int = 0
    fresh_reads: int = 0
    overdue_reads: int = 0


def _pages(ids: Collection[int], days: int) -> Mapping[int, _Sums]:
    today = clock.now().date()
    read = (
        select(PageRead.page_id, func.sum(PageRead.reads).label("reads"))
        .where(PageRead.day > today - timedelta(days=days))
        .group_by(PageRead.page_id)
        .subquery()
    )
    fresh = (Verification.until >= today) & (Verification.kind == "verified")
    overdue, reads = Verification.until < today, func.coalesce(read.c.reads, 0)
    rows = session().execute(
        select(
            Page.space_id, func.count(), func.sum(case((overdue, 1), else_=0)), func.sum(reads),
            func.sum(case((fresh, reads), else_=0)), func.sum(case((overdue, reads), else_=0)),
        )
        .outerjoin(Verification, Verification.page_id == Page.id)
        .outerjoin(read, read.c.page_id == Page.id)
        .where(Page.in_use(), Page.space_id.in_(ids))
        .group_by(Page.space_id)
    )  # fmt: skip
    return {row[0]: _Sums(*(int(each) for each in row[1:])) for row in rows}
