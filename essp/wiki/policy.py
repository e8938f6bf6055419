"""Who may read and change a page: what its space allows, unless the page is put away.

The SQL twin of `read` is `essp.spaces.policy.readable_by` on the page's space: a page has no access
rule of its own.
"""

from __future__ import annotations

from essp.core.decision import Decision, allow, propose, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person, Role
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.owning import Owners
from essp.spaces.policy import Standing
from essp.wiki.guard_models import Level
from essp.wiki.guards import Guard
from essp.wiki.models import Page, Revision


def read(actor: Person | None, space: Space, standing: Standing) -> Decision:
    """Whether the actor may read the pages of a space, their history and their authors."""
    return spaces.read(actor, space, standing)


def create(actor: Person, space: Space, standing: Standing) -> Decision:
    """Whether the actor may start a page in a space: whoever reads it may."""
    return spaces.edit(actor, space, standing)


def edit(actor: Person, page: Page) -> Decision:
    """Whether the actor, who can read the page, may change its text, its title or its place."""
    if page.archived:
        return refuse(_("This page is archived. Bring it back first, then change it."))
    return allow()


def save(actor: Person, page: Page, guard: Guard) -> Decision:
    """Whether what the actor writes goes live, or what it touches of what is guarded waits."""
    decision = edit(actor, page)
    if not decision or guard.free:
        return decision
    if guard.level is Level.LOCKED:
        return propose(_("This page is locked. What you write goes to its owners as a proposal."))
    return propose(_("An owner approves edits here. Readers keep the approved version until then."))


def arrange(actor: Person, page: Page, guard: Guard) -> Decision:
    """Whether the actor may change what is no text: title, place, topics, files, being in use."""
    if guard.waits(guard.level):
        return refuse(
            _("This page is guarded: its owners rename, move and archive it. Ask one of them.")
        )
    return allow()


def remove(actor: Person, page: Page, guard: Guard) -> Decision:
    """Whether the actor may take the page from its place, where also a part of it may be guarded."""
    if guard.free:
        return allow()
    if guard.waits(guard.level):
        return arrange(actor, page, guard)
    return refuse(
        _("A part of this page is guarded: its owners move and archive it. Ask one of them.")
    )


def protect(actor: Person, owners: Owners) -> Decision:
    """Whether the actor says who may change a page of these owners."""
    if not owners.include(actor):
        return refuse(_("The owners of a page say who may change it. Ask one of them."))
    return allow()


def archive(actor: Person, page: Page) -> Decision:
    """Whether the actor, who can read the page, may put it away."""
    if page.archived:
        return refuse(_("This page is archived already."))
    return allow()


def bring_back(actor: Person, page: Page) -> Decision:
    """Whether the actor, who can read the page, may bring it back."""
    if not page.archived:
        return refuse(_("This page is in use."))
    return allow()


def moderates(actor: Person, standing: Standing) -> bool:
    """Whether the actor, who can read a space, looks after it, and so sees what is hidden there."""
    return standing.owner or actor.has_role(Role.COMMUNITY_MANAGER.value)


def hide(actor: Person, page: Page, revision: Revision, standing: Standing) -> Decision:
    """Whether the actor may close a version of a page to its readers."""
    if not moderates(actor, standing):
        return refuse(_("An owner of the space or a community manager hides a version."))
    if revision.hidden is not None:
        return refuse(_("This version is hidden already."))
    if revision.number == page.revision_number:
        return refuse(
            _(
                "This is what the page says now. Restore an earlier version first, then hide this one."
            )
        )
    return allow()


def show(actor: Person, revision: Revision, standing: Standing) -> Decision:
    """Whether the actor may open a hidden version to the readers of the page again."""
    if not moderates(actor, standing):
        return refuse(_("An owner of the space or a community manager shows a version again."))
    if revision.hidden is None:
        return refuse(_("This version is not hidden."))
    return allow()
