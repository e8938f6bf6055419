"""Who may do what with a proposal, given who owns the page: pure, without the database."""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces.owning import Owners
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State

REVIVED = {State.WITHDRAWN.value, State.LAPSED.value}


def decide(actor: Person, proposal: Proposal, owners: Owners) -> Decision:
    """Whether the actor may approve, send back or decline: an owner, and never the author."""
    if actor.id == proposal.author_id:
        return refuse(_("This is your own proposal: another owner decides about it."))
    if not owners.include(actor):
        return refuse(_("You do not own this page, or no longer. Its owners decide about it."))
    return allow()


def publish(page: Page, proposal: Proposal) -> Decision:
    """Whether a proposal can become part of its page as both stand now."""
    if page.archived:
        return refuse(
            _("This page is archived. Bring it back first: the proposal waits until then.")
        )
    if proposal.stuck:
        return refuse(
            _(
                "The page changed the same words since. Its author is to set the proposal right first."
            )
        )
    return allow()


def change(actor: Person, proposal: Proposal) -> Decision:
    """Whether the actor may change or withdraw a proposal: its author, while it is open."""
    if actor.id != proposal.author_id:
        return refuse(_("Only who proposed this may change or withdraw it."))
    if not State(proposal.state).open:
        return refuse(_("This proposal is closed: it cannot be changed any more."))
    return allow()


def bring_back(actor: Person, proposal: Proposal) -> Decision:
    """Whether the actor may let a proposal wait again that was withdrawn, or closed with time."""
    if actor.id != proposal.author_id:
        return refuse(_("Only who proposed this may change or withdraw it."))
    if proposal.state not in REVIVED or proposal.became is not None:
        return refuse(_("This proposal cannot be brought back. Propose it anew."))
    return allow()


def remind(actor: Person, proposal: Proposal) -> Decision:
    """Whether the actor may remind those who decide: its author, while it waits for them."""
    if actor.id != proposal.author_id:
        return refuse(_("Only who proposed this may remind its owners."))
    if proposal.state != State.WAITING.value or proposal.stuck:
        return refuse(_("This proposal does not wait for its owners."))
    return allow()


def remark(actor: Person, proposal: Proposal) -> Decision:
    """Whether the actor, who can read the page, may say something about a proposal."""
    if not State(proposal.state).open:
        return refuse(_("This proposal is closed. Talk about it on the page."))
    return allow()


def agree(actor: Person, proposal: Proposal) -> Decision:
    """Whether the actor may say that they checked a proposal: anybody but its author."""
    if actor.id == proposal.author_id:
        return refuse(_("You cannot check your own proposal."))
    return remark(actor, proposal)
