"""Old proposals: their owner is reminded once, by their author as well, and after long silence they close."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.wiki import proposal_policy as policy
from essp.wiki.events import ProposalDecided, ProposalLate, ProposalRemarked
from essp.wiki.proposal_models import Proposal, ProposalRemark, State
from essp.wiki.revising import hold
from essp.wiki.trail import Act, Did, keep

SILENCE = timedelta(days=60)
PATIENCE = timedelta(days=1)
REMINDER = "reminder"


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


def remindable_from(proposal: Proposal) -> datetime:
    """From when its author may remind its owners: a day after it began to wait, or after they last did."""
    last = session().scalar(
        select(func.max(ProposalRemark.at)).where(
            ProposalRemark.proposal_id == proposal.id, ProposalRemark.kind == REMINDER
        )
    )
    return max(proposal.at, last or proposal.at) + PATIENCE


def remind_owners(actor: Person, proposal: Proposal) -> ProposalRemark:
    """Let its author remind who decides. Raises Refused (not theirs, not waiting), Invalid (too soon)."""
    _page, found = hold(proposal)
    require(policy.remind(actor, found))
    now = clock.now()
    if now < remindable_from(found):
        raise Invalid(remind=_("They heard of it within a day. Give them a day, then remind them."))
    row = ProposalRemark(
        proposal_id=found.id, by_id=actor.id, at=now, kind=REMINDER, version=found.version
    )
    session().add(row)
    session().flush()
    record(
        ProposalRemarked(
            actor_id=actor.id, proposal_id=found.id, page_id=found.page_id,
            space_id=found.space_id, remark_id=row.id,
        )
    )  # fmt: skip
    return row


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
