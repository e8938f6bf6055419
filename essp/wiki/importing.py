"""Pages that come from elsewhere with their whole history.

Revisions are appended by the same hand that saves an edit, so hashes, texts and authorship are the
same; only the derived state is brought up to date once, and one fact is recorded, for many revisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.ids import new_uid
from essp.core.markdown import render
from essp.core.text.lineage import Follow, follow
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki import policy
from essp.wiki.editing import locked
from essp.wiki.events import PageImported
from essp.wiki.links import adopt_for_archived, adopt_wanted
from essp.wiki.models import Kind, Page
from essp.wiki.placing import claim_address, claim_title, hold_places, place_under
from essp.wiki.rendering import Render
from essp.wiki.revisions import Change, History, title_key
from essp.wiki.texts import LONGEST_TITLE, clean_text, clean_title


def start_imported_page(
    actor: Person, space: Space, *, title: str, parent: Page | None, author: Person, at: datetime
) -> Page:
    """Make a page that has no revision yet; `append_imported` must follow in this transaction.

    It stands under `parent`, or under the nearest page above where the tree would become too deep.
    A title that is taken gets a number. Raises Refused when the actor may not write in the space.
    """
    require(policy.create(actor, space, standing(actor, space)))
    page = Page(
        uid=new_uid(),
        space_id=space.id,
        slug="",
        title=title,
        language=space.language,
        properties={},
        revision_number=0,
        created_at=at,
        created_by_id=author.id,
        updated_at=at,
        updated_by_id=author.id,
    )
    claim_title(page, space.id, free_title(space.id, title))
    session().add(page)
    session().flush()
    with session().no_autoflush:  # address and place are written in one go
        claim_address(page)
        put_under(page, parent)
    return page


def append_imported(
    actor: Person,
    page: Page,
    changes: Sequence[Change],
    *,
    title: str,
    properties: Mapping[str, Any],
    follow: Follow = follow,
    render: Render = render,
) -> None:
    """Append revisions to a page; the last one decides whether it is in use, `title` its name.

    `follow` works out the attribution and `render` the HTML; they may know it already.
    Raises Invalid when a text is too large; then the transaction must be given up.
    """
    hold_places(page.space_id)
    found = locked(page)
    history = History(found, follow=follow, render=render)
    with session().no_autoflush:  # the page's row is written in one go
        history.append_all(
            [
                replace(change, text=clean_text(change.text), based_on=number or None)
                for number, change in enumerate(changes, found.revision_number)
            ]
        )
        found.properties = dict(properties)
        last = changes[-1]
        if last.kind is Kind.ARCHIVED:
            found.archived_at, found.title_key, found.title = last.at, None, clean_title(title)
            adopt_for_archived(found, title_key(found.title))
        else:
            _take_title(found, title)
    history.settle()
    session().flush()
    adopt_wanted(found)
    record(
        PageImported(
            actor_id=actor.id, page_id=found.id, space_id=found.space_id, revisions=len(changes)
        )
    )


def put_under(page: Page, parent: Page | None) -> None:
    """Place a page as near to `parent` as the tree allows."""
    above = parent
    while above is not None:
        try:
            place_under(page, above)
        except Invalid:
            above = session().get(Page, above.parent_id) if above.parent_id else None
        else:
            return
    place_under(page, None)


def free_title(space_id: int, title: str, page: Page | None = None) -> str:
    """The title, or the title with the first number from 2 that makes it free in the space."""
    plain, number = clean_title(title), 1
    found = plain
    while _taken(space_id, found, page):
        number += 1
        found = f"{plain[: LONGEST_TITLE - 8]} ({number})"
    return found


def _taken(space_id: int, title: str, page: Page | None) -> bool:
    held = select(Page.id).where(Page.space_id == space_id, Page.title_key == title_key(title))
    holder = session().scalar(held)
    return holder is not None and (page is None or holder != page.id)


def _take_title(page: Page, title: str) -> None:
    """The page is in use under this title; an address it had stays its own."""
    page.archived_at = None
    plain = clean_title(title)
    own = page.title_key == title_key(plain)
    free = plain if own else free_title(page.space_id, title, page)
    if not own or page.title != free:
        claim_title(page, page.space_id, free)
    claim_address(page)
