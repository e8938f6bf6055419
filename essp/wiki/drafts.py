"""Unsaved text, kept on the server while somebody types, and offered again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.core.ids import clean_line, new_uid
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.wiki import draft_versions
from essp.wiki.draft_models import Draft
from essp.wiki.models import Page
from essp.wiki.texts import LONGEST_SUMMARY, LONGEST_TITLE, clean_text
from essp.wiki.topic_choice import TopicChoice

LONGEST_KEY = 40


def keep_draft(
    actor: Person,
    space: Space,
    page: Page | None,
    *,
    text: str,
    title: str = "",
    summary: str = "",
    based_on: int | None = None,
    parent: Page | None = None,
    template: str = "",
    topics: TopicChoice | None = None,
) -> Draft:
    """Keep what the actor has typed and ticked so far. Raises Invalid when it is too large for a page.

    `template` is the key of the template that a new page begins with.
    """
    draft = own_draft(actor, page) if page is not None else own_new_draft(actor, space)
    if draft is None:
        draft = Draft(
            uid=new_uid(),
            person_id=actor.id,
            page_id=page.id if page is not None else None,
            space_id=space.id,
        )
        session().add(draft)
    else:
        draft_versions.keep(draft, clean_text(text), topics)
    draft.text = clean_text(text)
    draft.title = clean_line(title)[:LONGEST_TITLE]
    draft.summary = clean_line(summary)[:LONGEST_SUMMARY]
    draft.based_on = based_on
    draft.parent_id = parent.id if parent is not None else None
    draft.template = template[:LONGEST_KEY]
    draft.topics = topics.dumps() if topics is not None else None
    draft.updated_at = clock.now()
    session().flush()
    return draft


def own_draft(actor: Person, page: Page) -> Draft | None:
    """The actor's unsaved text for a page."""
    return session().scalar(
        select(Draft).where(Draft.person_id == actor.id, Draft.page_id == page.id)
    )


def own_new_draft(actor: Person, space: Space) -> Draft | None:
    """The actor's unsaved text for a page that is yet to be made in a space."""
    return session().scalar(
        select(Draft).where(
            Draft.person_id == actor.id, Draft.space_id == space.id, Draft.page_id.is_(None)
        )
    )


def own_drafts(actor: Person) -> Sequence[tuple[Draft, Space, Page | None]]:
    """All unsaved text of the actor, in spaces they may still read, the newest first."""
    rows = session().execute(
        select(Draft, Space, Page)
        .join(Space, Space.id == Draft.space_id)
        .outerjoin(Page, Page.id == Draft.page_id)
        .where(Draft.person_id == actor.id, spaces.readable_by(actor))
        .order_by(Draft.updated_at.desc())
    )
    return [(draft, space, page) for draft, space, page in rows]


def discard(actor: Person, page: Page, *, aside: bool = False) -> None:
    """Drop the actor's unsaved text for a page; put `aside`, it stays among its earlier states."""
    _drop(own_draft(actor, page), aside)


def discard_new(actor: Person, space: Space, *, aside: bool = False) -> None:
    """Drop the actor's unsaved text for a new page in a space, as `discard` does."""
    _drop(own_new_draft(actor, space), aside)


def _drop(draft: Draft | None, aside: bool) -> None:
    if draft is None:
        return
    if aside:
        draft_versions.keep(draft, "", None, at_once=True)
    session().delete(draft)
    session().flush()


def take_up(actor: Person, space: Space, page: Page | None, number: int) -> Draft:
    """Make an earlier state of the actor's draft the draft again; the present one is put aside.

    Raises NotFound when there is no such state of theirs.
    """
    earlier = draft_versions.find_version(actor, space, page, number)
    draft = own_draft(actor, page) if page is not None else own_new_draft(actor, space)
    if draft is not None:
        draft_versions.keep(draft, earlier.text, earlier.topics, at_once=True)
    based_on = draft.based_on if draft is not None else None
    if page is not None and based_on is None:
        based_on = page.revision_number
    return keep_draft(
        actor, space, page, text=earlier.text, title=earlier.title or (draft.title if draft else ""),
        summary=draft.summary if draft else "", based_on=based_on, parent=_parent_of(draft),
        template=earlier.template, topics=earlier.topics,
    )  # fmt: skip


def place_of(draft: Draft) -> str:
    """The uid of the page below which the actor's new page is to stand; empty for none in its space."""
    parent = _parent_of(draft)
    return parent.uid if parent is not None else ""


def _parent_of(draft: Draft | None) -> Page | None:
    if draft is None or draft.parent_id is None:
        return None
    parent = session().get_one(Page, draft.parent_id)
    return parent if parent.space_id == draft.space_id and not parent.archived else None
