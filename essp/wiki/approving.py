"""An owner approves what a guarded page says now: what went live before anybody looked at it."""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.wiki import policy, trail
from essp.wiki.editing import locked
from essp.wiki.editions import changed_since_approval
from essp.wiki.events import PageApproved
from essp.wiki.guard_models import Level
from essp.wiki.guarding import guard_of
from essp.wiki.guards import Guard
from essp.wiki.lifecycle import Overtaken
from essp.wiki.models import Page
from essp.wiki.trail import Act, Did


def may_approve(actor: Person, page: Page) -> Decision:
    """Whether the actor may approve what this page, which they can read, says now."""
    return _may(actor, page, guard_of(actor, page))


def approve_present(actor: Person, page: Page, *, seen: int, why: str = "") -> None:
    """Approve revision `seen` of a page, which has to be its present one.

    Raises Refused, and Overtaken when the page was changed after the actor looked at it.
    """
    found = locked(page)
    require(_may(actor, found, guard_of(actor, found)))
    if seen != found.revision_number:
        raise Overtaken
    before, found.approved_number = found.approved_number, seen
    about = {"approved_before": before} if before else {}
    trail.keep(
        Act(kind=Did.APPROVED, space_id=found.space_id, page=found, by=actor, why=why, number=seen,
            about=about)
    )  # fmt: skip
    record(PageApproved(actor_id=actor.id, page_id=found.id, space_id=found.space_id, number=seen))


def _may(actor: Person, page: Page, guard: Guard) -> Decision:
    decision = policy.edit(actor, page)
    if not decision:
        return decision
    if not any(each.level is not Level.OPEN for each in guard.held):
        return refuse(_("This page is open: nobody has to approve what it says."))
    if not guard.decides:
        return refuse(_("The owners of this page approve what it says."))
    if page.approved_number is not None and not changed_since_approval(page):
        return refuse(_("What the page says now is approved already."))
    return allow()
