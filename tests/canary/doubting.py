"""What owners and readers said of sentences: verified, marked and doubted, open and hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from essp.core import clock
from essp.core.db import transaction
from essp.core.text.anchors import Anchor
from essp.curation import claims, doubts
from essp.curation.claims import Depends, Holds
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify

if TYPE_CHECKING:
    from tests.canary.world import World


def doubting(world: World) -> None:
    """On a page for everyone, of which a sentence depends on a hidden page, and on hidden ones."""
    everyone = frozenset(world.people)
    hidden = Holds(depends=Depends.PAGE, uid=world.pages["closed"].uid)
    _said(world, "open", "Read me twice", hidden, world.canary("openreason", everyone))
    for name in ("request", "closed"):
        quote = f"canary{name}text"
        tomorrow = Holds(until=clock.now().date() + timedelta(days=1))
        _said(world, name, quote, tomorrow, world.canary(f"{name}reason"))


def _said(world: World, name: str, quote: str, holds: Holds, reason: str) -> None:
    owner, member, page = world.people["owner"], world.people["member"], world.pages[name]
    at = Pointed(Anchor(quote))
    with transaction():
        verify(owner, page.uid, Looked(page.revision_number, note=reason))
        world.claims.append(claims.claim(owner, page.uid, at, holds).uid)
        world.doubts.append(doubts.doubt(member, page.uid, at, "wrong", reason).uid)
        answered = doubts.doubt(owner, page.uid, at, "asks", reason)
        doubts.answer(owner, answered.uid, "left", reason)
        world.doubts.append(answered.uid)
