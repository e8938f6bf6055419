"""What stands beside a proposal: the page it is about, who wrote it, who proposes, who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.text.authorship import advance
from essp.curation.models import Verification
from essp.people.models import Person
from essp.wiki.comparing import COMPARABLE, changed_characters
from essp.wiki.guarding import held_on
from essp.wiki.guards import Guard, Held
from essp.wiki.models import Contribution, Page
from essp.wiki.proposal_models import (
    Proposal,
    ProposalLook,
    ProposalRemark,
    ProposalVersion,
    State,
)
from essp.wiki.read_models import PageRead
from essp.wiki.reading import Authors, authors_of
from essp.wiki.revisions import words_of
from essp.wiki.texts import text_of

MONTH = timedelta(days=30)
LEAST = 5  # readings below which no number is told
GOOD = (State.APPROVED.value, State.PARTLY.value)
ENDED = (*GOOD, State.DECLINED.value)


@dataclass(frozen=True)
class Shift:
    """The author's share of the words of a page, as it is and as it would be with the proposal."""

    now: float
    then: float


@dataclass(frozen=True)
class Beside:
    """All that stands beside a proposal. `reads` is None below what may be told."""

    page: Page
    verified: Verification | None
    guard: Held | None
    authors: Authors
    shift: Shift | None
    reads: int | None
    earlier: int
    approved: int
    words: int
    agree: Sequence[Person]
    looked: Sequence[Person]


def beside(actor: Person, proposal: Proposal) -> Beside:
    """What stands beside a proposal that the actor may decide, with its page and author loaded."""
    page = proposal.page
    earlier, approved = _record(proposal)
    agree = _agreeing(proposal)
    theirs = {actor.id, proposal.author_id, *(each.id for each in agree)}
    return Beside(
        page=page,
        verified=session().get(Verification, page.id),
        guard=Guard(held_on(page)).whole,
        authors=authors_of(page),
        shift=_shift(proposal),
        reads=_reads(page),
        earlier=earlier,
        approved=approved,
        words=_words(proposal),
        agree=agree,
        looked=[each for each in _looking(proposal) if each.id not in theirs],
    )


def _shift(proposal: Proposal) -> Shift | None:
    """None where the page has moved on, or where more changes than is worth working out."""
    page = proposal.page
    version = session().get(ProposalVersion, (proposal.id, proposal.version))
    if version is None or proposal.based_on != page.revision_number:
        return None
    text = text_of(page)
    if changed_characters(text, version.text) > COMPARABLE:
        return None
    before = words_of(page, text)
    after = advance(before, text, version.text, proposal.author_id, page.revision_number + 1)
    now, then = (
        next((s.fraction for s in state.shares() if s.author == proposal.author_id), 0.0)
        for state in (before, after)
    )
    return Shift(now, then)


def _reads(page: Page) -> int | None:
    since = clock.now().date() - MONTH
    count = select(func.sum(PageRead.reads)).where(
        PageRead.page_id == page.id, PageRead.day > since
    )
    found = session().scalar(count) or 0
    return found if found >= LEAST else None


def _record(proposal: Proposal) -> tuple[int, int]:
    """How many earlier proposals of the author were decided in this space, and how many approved."""
    row = session().execute(
        select(func.count(), func.sum(case((Proposal.state.in_(GOOD), 1), else_=0))).where(
            Proposal.author_id == proposal.author_id,
            Proposal.space_id == proposal.space_id,
            Proposal.state.in_(ENDED),
        )
    )
    decided, approved = row.one()
    return decided, approved or 0


def _words(proposal: Proposal) -> int:
    found = session().get(Contribution, (proposal.page_id, proposal.author_id))
    return found.words if found is not None else 0


def _agreeing(proposal: Proposal) -> list[Person]:
    rows = session().scalars(
        select(ProposalRemark)
        .join(ProposalRemark.by)
        .options(contains_eager(ProposalRemark.by))
        .where(
            ProposalRemark.proposal_id == proposal.id,
            ProposalRemark.kind == "agrees",
            ProposalRemark.version == proposal.version,
        )
        .order_by(ProposalRemark.id)
    )
    return list({each.by_id: each.by for each in rows}.values())


def _looking(proposal: Proposal) -> list[Person]:
    rows = session().scalars(
        select(ProposalLook)
        .join(ProposalLook.person)
        .options(contains_eager(ProposalLook.person))
        .where(ProposalLook.proposal_id == proposal.id)
        .order_by(ProposalLook.since)
    )
    return [each.person for each in rows]
