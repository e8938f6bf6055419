"""Who owns guarded pages, who was asked to, groups of owners and handovers, each with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core.db import transaction
from essp.curation import appointing, handing_over
from essp.curation.places import Place
from essp.spaces import grouping
from essp.spaces.stewarding import Wanted

if TYPE_CHECKING:
    from tests.canary.world import World


def owning(world: World) -> None:
    """In the open and in both guarded spaces: an owner, one who was asked, a group and a handover."""
    for name in ("open", "request", "closed"):
        with transaction():
            _owned(world, name)


def _owned(world: World, name: str) -> None:
    femke, ruben = world.people["owner"], world.people["member"]
    inside = name != "open"
    word = (lambda where: world.canary(f"{name}{where}")) if inside else (lambda where: where)
    at = Place(world.spaces[name], world.pages[name])
    group = grouping.make_group(femke, at.space, f"Group {word('ownergroup')}")
    grouping.ask_into_group(femke, at.space, group, ruben)
    grouping.join_group(ruben, at.space, group)
    note = word("appointnote")
    row = appointing.appoint(femke, at, Wanted(line=at.line, person=ruben, note=note))
    appointing.accept(ruben, row.uid)
    asked = appointing.appoint(femke, at, Wanted(line=at.line, group=group, deputy=True, note=note))
    made = handing_over.hand_over(ruben, at, to=femke, note=f"Because {word('handnote')}")
    world.groups.append(group.uid)
    world.held.append(asked.uid)
    world.hands.append(made.uid)
