"""A space in words: who reads and edits it, and its house rules made into safe HTML."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from essp.core import markdown
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.core.text.diff import Comparison
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
OPERATIONS = {"same": "same", "inserted": "ins", "deleted": "del"}
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


@lru_cache(maxsize=256)
def house_rules(text: str, language: str) -> Markup:
    """House rules as sanitised HTML; the same text is made once.

    A `[[wiki link]]` becomes its words: which page it means is for the wiki to say.
    """
    made = markdown.render(text, language=language)
    return Markup(markdown.place_links(made.html, {}))  # noqa: S704 - sanitised by the renderer


def parts_of(difference: Comparison | None) -> list[dict[str, str]]:
    """The words that came, went and stayed, as the passage component wants them; none for no difference."""
    parts: list[dict[str, str]] = []
    for hunk in difference.hunks if difference is not None else ():
        for row in hunk.rows:
            parts += [{"op": OPERATIONS[part.kind], "text": part.text} for part in row.segments]
            parts.append({"op": "same", "text": "\n"})
    return parts
