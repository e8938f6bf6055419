"""Hiding an earlier version of a page, such as one with a pasted phone number, and showing it again.

    when_hidden(work)      where the parts are put together

The version stays part of the history: its number, its author, its hash and the words that still stand in the
page. Closed is what it said; `text_for` is the one door to it. `work` is told in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from essp.core import clock, deltas
from essp.core.db import lock, session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.core.text.merge import merge
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import Standing
from essp.spaces.queries import standing
from essp.wiki import policy
from essp.wiki.draft_models import Draft, DraftVersion
from essp.wiki.events import VersionHidden, VersionShown
from essp.wiki.models import HiddenRevision, Page, Revision
from essp.wiki.queries import find_revision
from essp.wiki.texts import kept_text, text_of

LONGEST = 500
_told: list[Callable[..., None]] = []


def when_hidden(work: Callable[..., None]) -> None:
    """Call `work(actor, page, revision, why, back=...)` of each; said again it changes nothing."""
    if work not in _told:
        _told.append(work)


def may_look(actor: Person, page: Page) -> bool:
    """Whether the actor, who can read the page, sees what is hidden of it."""
    return policy.moderates(actor, _standing(actor, page))


def text_for(actor: Person, page: Page, number: int) -> str:
    """The text of a revision for somebody who can read the page. Raises NotFound, Withheld."""
    return kept_text(page, number) if may_look(actor, page) else text_of(page, number)


def hide_version(actor: Person, page: Page, number: int, *, note: str) -> Revision:
    """Close an earlier version to all but those who look after its place; everyone reads the `note`.

    Drafts lose what only that version says. Raises NotFound, Refused and Invalid.
    """
    found, revision = _held(page, number)
    require(policy.hide(actor, found, revision, _standing(actor, page)))
    revision.hidden = HiddenRevision(
        revision_id=revision.id, at=clock.now(), by_id=actor.id, note=_clean(note)
    )
    _clear_drafts(found, number)
    session().flush()
    what = {"page_id": found.id, "space_id": found.space_id, "number": number}
    record(VersionHidden(actor_id=actor.id, **what))
    _tell(actor, page, revision, note, back=False)
    return revision


def show_version(actor: Person, page: Page, number: int, *, note: str = "") -> Revision:
    """Open a hidden version to all readers of the page again. Raises NotFound and Refused."""
    found, revision = _held(page, number)
    require(policy.show(actor, revision, _standing(actor, page)))
    session().delete(revision.hidden)
    revision.hidden = None
    session().flush()
    what = {"page_id": found.id, "space_id": found.space_id, "number": number}
    record(VersionShown(actor_id=actor.id, **what))
    _tell(actor, page, revision, note, back=True)
    return revision


def _standing(actor: Person, page: Page) -> Standing:
    return standing(actor, session().get_one(Space, page.space_id))


def _held(page: Page, number: int) -> tuple[Page, Revision]:
    found = lock(Page, page.id)
    assert found is not None
    return found, find_revision(found, number)


def _tell(actor: Person, page: Page, revision: Revision, why: str, *, back: bool) -> None:
    for work in _told:
        work(actor, page, revision, why, back=back)


def _clean(note: str) -> str:
    note = clean_line(note)
    if not note:
        raise Invalid(note=_("Say why: everyone who reads the page sees it."))
    if len(note) > LONGEST:
        raise Invalid(note=_("Use at most %(limit)s characters.", limit=LONGEST))
    return note


def _clear_drafts(page: Page, number: int) -> None:
    """Take out of unsaved texts what only the hidden version says; what people typed beside it stays."""
    hidden, present = kept_text(page, number), text_of(page)
    closed = {line for line in hidden.split("\n") if line.strip()} - set(present.split("\n"))
    if not closed:
        return
    for draft in session().scalars(select(Draft).where(Draft.page_id == page.id)):
        if draft.based_on == number:
            merged = merge(hidden, draft.text, present)
            if merged.clean:
                draft.text, draft.based_on = merged.text, page.revision_number
        draft.text = _without(draft.text, closed)
    for version in session().scalars(select(DraftVersion).where(DraftVersion.page_id == page.id)):
        text = deltas.decode(version.data, "whole", None)
        version.data = deltas.encode(_without(text, closed), None).data


def _without(text: str, lines: set[str]) -> str:
    return "\n".join(each for each in text.split("\n") if each not in lines)
