"""Who may read and change a page: what its space allows, unless the page is put away.

The SQL twin of `read` is `essp.spaces.policy.readable_by` on the page's space: a page has no access
rule of its own.
"""

from __future__ import annotations

from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.policy import Standing
from essp.wiki.models import Page


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
