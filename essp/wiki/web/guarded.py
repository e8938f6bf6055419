"""What readers and writers see of the guards of a page: the way to the editor, marks, what will happen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup, escape

from essp.core.i18n import _
from essp.core.slots import lasting
from essp.people.current import me
from essp.wiki.guard_models import Level
from essp.wiki.guards import Guards, Shown
from essp.wiki.locating import Located

BLOCK = re.compile(r'class="blk" data-lines="(\d+)-(\d+)"')


@lasting
def change_of_page(found: Located) -> Markup:
    """The way to the editor, with the word for what will become of an edit of this reader: whether
    they decide here is among what is told (`Located.told_to`)."""
    level = found.guards.level
    free = not level.holds_back or found.decided_by(me())
    kind = Level.OPEN.value if free else level.value
    html = render_template("wiki/_page_change.html", uid=found.page.uid, kind=kind)
    return Markup(html)  # noqa: S704 - drawn by a template


def with_marks(html: str, guards: Guards[Shown]) -> Markup:
    """A page with a word beside each heading of which the section is guarded."""
    html = str(html)
    for each in guards.sections.values():
        place = f'id="{escape(each.fragment)}"'
        mark = f'{place} data-guarded="{escape(_mark(each.level))}"'
        html = html.replace(place, mark, 1)
    return Markup(html)  # noqa: S704 - sanitised when it was made


def with_waiting(html: str, waiting: Sequence[tuple[int, int]]) -> Markup:
    """A preview with a word beside each block that holds a line which waits for approval."""

    def marked(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        if any(start <= last and first <= end for start, end in waiting):
            return f'{found[0]} data-waits="{escape(_("Waits for approval"))}"'
        return found[0]

    return Markup(BLOCK.sub(marked, str(html)))  # noqa: S704 - sanitised when it was made


def _mark(level: Level) -> str:
    if level is Level.LOCKED:
        return _("Locked: owners alone edit this part")
    if level is Level.BEFORE:
        return _("Guarded: edits of this part need approval")
    return _("An owner looks after edits of this part")
