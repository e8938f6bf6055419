"""Around a proposal: who looks at it now, what is said about it, who checked it.

Who decides sees who else does, since when; a look is forgotten some minutes after the last sign of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.core.decision import require
from essp.core.events import record
from essp.people.models import Person
from essp.wiki import proposal_policy as policy
from essp.wiki.events import ProposalRemarked
from essp.wiki.proposal_models import Proposal, ProposalLook, ProposalRemark
from essp.wiki.proposing import clean_reason
from essp.wiki.revising import hold

FORGOTTEN = timedelta(minutes=5)
LEAVING = timedelta(seconds=30)
REMARK, AGREES = "remark", "agrees"


def look(actor: Person, proposal: Proposal) -> None:
    """Note that the actor looks at a proposal now."""
    now = clock.now()
    row = session().get(ProposalLook, (proposal.id, actor.id))
    if row is None:
        row = ProposalLook(proposal_id=proposal.id, person_id=actor.id, since=now, seen_at=now)
        session().add(row)
    elif row.seen_at < now - FORGOTTEN:
        row.since = now
    row.seen_at = now
    session().flush()


def look_away(actor: Person, proposal: Proposal) -> None:
    """Note that the actor looks at it no longer."""
    row = session().get(ProposalLook, (proposal.id, actor.id))
    if row is not None:
        session().delete(row)
        session().flush()


def leave(person_id: int, proposal_id: int) -> None:
    """Note that somebody closed their window: who comes back in a moment looks since as long as before."""
    row = session().get(ProposalLook, (proposal_id, person_id))
    if row is not None:
        row.seen_at = min(row.seen_at, clock.now() - FORGOTTEN + LEAVING)
        session().flush()


def needs_look(actor: Person, proposal: Proposal) -> bool:
    """Whether it is worth noting again that the actor looks."""
    row = session().get(ProposalLook, (proposal.id, actor.id))
    return row is None or row.seen_at < clock.now() - FORGOTTEN / 5


def others_looking(actor: Person, proposal: Proposal) -> Sequence[ProposalLook]:
    """Who else looks at it now, the longest first."""
    return (
        session()
        .scalars(
            select(ProposalLook)
            .join(ProposalLook.person)
            .options(contains_eager(ProposalLook.person))
            .where(
                ProposalLook.proposal_id == proposal.id,
                ProposalLook.person_id != actor.id,
                ProposalLook.seen_at > clock.now() - FORGOTTEN,
            )
            .order_by(ProposalLook.since)
        )
        .all()
    )


def remark(actor: Person, proposal: Proposal, *, text: str) -> ProposalRemark:
    """Say something about a proposal that is open. Raises Refused, Invalid (nothing said, too long)."""
    _page, found = hold(proposal)
    require(policy.remark(actor, found))
    return _say(actor, found, REMARK, clean_reason(text, needed=True))


def agree(actor: Person, proposal: Proposal, *, text: str = "") -> ProposalRemark:
    """Say that the actor checked the present version; said again for the same version it is one."""
    _page, found = hold(proposal)
    require(policy.agree(actor, found))
    said = session().scalar(
        select(ProposalRemark).where(
            ProposalRemark.proposal_id == found.id,
            ProposalRemark.by_id == actor.id,
            ProposalRemark.kind == AGREES,
            ProposalRemark.version == found.version,
        )
    )
    return said or _say(actor, found, AGREES, clean_reason(text))


def remarks_on(proposal: Proposal) -> Sequence[ProposalRemark]:
    """All that was said about a proposal, oldest first, with who said it."""
    return (
        session()
        .scalars(
            select(ProposalRemark)
            .join(ProposalRemark.by)
            .options(contains_eager(ProposalRemark.by))
            .where(ProposalRemark.proposal_id == proposal.id)
            .order_by(ProposalRemark.id)
        )
        .all()
    )


def _say(actor: Person, proposal: Proposal, kind: str, text: str) -> ProposalRemark:
    row = ProposalRemark(
        proposal_id=proposal.id, by_id=actor.id, at=clock.now(), kind=kind,
        version=proposal.version, text=text,
    )  # fmt: skip
    session().add(row)
    session().flush()
    record(
        ProposalRemarked(
            actor_id=actor.id, proposal_id=proposal.id, page_id=proposal.page_id,
            space_id=proposal.space_id, remark_id=row.id,
        )
    )  # fmt: skip
    return row
