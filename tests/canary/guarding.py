"""What guards open and hidden pages, and who asks to lift it: the reasons stand on their own screens alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.wiki.guard_models import Level, UnlockRequest
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
        asked = UnlockRequest(
            uid=new_uid(), protection_id=made.id, page_id=made.page_id, at=clock.now(),
            by_id=world.people["member"].id, reason=f"Please. {reason}",
        )  # fmt: skip
        session().add(asked)
    world.protections.append(made.uid)
    world.asked.append(asked.uid)
