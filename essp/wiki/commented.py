"""Pages for comments on their passages: the readable text of any revision, and the headings."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from essp.core.db import session
from essp.core.markdown import render
from essp.wiki.models import HiddenRevision, Page, Rendering, Revision
from essp.wiki.sections import sections_of
from essp.wiki.texts import kept_text


def present_page(page_id: int) -> Page | None:
    """The page as it is now, for work that nobody waits for."""
    return session().get(Page, page_id, populate_existing=True)


def readable_text(page: Page, number: int) -> str:
    """The words of a revision as its readers see them, without form, one block a line."""
    if number == page.revision_number:
        kept = session().scalar(
            select(Rendering.plain).where(
                Rendering.page_id == page.id, Rendering.number == page.revision_number
            )
        )
        if kept is not None:
            return kept
    return render(kept_text(page, number), language=page.language).text


def headings(page: Page) -> Sequence[tuple[int, str, str]]:
    """The headings of the present text in order: permanent id, fragment, words."""
    return [(each.id, each.fragment, each.words) for each in sections_of(page)]


def hidden_numbers(page: Page) -> Collection[int]:
    """The numbers of the revisions of a page that moderators closed."""
    hidden = select(Revision.number).join(HiddenRevision, HiddenRevision.revision_id == Revision.id)
    return frozenset(session().scalars(hidden.where(Revision.page_id == page.id)))
