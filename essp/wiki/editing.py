"""Saving pages: no edit is ever lost.

Every save names the revision it started from. What others changed meanwhile is merged in, word by
word; where both changed the same words, `Conflict` carries both texts back and nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.core.text.merge import Merge, merge
from essp.people.models import Person
from essp.spaces.calling import agreed, groups_in
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki import drafts, policy
from essp.wiki.events import PageEdited
from essp.wiki.guarding import divide, guard_of, room_under, settle
from essp.wiki.including import refuse_circle
from essp.wiki.links import adopt_wanted
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.placing import claim_address, claim_title, hold_places, place_under
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposing import propose, proposed_as
from essp.wiki.retagging import NO_TOPICS, Retagged, TopicWish, note, retag
from essp.wiki.revisions import NOTHING, Beginning, Change, History
from essp.wiki.texts import (
    clean_summary,
    clean_text,
    clean_title,
    kept_text,
    require_shown,
    text_of,
)


@dataclass(frozen=True)
class Saved:
    """What became of a save. `revision` is None when nothing went live: nothing differed, or all waits.

    `merged_with` are the revisions of others that were merged in. `proposal` is what waits for an
    owner. `topics_left`: the topics stay as they were, since only owners change them.
    """

    page: Page
    revision: Revision | None
    merged_with: Sequence[int] = ()
    proposal: Proposal | None = None
    topics_left: bool = False


class Conflict(Exception):
    """Two people changed the same words. `merge` holds both; `current` is the present revision."""

    def __init__(self, page: Page, merged: Merge, text: str, summary: str, based_on: int) -> None:
        super().__init__(f"page {page.uid} changed since revision {based_on}")
        self.page = page
        self.merge = merged
        self.text = text
        self.summary = summary
        self.based_on = based_on
        self.current = page.revision_number


def create_page(
    actor: Person,
    space: Space,
    *,
    title: str,
    text: str,
    parent: str | None = None,
    summary: str = "",
    save_key: str | None = None,
    source: str = "web",
    language: str | None = None,
    uid: str | None = None,
    at: datetime | None = None,
    begun: Beginning = NOTHING,
    topics: TopicWish | None = None,
    told: int = 0,
) -> Saved:
    """Start a page in a space, under the page with uid `parent` or at the top.

    `begun` is the text it began with: what of it was left keeps its authors. The caller keeps where
    that text came from. `told` is how many people the actor knows that groups in it tell.

    Raises Refused, NotFound (no such parent), Invalid (title taken, empty or too long; text too
    large; all below the parent guarded by others).
    """
    require(policy.create(actor, space, standing(actor, space)))
    hold_places(space.id)
    repeated = _already_saved(actor, save_key)
    if repeated is not None:
        return repeated
    title, text, summary = clean_title(title), clean_text(text), clean_summary(summary)
    agreed(actor, space.id, groups_in(text), told)
    moment = at or clock.now()
    page = Page(
        uid=uid or new_uid(),
        slug="",
        title=title,
        language=language or space.language,
        properties={},
        revision_number=0,
        created_at=moment,
        created_by_id=actor.id,
        updated_at=moment,
        updated_by_id=actor.id,
    )
    claim_title(page, space.id, title)
    session().add(page)
    session().flush()
    claim_address(page)
    place_under(page, room_under(actor, space, parent))
    change = Change(
        author=actor, text=text, title=title, kind=Kind.CREATED, summary=summary, at=at,
        source=source, save_key=save_key,
    )  # fmt: skip
    revision = _append(page, change, begun)
    note(revision, retag(actor, page, topics))
    adopt_wanted(page)
    refuse_circle(actor, page)
    drafts.discard_new(actor, space)
    return Saved(page, revision)


def edit_page(
    actor: Person,
    page: Page,
    *,
    text: str,
    based_on: int | None,
    summary: str = "",
    minor: bool = False,
    save_key: str | None = None,
    source: str = "web",
    at: datetime | None = None,
    topics: TopicWish | None = None,
    told: int = 0,
) -> Saved:
    """Save a text that started from revision `based_on`, merging in what came after it.

    What `topics` changes is part of the same revision; `told` as for a new page, of groups that are
    new in it. What touches guarded text of others waits, the rest goes live: see `Saved`. Raises
    Conflict when both changed the same words, Refused, Invalid (no such base, text too large). Saving
    what is there already makes no revision.
    """
    found = locked(page)
    repeated = _already_saved(actor, save_key)
    if repeated is not None:
        return repeated
    guard = guard_of(actor, found)
    proposed = proposed_as(actor, save_key) if guard.held or guard.proposed else None
    if proposed is not None:
        return Saved(found, None, proposal=proposed)
    require(policy.edit(actor, found))
    text, summary = clean_text(text), clean_summary(summary)
    if based_on is None or not 1 <= based_on <= found.revision_number:
        raise Invalid(
            based_on=_(
                "This save does not say which revision it started from. Your text is still here: "
                "compare it with the page and save again."
            )
        )
    current = text_of(found)
    merged = _with_later_changes(found, text, current, summary, based_on)
    if not minor:
        agreed(actor, found.space_id, groups_in(merged, current), told)
    drafts.discard(actor, found)
    part = divide(found, guard, current, merged)
    left = bool(topics) and not policy.arrange(actor, found, guard)
    retagged = NO_TOPICS if left else retag(actor, found, topics)
    later = range(based_on + 1, found.revision_number + 1)
    if part.live == current:
        saved = _saved_topics(actor, found, retagged, summary, minor=minor, save_key=save_key)
    else:
        change = Change(
            author=actor, text=part.live, title=found.title, summary=summary, minor=minor, at=at,
            kind=Kind.MERGED if later else Kind.EDITED, based_on=based_on, source=source,
            save_key=save_key,
        )  # fmt: skip
        saved = Saved(found, _append(found, change, retagged=retagged), tuple(later))
        refuse_circle(actor, found)
        settle(actor, found, guard)
    waits = None
    if part.waiting is not None:
        waits = propose(
            actor, found, text=part.waiting, based_on=found.revision_number, reason=summary,
            save_key=save_key, source=source,
        )  # fmt: skip
    return replace(saved, proposal=waits, topics_left=left)


def save_topics(actor: Person, page: Page, wish: TopicWish, *, summary: str = "") -> Saved:
    """Change the topics of a page and leave its text: a revision unless nothing was different.

    Raises Refused and Invalid.
    """
    found = locked(page)
    require(policy.edit(actor, found))
    guard = guard_of(actor, found)
    require(policy.arrange(actor, found, guard))
    saved = _saved_topics(actor, found, retag(actor, found, wish), clean_summary(summary))
    if saved.revision is not None:
        settle(actor, found, guard)
    return saved


def _saved_topics(
    actor: Person,
    page: Page,
    retagged: Retagged,
    summary: str,
    *,
    minor: bool = False,
    save_key: str | None = None,
) -> Saved:
    if not retagged:
        return Saved(page, None)
    change = Change(
        author=actor, text=text_of(page), title=page.title, kind=Kind.TAGGED, summary=summary,
        minor=minor, based_on=page.revision_number, save_key=save_key,
    )  # fmt: skip
    return Saved(page, _append(page, change, retagged=retagged))


def locked(page: Page) -> Page:
    """The page as it is now, held until the transaction ends. Raises NotFound."""
    found = lock(Page, page.id)
    if found is None:
        raise NotFound
    return found


def _with_later_changes(page: Page, text: str, current: str, summary: str, based_on: int) -> str:
    if based_on == page.revision_number:
        return text
    merged = merge(kept_text(page, based_on), text, current)
    if not merged.clean:
        require_shown(page, based_on)
        raise Conflict(page, merged, text, summary, based_on)
    return merged.text


def _append(
    page: Page, change: Change, begun: Beginning = NOTHING, retagged: Retagged = NO_TOPICS
) -> Revision:
    history = History(page, begun)
    revision = history.append(change)
    history.settle()
    session().flush()
    note(revision, retagged)
    record(
        PageEdited(
            actor_id=change.author.id,
            page_id=page.id,
            space_id=page.space_id,
            number=revision.number,
            revision_kind=revision.kind,
        )
    )
    return revision


def is_saved(actor: Person, save_key: str | None) -> bool:
    """Whether the actor saved what has this key: a draft that arrives later is none any more."""
    return _already_saved(actor, save_key) is not None


def _already_saved(actor: Person, save_key: str | None) -> Saved | None:
    if not save_key:
        return None
    row = (
        session()
        .execute(
            select(Page, Revision)
            .join(Revision, Revision.page_id == Page.id)
            .where(Revision.author_id == actor.id, Revision.save_key == save_key)
        )
        .first()
    )
    if row is None:
        return None
    return Saved(row[0], row[1], proposal=proposed_as(actor, save_key))
