"""What is woven between open and hidden pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core.db import transaction
from essp.wiki.copying import Wish, copy_page
from essp.wiki.editing import create_page

if TYPE_CHECKING:
    from tests.canary.world import World


def woven(world: World) -> None:
    """Links, includes and copies between what is open and what is not."""
    femke, hidden, here = world.people["owner"], world.spaces["closed"], world.spaces["open"]
    with transaction():
        text = "Around.\n\n![[Once open]]\n\n[[Once open]]\n"
        world.pages["woven"] = create_page(femke, here, title="Woven", text=text).page
        text = (
            f"## {world.canary('wovenheading')}\n\n{world.canary('woventext')} "
            f"[[{here.slug}:Open page]] [[{here.slug}:{world.canary('wovenwish')}]] "
            f"https://{world.canary('wovenhost')}.example/\n\n![[{here.slug}:Woven]]\n"
        )
        title = f"Web {world.canary('woventitle')}"
        world.pages["woven closed"] = create_page(femke, hidden, title=title, text=text).page
        title = f"Source {world.canary('sourcetitle')}"
        source = create_page(femke, hidden, title=title, text="Plain words.\n").page
        world.pages["copy"] = copy_page(femke, source, here, Wish("Plain copy")).page
