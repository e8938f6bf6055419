"""Guards that hold edits back step down when their queue waits past its promise, and step back after.

Looked at every hour while anything waits or has stepped down; each step is one transaction that holds
the guard's row, is kept in the trail and told to owners and to those who wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from essp.core import clock, jobs
from essp.core.db import lock, session, transaction
from essp.core.events import record
from essp.core.web import zone
from essp.core.workdays import elapsed
from essp.curation.desk_promises import promised_by
from essp.curation.events import GuardStepped
from essp.curation.loan_steps import Queue, Step, step_of
from essp.spaces.owning import line_of, owners_of
from essp.wiki import trail
from essp.wiki.guard_models import Level, Protection
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.trail import Act, Did

HOUR = timedelta(hours=1)
DEEDS = {Step.DOWN: Did.STEPPED_DOWN, Step.UP: Did.STEPPED_UP}


@dataclass(frozen=True)
class Loan:
    """A guard that holds edits back, with the page it was set on and the moment the oldest waits since."""

    guard: Protection
    page: Page
    oldest: datetime | None
    unseen: bool

    @property
    def clear(self) -> bool:
        """Whether nothing waits and nothing that went live is to be looked at."""
        return self.oldest is None and not self.unseen


@jobs.task("curation.queues")
def look_at_queues(space_id: int | None = None) -> None:
    """Let each guard, or those of one space, take its next step; look again in an hour while any may."""
    with transaction():
        loans = [loan for loan in loans_now() if space_id in (None, loan.guard.space_id)]
    for loan in loans:
        with transaction():
            take_step(loan)
    if any(not loan.clear or loan.guard.stepped_down_at for loan in loans):
        with transaction():
            jobs.enqueue(look_at_queues, delay=HOUR)


def take_step(loan: Loan) -> Step:
    """Let a guard take the step that is due, if any; which one it was."""
    lock(Page, loan.page.id)
    guard = lock(Protection, loan.guard.id)
    if guard is None or guard.ended_at is not None:
        return Step.NONE
    step = step_of(_queue(guard, loan))
    now = clock.now()
    if step is Step.ANNOUNCE:
        guard.announced_at = now
    elif step is Step.CALL_OFF:
        guard.announced_at = None
    elif step is Step.DOWN:
        guard.stepped_down_at = now
    elif step is Step.UP:
        guard.stepped_down_at = guard.announced_at = None
    if step is not Step.NONE:
        _keep(guard, loan, step)
    return step


def loans_now() -> Iterator[Loan]:
    """Every guard that holds edits back, or would if it had not stepped down, with what waits there."""
    guards = _guards()
    waiting = _oldest_by_page({guard.space_id for guard, _page in guards})
    for guard, page in guards:
        ids = {page.id} if not guard.subtree else {p for p, line in waiting if page.id in line}
        behind = [at for (p, _line), at in waiting.items() if p in ids]
        unseen = guard.stepped_down_at is not None and _unseen(guard, page)
        yield Loan(guard, page, min(behind, default=None), unseen)


def promise_of(space_id: int, lineage: str) -> float:
    """Within how many working days the owners of a page promise to decide: the soonest of theirs."""
    return float(promised_by(owners_of(space_id, line_of(lineage)).deciding))


def _queue(guard: Protection, loan: Loan) -> Queue:
    now, office = clock.now(), zone()
    return Queue(
        promise=promise_of(guard.space_id, loan.page.lineage),
        waited=elapsed(loan.oldest, now, office) if loan.oldest else None,
        told=elapsed(guard.announced_at, now, office) if guard.announced_at else None,
        down=guard.stepped_down_at is not None,
        clear=loan.clear,
    )


def _guards() -> Sequence[tuple[Protection, Page]]:
    now = clock.now()
    rows = session().execute(
        select(Protection, Page)
        .join(Page, Page.id == Protection.page_id)
        .where(
            Protection.level == Level.BEFORE.value,
            Protection.ended_at.is_(None),
            or_(Protection.until.is_(None), Protection.until > now),
            Page.archived_at.is_(None),
        )
        .order_by(Protection.id)
    )
    return [(guard, page) for guard, page in rows]


def _oldest_by_page(spaces: set[int]) -> dict[tuple[int, tuple[int, ...]], datetime]:
    """Since when the oldest proposal waits, by page and its line. What its author must mend waits not."""
    rows = session().execute(
        select(Page.id, Page.lineage, func.min(Proposal.at))
        .join(Page, Page.id == Proposal.page_id)
        .where(
            Proposal.state == State.WAITING.value,
            Proposal.stuck.is_(False),
            Proposal.space_id.in_(spaces),
            Page.archived_at.is_(None),
        )
        .group_by(Page.id, Page.lineage)
    )
    return {(page_id, line_of(lineage)): at for page_id, lineage, at in rows}


def _unseen(guard: Protection, page: Page) -> bool:
    """Whether anything that went live while the guard was down is still to be approved."""
    here = Page.id == page.id
    if guard.subtree:
        here = Page.lineage.like(f"{page.lineage}%")
    late = select(Page.id).where(
        here,
        Page.archived_at.is_(None),
        Page.updated_at >= guard.stepped_down_at,
        or_(Page.approved_number.is_(None), Page.approved_number < Page.revision_number),
    )
    return session().scalar(late.limit(1)) is not None


def _keep(guard: Protection, loan: Loan, step: Step) -> None:
    if step in DEEDS:
        about = {
            "protection": guard.uid,
            "oldest": loan.oldest.isoformat() if loan.oldest else None,
        }
        trail.keep(
            Act(kind=DEEDS[step], space_id=guard.space_id, page=loan.page,
                number=loan.page.revision_number, about=about)
        )  # fmt: skip
    record(
        GuardStepped(
            actor_id=None, protection_id=guard.id, page_id=guard.page_id, space_id=guard.space_id,
            step=step.value,
        )
    )  # fmt: skip
