"""Files that a guarded page shows: who may not change the page does not change what it shows either."""

from __future__ import annotations

from essp.attachments.models import Attachment
from essp.core.decision import Decision, allow, refuse
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.wiki.file_uses import pages_using
from essp.wiki.guarding import guard_of, guarded_places
from essp.wiki.guards import Guard
from essp.wiki.models import Page
from essp.wiki.splitting import passages
from essp.wiki.texts import text_of

ASKED = 50  # pages that show a file


def change(actor: Person, attachment: Attachment) -> Decision:
    """Whether the guards of the pages that show a file, of those the actor may read, let them change it."""
    for page in pages_using(actor, attachment, ASKED):
        if _waits(page, guard_of(actor, page), attachment.uid):
            return refuse(
                _(
                    "“%(title)s” shows this file and is guarded: its owners change the file. Put yours "
                    "on the page as a new one and propose it.",
                    title=page.title,
                )
            )
    return allow()


def _waits(page: Page, guard: Guard, uid: str) -> bool:
    """Whether the guarded part of a page, for this actor, names the file."""
    if guard.free:
        return False
    if guard.waits(guard.level):
        return True
    text = text_of(page)
    lines = text.split("\n")
    kept = passages(text, guarded_places(page, guard))
    return any(uid in line for each in kept for line in lines[each.start : each.end])
