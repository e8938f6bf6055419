"""Past the promise, two people who demonstrably know the topic may release a proposal together.

Neither of them is its author. The first one's word is kept beside the proposal, bound to the version and
the revision they saw; the second one's publishes it. When either changed meanwhile, both look again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Decision, NotFound, allow, refuse, require
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.core.workdays import elapsed
from essp.curation.knowing import evidence_of
from essp.curation.loans import promise_of
from essp.people.models import Person
from essp.spaces.owning import Owners
from essp.wiki import deciding, proposal_policy
from essp.wiki.deciding import AlreadyDecided, Approved, Overtaken, Seen
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalRemark, State

NEEDED = 2
RELEASE = "release"


@dataclass(frozen=True)
class Released:
    """What came of a release: who spoke so far, and the published revision once there are enough."""

    by: Sequence[int]
    approved: Approved | None


def may_release(actor: Person, proposal: Proposal, page: Page) -> Decision:
    """Whether the actor, who can read the page, may help release a proposal that waits too long."""
    if actor.id == proposal.author_id:
        return refuse(_("This is your own proposal: two others who know the topic release it."))
    if proposal.state != State.WAITING.value:
        return refuse(_("This proposal does not wait."))
    if not overdue(proposal, page):
        return refuse(_("The owners still have time to decide, as they promised."))
    if not evidence_of(actor, page).enough:
        return refuse(
            _("Who releases it has words standing on this topic. Write about it, or ask who did.")
        )
    return proposal_policy.publish(page, proposal)


def overdue(proposal: Proposal, page: Page) -> bool:
    """Whether a proposal waits for longer than the owners of its page promised."""
    waited = elapsed(proposal.at, clock.now(), zone())
    return waited >= promise_of(page.space_id, page.lineage)


def release(actor: Person, proposal: Proposal, seen: Seen) -> Released:
    """Say that a proposal may be published as it was shown; the second who says so publishes it.

    Raises Refused, AlreadyDecided, and Overtaken when the proposal or its page changed.
    """
    page = lock(Page, proposal.page_id)
    found = lock(Proposal, proposal.id)
    if page is None or found is None:
        raise NotFound
    if not State(found.state).open:
        raise AlreadyDecided(found)
    if (found.version, page.revision_number) != (seen.version, seen.number):
        raise Overtaken(found, page, seen)
    require(may_release(actor, found, page))
    said = released_by(found, page)
    if actor.id not in said:
        said = [*said, actor.id]
        session().add(
            ProposalRemark(
                proposal_id=found.id, by_id=actor.id, at=clock.now(), kind=RELEASE,
                version=found.version, text=str(page.revision_number),
            )
        )  # fmt: skip
        session().flush()
    if len(said) < NEEDED:
        return Released(said, None)
    return Released(said, deciding.approve(actor, found, seen, rule=_may_publish))


def released_by(proposal: Proposal, page: Page) -> list[int]:
    """Who said of this version, on what the page says now, that it may be published."""
    rows = session().scalars(
        select(ProposalRemark.by_id)
        .where(
            ProposalRemark.proposal_id == proposal.id,
            ProposalRemark.kind == RELEASE,
            ProposalRemark.version == proposal.version,
            ProposalRemark.text == str(page.revision_number),
        )
        .order_by(ProposalRemark.id)
    )
    return list(dict.fromkeys(rows))


def _may_publish(actor: Person, proposal: Proposal, _owners: Owners) -> Decision:
    """Asked once two have spoken: everything else was looked at before."""
    if actor.id == proposal.author_id:
        return refuse(_("This is your own proposal: another owner decides about it."))
    return allow()
