"""What becomes of a proposal in its author's hands: changed, withdrawn, brought back."""

from __future__ import annotations

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.wiki import policy as pages
from essp.wiki import proposal_policy as policy
from essp.wiki.carrying import add_version, carry_along, version_of
from essp.wiki.events import ProposalDecided, ProposalMade, ProposalRevised
from essp.wiki.models import Page
from essp.wiki.proposal_adding import keep_apart
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.proposing import clean_reason, onto_present
from essp.wiki.texts import clean_text, text_of
from essp.wiki.trail import Act, Did, keep


def revise(
    actor: Person, proposal: Proposal, *, text: str, based_on: int, version: int, reason: str
) -> Proposal:
    """Give a proposal another text, which started from revision `based_on`, and another reason.

    `version` is the one that was shown; what the page changed since is merged in. One that was sent back
    waits again. Raises Refused, and Invalid also when its author changed it elsewhere meanwhile.
    """
    page, found = hold(proposal)
    require(policy.change(actor, found))
    require(pages.edit(actor, page))
    text, reason = clean_text(text), clean_reason(reason)
    _require_last(found, version)
    text, based_on, stuck = onto_present(page, text, based_on)
    if (text, based_on) != (version_of(found).text, found.based_on):
        add_version(found, text, based_on, text_of(page))
    found.stuck, found.reason = stuck, reason
    _wait(found)
    record(ProposalRevised(**_what(actor, found), version=found.version))
    return found


def withdraw(actor: Person, proposal: Proposal, *, reason: str = "") -> Proposal:
    """Take a proposal back; its text stays with its author, who can bring it back."""
    page, found = hold(proposal)
    require(policy.change(actor, found))
    found.state, found.decision = State.WITHDRAWN.value, clean_reason(reason)
    found.decided_by_id = actor.id
    found.decided_at = found.changed_at = clock.now()
    keep(
        Act(
            kind=Did.WITHDRAWN, space_id=page.space_id, page=page, by=actor, why=found.decision,
            number=page.revision_number, about={"proposal": found.uid, "version": found.version},
        )
    )  # fmt: skip
    record(ProposalDecided(**_what(actor, found), state=found.state))
    return found


def bring_back(actor: Person, proposal: Proposal) -> Proposal:
    """Let a proposal wait again that was withdrawn, or closed with time, on the present page."""
    page, found = hold(proposal)
    require(policy.bring_back(actor, found))
    require(pages.edit(actor, page))
    keep_apart(found)
    _wait(found, anew=True)
    record(ProposalMade(**_what(actor, found)))
    carry_along(page)
    return found


def hold(proposal: Proposal) -> tuple[Page, Proposal]:
    """The page and then the proposal as they are now, held until the transaction ends."""
    page = lock(Page, proposal.page_id)
    found = lock(Proposal, proposal.id)
    if page is None or found is None:
        raise NotFound
    return page, found


def _require_last(proposal: Proposal, version: int) -> None:
    """Only what was carried along may lie between what was shown and the present version."""
    written = session().scalar(
        select(ProposalVersion.number)
        .where(
            ProposalVersion.proposal_id == proposal.id,
            ProposalVersion.number > version,
            ProposalVersion.carried.is_(False),
        )
        .limit(1)
    )
    if written is not None or not 1 <= version <= proposal.version:
        raise Invalid(
            text=_(
                "You changed this proposal in another window meanwhile. Your text is still here: "
                "compare it with the proposal and save again."
            )
        )


def _wait(proposal: Proposal, *, anew: bool = False) -> None:
    """Let it wait. `at` is since when it waits: what was with its author begins to wait now."""
    now = clock.now()
    if anew or proposal.state != State.WAITING.value:
        proposal.at, proposal.reminded_at = now, None
    proposal.state, proposal.changed_at = State.WAITING.value, now
    proposal.decided_at = proposal.decided_by_id = None
    proposal.decision = ""
    session().flush()


def _what(actor: Person, proposal: Proposal) -> dict[str, int]:
    return {
        "actor_id": actor.id,
        "proposal_id": proposal.id,
        "page_id": proposal.page_id,
        "space_id": proposal.space_id,
    }
