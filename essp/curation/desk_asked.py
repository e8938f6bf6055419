"""What somebody was asked and did not answer yet: to own a page, and to belong to a group of owners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from essp.curation import owned
from essp.people.models import Person
from essp.spaces import grouping
from essp.spaces.models import Space
from essp.spaces.steward_models import OwnerGroup, Stewardship
from essp.wiki.models import Page


class Asked(NamedTuple):
    """To own `held`, a page or a whole space; or to belong to `group`."""

    space: Space
    held: Stewardship | None = None
    page: Page | None = None
    group: OwnerGroup | None = None


def asked_of(actor: Person) -> Sequence[Asked]:
    """All that waits for an answer of the actor, in spaces that they can read."""
    owning = [Asked(each.space, each.held, each.page) for each in owned.asked_of(actor)]
    joining = [Asked(space, group=group) for group, space in grouping.asked_into(actor)]
    return owning + joining
