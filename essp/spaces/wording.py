"""Who reads and edits a space, in words: a name, a line for lists, and what it means when chosen."""

from __future__ import annotations

from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.spaces.models import Access, Space

NAMES: dict[Access, Message] = {
    Access.OPEN: _("Open"),
    Access.BY_REQUEST: _("By request"),
    Access.CLOSED: _("Closed"),
}
LINES: dict[Access, Message] = {
    Access.OPEN: _("open: everyone reads and edits"),
    Access.BY_REQUEST: _("by request: members read and edit"),
    Access.CLOSED: _("closed: only members know of it"),
}
MEANINGS: dict[Access, Message] = {
    Access.OPEN: _("Everyone reads and edits. This is what a space usually is."),
    Access.BY_REQUEST: _("Everyone sees that it exists and why. Owners let people in."),
    Access.CLOSED: _("Only members know that it exists; administrators do not see it either."),
}
SYMBOLS = {Access.OPEN: "layers", Access.BY_REQUEST: "shield", Access.CLOSED: "lock"}


def access_line(space: Space) -> Message:
    """For a list: `open: everyone reads and edits`."""
    return LINES[Access(space.access)]


def access_symbol(space: Space) -> str:
    """The icon that goes with the access."""
    return SYMBOLS[Access(space.access)]


def access_options() -> list[tuple[str, Message, Message]]:
    """The choice in a form: value, name, meaning."""
    return [(access.value, NAMES[access], MEANINGS[access]) for access in Access]
