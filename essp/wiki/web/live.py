"""The live line of a page or a proposal: its window says that it is open, and hears who else is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essp.core import realtime
from essp.core.db import transaction
from essp.core.decision import require
from essp.core.realtime import Handler, Sent
from essp.people.current import me
from essp.wiki import looking, presence, proposal_looking, proposal_policy
from essp.wiki.guarding import owners_of_page
from essp.wiki.proposed import find_proposal
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


def open_proposal(line: str, sent: Sent) -> Mapping[str, Any]:
    """A window of somebody who decides shows the proposal `uid`; said again, it looks still."""
    uid = sent.get("uid")
    found = find_proposal(me(), uid if isinstance(uid, str) else "")
    require(proposal_policy.decide(me(), found, owners_of_page(found.page)))
    with transaction():
        looking.look(me(), found)
    proposal_looking.come(line, found)
    return {}


HEARD: Mapping[str, Handler] = {
    "page:open": open_page,
    "page:close": close_page,
    "proposal:open": open_proposal,
}
