"""The live line of a page: its window says that it is open, and hears who else is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essp.core import realtime
from essp.core.realtime import Handler, Sent
from essp.people.current import me
from essp.wiki import presence
from essp.wiki.queries import find_page


def open_page(line: str, sent: Sent) -> Mapping[str, Any]:
    """A window shows the page `uid`, to read it or (`writing`) to change it."""
    uid = sent.get("uid")
    page = find_page(me(), uid if isinstance(uid, str) else "")
    presence.come(line, page.id, writing=sent.get("writing") is True)
    return {"number": page.revision_number, "name": page.updated_by.name}


def close_page(line: str, _sent: Sent) -> Mapping[str, Any]:
    """The window shows the page no longer, or is out of sight."""
    realtime.look_away(line)
    return {}


HEARD: Mapping[str, Handler] = {"page:open": open_page, "page:close": close_page}
