"""Comments on passages of open and of hidden pages, each with a word of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core.db import transaction
from essp.core.text.anchors import Anchor
from essp.discussions.passages import Pointed, comment, comment_by_id
from essp.wiki.models import Page

if TYPE_CHECKING:
    from tests.canary.world import World


def commented(world: World, page: Page, quote: str, text: str) -> None:
    """Let a member comment on words of a page."""
    at = Pointed(anchor=Anchor(quote))
    with transaction():
        found = comment(world.people["member"], page.uid, at, text=text)
    world.comments.append(comment_by_id(page, found.thread_id).thread.uid)


def passage_comments(world: World) -> None:
    """On a page for everyone, on one of a space by request, and on one of a closed space."""
    commented(world, world.pages["open"], "twice", "Said openly.")
    for name in ("request", "closed"):
        commented(world, world.pages[name], f"canary{name}text", world.canary(f"{name}comment"))
