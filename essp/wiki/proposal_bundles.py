"""Proposals that travel together: several pages, decided on as one, put together by who proposed them.

A bundle holds one open proposal for a page. It is its author who says what belongs together, as long as all
of it is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.wiki import proposal_policy as policy
from essp.wiki.events import ProposalRevised
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.proposed import proposed_by
from essp.wiki.revising import hold

OPEN = [state.value for state in State if state.open]
MOST = 20


def could_travel(actor: Person, proposal: Proposal) -> Sequence[Proposal]:
    """The actor's other open proposals, for other pages, that do not travel with this one yet."""
    if not policy.change(actor, proposal):
        return ()
    taken = {proposal.page_id, *(each.page_id for each in _open_in(proposal.bundle))}
    return [
        each
        for each in proposed_by(actor, only_open=True)
        if each.page_id not in taken and each.id != proposal.id
    ]


def put_together(actor: Person, proposal: Proposal, others: Sequence[Proposal]) -> str:
    """Let these proposals of the actor travel with this one; the bundle that they are in.

    Raises Refused (not the actor's, not open) and Invalid: none chosen, too many, or two for one page.
    """
    held = [hold(each)[1] for each in sorted({proposal, *others}, key=_place)]
    for each in held:
        require(policy.change(actor, each))
    chosen = [each for each in held if each.id != proposal.id]
    if not chosen:
        raise Invalid(others=_("Choose at least one other proposal."))
    bundle = proposal.bundle or new_uid()
    inside = {each.id: each.page_id for each in (*_open_in(bundle), *held)}
    if len(inside) > MOST:
        raise Invalid(others=_("At most %(most)s proposals travel together.", most=MOST))
    if len(set(inside.values())) < len(inside):
        raise Invalid(others=_("Two of these are for the same page: choose one of them."))
    for each in held:
        _move(actor, each, bundle)
    return bundle


def travel_alone(actor: Person, proposal: Proposal) -> Proposal:
    """Take a proposal of the actor out of its bundle: it is decided on for itself. Raises Refused."""
    _page, found = hold(proposal)
    require(policy.change(actor, found))
    _move(actor, found, None)
    return found


def _open_in(bundle: str | None) -> Sequence[Proposal]:
    asked = select(Proposal).where(Proposal.bundle == bundle, Proposal.state.in_(OPEN))
    return session().scalars(asked).all() if bundle else ()


def _move(actor: Person, proposal: Proposal, bundle: str | None) -> None:
    if proposal.bundle == bundle:
        return
    proposal.bundle, proposal.changed_at = bundle, clock.now()
    session().flush()
    record(
        ProposalRevised(
            actor_id=actor.id, proposal_id=proposal.id, page_id=proposal.page_id,
            space_id=proposal.space_id, version=proposal.version,
        )
    )  # fmt: skip


def _place(proposal: Proposal) -> tuple[int, int]:
    """All who hold several proposals hold them in this order."""
    return proposal.page_id, proposal.id
