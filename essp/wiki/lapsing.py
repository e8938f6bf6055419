"""Old proposals: their owner is reminded once, and after a long silence they close politely."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.wiki.events import ProposalDecided, ProposalLate
from essp.wiki.proposal_models import Proposal, ProposalRemark, State
from essp.wiki.revising import hold
from essp.wiki.trail import Act, Did, keep

SILENCE = timedelta(days=60)


def closes_at(proposal: Proposal) -> datetime:
    """When a proposal closes by itself, unless somebody says or does something about it before."""
    said = session().scalar(
        select(func.max(ProposalRemark.at)).where(ProposalRemark.proposal_id == proposal.id)
    )
    return max(proposal.changed_at, said or proposal.changed_at) + SILENCE


def remind(proposal: Proposal) -> bool:
    """Note that its owners are reminded of a proposal that waits; once each time that it begins to."""
    _page, found = hold(proposal)
    if found.state != State.WAITING.value or found.stuck or found.reminded_at is not None:
        return False
    found.reminded_at = clock.now()
    record(
        ProposalLate(
            actor_id=None, proposal_id=found.id, page_id=found.page_id, space_id=found.space_id
        )
    )
    return True


def lapse(proposal: Proposal) -> bool:
    """Close a proposal about which nobody said a word for long; its author can bring it back."""
    page, found = hold(proposal)
    if not State(found.state).open or closes_at(found) > clock.now():
        return False
    found.state, found.decision, found.decided_by_id = State.LAPSED.value, "", None
    found.decided_at = found.changed_at = clock.now()
    keep(
        Act(
            kind=Did.LAPSED, space_id=page.space_id, page=page, number=page.revision_number,
            about={"proposal": found.uid, "version": found.version},
        )
    )  # fmt: skip
    record(
        ProposalDecided(
            actor_id=None, proposal_id=found.id, page_id=found.page_id, space_id=found.space_id,
            state=found.state,
        )
    )  # fmt: skip
    return True
