"""What happens to a page besides editing: renamed, moved, archived and brought back, each a revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from essp.attachments.changing import follow_page
from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import Fact, record
from essp.core.i18n import lazy as _
from essp.core.text.merge import Merge, undo
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki import policy, tagging
from essp.wiki.editing import Saved, locked
from essp.wiki.events import PageArchived, PageBroughtBack, PageEdited, PageRelocated
from essp.wiki.guarding import carry_all, divide, guard_of, require_unguarded, room_under, settle
from essp.wiki.guards import Guard
from essp.wiki.including import refuse_circle
from essp.wiki.links import adopt_wanted
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.placing import (
    claim_address,
    claim_title,
    descendants,
    enter_space,
    hold_places,
    place_under,
)
from essp.wiki.proposing import propose
from essp.wiki.retagging import NO_TOPICS, note, retag, reversed_wish
from essp.wiki.revisions import Change, History
from essp.wiki.texts import clean_summary, clean_title, text_of


class CannotUndo(Exception):
    """Later edits changed the same words; `merge` shows both texts at each such place."""

    def __init__(self, page: Page, merged: Merge) -> None:
        super().__init__(f"page {page.uid}: later edits changed the same words")
        self.page = page
        self.merge = merged


@dataclass(frozen=True)
class Returned(Saved):
    """A page in use again, those below that came with it, and those whose title was taken."""

    below: Sequence[Page] = ()
    left: Sequence[Page] = ()


class Overtaken(Exception):
    """The page was changed after the one who acts last looked at it."""


@dataclass(frozen=True)
class Step:
    """A change of a page that leaves its text as it is, or sets it to an earlier one."""

    kind: Kind
    summary: str = ""
    refers_to: int | None = None
    text: str | None = None


def rename_page(actor: Person, page: Page, *, title: str, summary: str = "") -> Saved:
    """Give a page another title and address; old addresses and links to it keep working."""
    found = _held(page)
    require(policy.edit(actor, found))
    guard = guard_of(actor, found)
    require(policy.arrange(actor, found, guard))
    title = clean_title(title)
    if title == found.title:
        return Saved(found, None)
    claim_title(found, found.space_id, title)
    claim_address(found)
    revision = _write(actor, found, Step(Kind.RENAMED, clean_summary(summary)))
    settle(actor, found, guard)
    _answer_to_title(actor, found)
    record(_relocated(actor, found))
    return Saved(found, revision)


def move_page(
    actor: Person, page: Page, space: Space, *, parent: str | None = None, summary: str = ""
) -> Saved:
    """Move a page with all below it under another page, or to another space.

    Raises Refused (the actor may not write there), Invalid (below itself; a title is taken there).
    """
    found = _held(page, space)
    require(policy.edit(actor, found))
    require(policy.create(actor, space, standing(actor, space)))
    under = descendants(found, to_change=True)
    require_unguarded(actor, found, under)
    above = room_under(actor, space, parent)
    if space.id == found.space_id and (above.id if above else None) == found.parent_id:
        return Saved(found, None)
    moved_away = space.id != found.space_id
    moving = [found, *under] if moved_away else [found]
    for each in moving if moved_away else ():
        enter_space(each, space)
        tagging.enter_space(actor, each, space)
        follow_page(actor, each.uid, space.id)
    place_under(found, above)
    revision = _write(actor, found, Step(Kind.MOVED, clean_summary(summary)))
    for each in moving[1:]:
        _write(actor, each, Step(Kind.MOVED, clean_summary(summary)))
    for each in moving if moved_away else ():
        _answer_to_title(actor, each)
    carry_all(moving)
    for each in moving:
        record(_relocated(actor, each))
    return Saved(found, revision)


def archive_page(actor: Person, page: Page, *, summary: str = "") -> Saved:
    """Put a page away with all below it: they can be read and brought back; titles are free again."""
    found = _held(page)
    require(policy.archive(actor, found))
    under = descendants(found, to_change=True)
    require_unguarded(actor, found, [each for each in under if not each.archived])
    step, moment = Step(Kind.ARCHIVED, clean_summary(summary)), clock.now()
    revision = _put_away(actor, found, step, moment)
    for below in under:
        if not below.archived:
            _put_away(actor, below, step, moment)
    carry_all([found, *under])
    return Saved(found, revision)


def bring_back(actor: Person, page: Page, *, summary: str = "") -> Returned:
    """Use an archived page again, with those below it that were put away with it.

    Raises Invalid when its title was taken meanwhile; one below of which that is true stays archived.
    """
    found = _held(page)
    require(policy.bring_back(actor, found))
    require(policy.remove(actor, found, guard_of(actor, found)))
    moment, step = found.archived_at, Step(Kind.BROUGHT_BACK, clean_summary(summary))
    claim_title(found, found.space_id, found.title)
    revision = _back_in_use(actor, found, step)
    together = [each for each in descendants(found, to_change=True) if each.archived_at == moment]
    below, left = [], []
    for each in sorted(together, key=lambda each: each.lineage.count("/")):
        try:
            claim_title(each, each.space_id, each.title)
        except Invalid:
            left.append(each)
            continue
        _back_in_use(actor, each, step, found)
        below.append(each)
    carry_all([found, *below])
    return Returned(found, revision, below=below, left=left)


def restore_revision(
    actor: Person, page: Page, number: int, *, summary: str = "", seen: int | None = None
) -> Saved:
    """Make the text of an earlier revision the present one; its words keep their authors.

    `seen`: the revision that the actor took for the present one. Raises Overtaken when it is not.
    """
    found = locked(page)
    require(policy.edit(actor, found))
    if seen not in (None, found.revision_number):
        raise Overtaken
    text = text_of(found, _existing(found, number))
    if text == text_of(found):
        return Saved(found, None)
    step = Step(Kind.RESTORED, clean_summary(summary), number, text)
    return _saved(actor, found, step, guard_of(actor, found))


def undo_revision(actor: Person, page: Page, number: int, *, summary: str = "") -> Saved:
    """Take one revision's change of text and topics out again, keeping what came after it.

    Raises CannotUndo when later edits changed the same words.
    """
    found = locked(page)
    require(policy.edit(actor, found))
    merged = undo_of(found, number)
    if not merged.clean:
        raise CannotUndo(found, merged)
    guard = guard_of(actor, found)
    wish = reversed_wish(found, number, found.language)
    waits = divide(found, guard, text_of(found), merged.text).waiting is not None
    stay = waits or not policy.arrange(actor, found, guard)
    left = stay and bool(wish)
    retagged = NO_TOPICS if stay else retag(actor, found, wish)
    if merged.text == text_of(found) and not retagged:
        return Saved(found, None, topics_left=left)
    step = Step(Kind.UNDONE, clean_summary(summary), number, merged.text)
    saved = _saved(actor, found, step, guard)
    if saved.revision is not None:
        note(saved.revision, retagged)
    return replace(saved, topics_left=left)


def undo_of(page: Page, number: int) -> Merge:
    """What the page would be without one revision's change. Raises Invalid for the first."""
    if _existing(page, number) == 1:
        raise Invalid(number=_("The first revision cannot be undone: archive the page instead."))
    return undo(text_of(page), text_of(page, number), text_of(page, number - 1))


def _held(page: Page, *spaces: Space) -> Page:
    """The page as it is now, held with the titles and trees of its space and of these."""
    hold_places(page.space_id, *(space.id for space in spaces))
    return locked(page)


def _answer_to_title(actor: Person, page: Page) -> None:
    """Lead to the page what wants its title; what shows it must not come to show itself."""
    adopt_wanted(page)
    refuse_circle(actor, page, "title")


def _back_in_use(actor: Person, page: Page, step: Step, top: Page | None = None) -> Revision:
    """Use the page again: where it stood, or below `top` when what is above it stays archived."""
    page.archived_at = None
    above = session().get(Page, page.parent_id) if page.parent_id else None
    if above is not None and above.archived:
        place_under(page, top)
    revision = _write(actor, page, step)
    _answer_to_title(actor, page)
    record(PageBroughtBack(**_what(actor, page)))
    return revision


def _put_away(actor: Person, page: Page, step: Step, moment: datetime) -> Revision:
    page.archived_at, page.title_key = moment, None
    revision = _write(actor, page, step)
    record(PageArchived(**_what(actor, page)))
    return revision


def _existing(page: Page, number: int) -> int:
    if not 1 <= number <= page.revision_number:
        raise NotFound
    return number


def _write(actor: Person, page: Page, step: Step) -> Revision:
    history = History(page)
    text = history.text if step.text is None else step.text
    revision = history.append(
        Change(
            author=actor,
            text=text or "",
            title=page.title,
            kind=step.kind,
            summary=step.summary,
            based_on=page.revision_number,
            refers_to=step.refers_to,
        )
    )
    history.settle()
    session().flush()
    return revision


def _saved(actor: Person, page: Page, step: Step, guard: Guard) -> Saved:
    """Set the page to another text; all of it waits where a part of it must."""
    text = step.text or ""
    if divide(page, guard, text_of(page), text).waiting is not None:
        number = page.revision_number
        proposal = propose(actor, page, text=text, based_on=number, reason=step.summary)
        return Saved(page, None, proposal=proposal)
    revision = _write(actor, page, step)
    refuse_circle(actor, page)
    settle(actor, page, guard)
    record(PageEdited(**_what(actor, page), revision_kind=revision.kind))
    return Saved(page, revision)


def _relocated(actor: Person, page: Page) -> Fact:
    return PageRelocated(**_what(actor, page))


def _what(actor: Person, page: Page) -> dict[str, int]:
    return {
        "actor_id": actor.id,
        "page_id": page.id,
        "space_id": page.space_id,
        "number": page.revision_number,
    }
