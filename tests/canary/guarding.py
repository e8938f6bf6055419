"""What guards open and hidden pages: the reason stands on their own screens alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core.db import transaction
from essp.wiki.guard_models import Level
from essp.wiki.protecting import Wish, protect

if TYPE_CHECKING:
    from tests.canary.world import World


def guarding(world: World) -> None:
    """A page for everyone, one of a space by request and one of a closed space, each looked after."""
    _guarded(world, "open", "Looked after openly.")
    for name in ("request", "closed"):
        _guarded(world, name, world.canary(f"{name}guarded"))


def _guarded(world: World, name: str, reason: str) -> None:
    with transaction():
        wish = Wish(Level.AFTERWARDS, reason=reason)
        made = protect(world.people["owner"], world.pages[name], wish)
    assert made is not None
    world.protections.append(made.uid)
