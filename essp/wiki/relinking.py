"""The web of links worked out anew from the texts, and compared with what is kept."""

from __future__ import annotations

from sqlalchemy import select

from essp.core import jobs
from essp.core.db import lock, session, transaction
from essp.core.markdown import render
from essp.wiki import links, rendering, sections
from essp.wiki.link_models import PageName
from essp.wiki.models import Page
from essp.wiki.revisions import words_of
from essp.wiki.texts import text_of

AT_A_TIME = 100


def check(page: Page) -> bool:
    """Whether what is kept of the page's links, sections and name is what its text says."""
    text = text_of(page)
    found = render(text, language=page.language)
    return (
        _named(page) and links.agrees(page, found) and sections.agrees(page, text, found.headings)
    )


def rebuild(page: Page) -> None:
    """Read the text of a locked page again and keep what it links to.

    A link that leads to a page stays with it, as long as its words are the same.
    """
    text = text_of(page)
    _row, found = rendering.make(page, text, words_of(page, text))
    links.keep_links(page, found, held=True)
    if page.title_key is not None:
        links.adopt_wanted(page)
    session().flush()


@jobs.task("wiki.rebuild_links")
def rebuild_links(after: int) -> None:
    """Rebuild the links of all pages, some at a time. Arguments: after, the id of the last page."""
    wanted = select(Page.id).where(Page.id > after).order_by(Page.id).limit(AT_A_TIME)
    ids = session().scalars(wanted).all()
    for page_id in ids:
        with transaction():
            page = lock(Page, page_id)
            if page is not None and page.revision_number:
                rebuild(page)
    if ids:
        with transaction():
            jobs.enqueue(rebuild_links, after=ids[-1])


def _named(page: Page) -> bool:
    if page.title_key is None:
        return True
    name = session().get(PageName, (page.space_id, page.title_key))
    return name is not None and name.page_id == page.id
