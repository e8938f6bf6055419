"""Proposals as an actor may see them: whoever reads the page sees what is proposed for it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.policy import readable_by
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalVersion, State

PER_PAGE = 50
OPEN = [state.value for state in State if state.open]


def find_proposal(actor: Person | None, uid: str) -> Proposal:
    """A proposal with its page and author; NotFound also when the actor may not know of it."""
    found = session().scalar(_seen_by(actor).where(Proposal.uid == uid))
    if found is None:
        raise NotFound
    return found


def proposed_by(
    actor: Person, *, only_open: bool = False, after: int | None = None, limit: int = PER_PAGE
) -> Sequence[Proposal]:
    """What the actor proposed, the last first; those that are open alone if so asked."""
    asked = _seen_by(actor).where(Proposal.author_id == actor.id)
    if only_open:
        asked = asked.where(Proposal.state.in_(OPEN))
    if after is not None:
        asked = asked.where(Proposal.id < after)
    return session().scalars(asked.order_by(Proposal.id.desc()).limit(limit)).all()


def open_for(actor: Person, page: Page) -> Sequence[Proposal]:
    """The open proposals for a page that the actor can read, oldest first."""
    return (
        session()
        .scalars(
            _seen_by(actor)
            .where(Proposal.page_id == page.id, Proposal.state.in_(OPEN))
            .order_by(Proposal.id)
        )
        .all()
    )


def bundled_with(actor: Person, proposal: Proposal) -> Sequence[Proposal]:
    """The other proposals that travel with this one, as far as the actor may see them."""
    if proposal.bundle is None:
        return ()
    asked = _seen_by(actor).where(Proposal.bundle == proposal.bundle, Proposal.id != proposal.id)
    return session().scalars(asked.order_by(Proposal.id).limit(PER_PAGE)).all()


def versions_of(proposal: Proposal) -> Sequence[ProposalVersion]:
    """Every version of a proposal, the last first."""
    return (
        session()
        .scalars(
            select(ProposalVersion)
            .where(ProposalVersion.proposal_id == proposal.id)
            .order_by(ProposalVersion.number.desc())
        )
        .all()
    )


def _seen_by(actor: Person | None) -> Select[Proposal]:
    readable: ColumnElement[bool] = readable_by(actor)
    return (
        select(Proposal)
        .join(Proposal.page)
        .join(Page.space)
        .join(Proposal.author)
        .options(
            contains_eager(Proposal.page).contains_eager(Page.space),
            contains_eager(Proposal.author),
            joinedload(Proposal.decided_by),
        )
        .where(readable)
        .execution_options(populate_existing=True)
    )
