"""Pages as HTML: made and sanitised once for each revision, with the inks of its authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import delete, select

from essp.core.db import session
from essp.core.markdown import (
    Rendered,
    anchored,
    ink_blocks,
    name_groups,
    name_people,
    render,
)
from essp.core.text.authorship import Authorship as Words
from essp.people.models import Person
from essp.people.names import former
from essp.spaces.calling import links_of
from essp.wiki.models import Page, Rendering
from essp.wiki.sections import keep_sections

VERSION = 2
INKS = 6


class Render(Protocol):
    """What turns a text into HTML."""

    def __call__(self, source: str, *, language: str) -> Rendered:
        """The text as HTML, with everything it refers to."""


def make(
    page: Page, text: str, words: Words, render: Render = render, *, first: bool = False
) -> tuple[Rendering, Rendered]:
    """Render the present text and keep it in the place of the last rendering.

    `first`: nothing is kept of the page yet. `render` must give what `markdown.render` gives.
    """
    rendered = render(text, language=page.language)
    earlier = keep_sections(page, text, rendered.headings, first=first)
    html = anchored(_named(rendered, page.space_id), earlier)
    row = Rendering(
        page_id=page.id,
        number=page.revision_number,
        version=VERSION,
        html=ink_blocks(html, _inks(text, words, rendered)),
        outline=[[h.level, h.id, h.text] for h in rendered.headings],
        links=_links(rendered),
        plain=rendered.text,
        topics=list(rendered.topics),
    )
    if not first:
        session().execute(delete(Rendering).where(Rendering.page_id == page.id))
    session().add(row)
    return row, rendered


def carried(page: Page) -> Rendering | None:
    """What was made of the same text for an earlier revision, as that of the present one."""
    kept = select(Rendering).where(Rendering.page_id == page.id, Rendering.version == VERSION)
    row = session().scalars(kept).one_or_none()
    if row is not None:
        row.number = page.revision_number
        session().flush()
    return row


def unkept(page: Page, text: str) -> tuple[str, list[list[Any]]]:
    """The present text as HTML with its links, made for this reading only; see `Rendering`."""
    rendered = render(text, language=page.language)
    return _named(rendered, page.space_id), _links(rendered)


def _links(rendered: Rendered) -> list[list[Any]]:
    return [
        [link.index, link.space, link.title, link.section, link.bare] for link in rendered.links
    ]


def _inks(text: str, words: Words, rendered: Rendered) -> list[int]:
    ranks = {share.author: rank for rank, share in enumerate(words.shares(), start=1)}
    # Markdown counts lines from 1 and names the last one; authorship counts from 0 to the next.
    bounds = [(first - 1, last) for first, last in rendered.blocks]
    authors = words.blocks(text, bounds)
    return [ink_of(ranks.get(author, 0)) if author is not None else 0 for author in authors]


def preview(text: str, language: str) -> Rendered:
    """Text that is not saved yet, as it would look."""
    rendered = render(text, language=language)
    return replace(rendered, html=_named(rendered))


def _named(rendered: Rendered, space_id: int | None = None) -> str:
    """The HTML with names for handles, and links for groups as every reader of the space may see."""
    html = name_people(rendered.html, _names(rendered.mentions))
    return name_groups(html, links_of(rendered.groups, space_id))


def _names(handles: Sequence[str]) -> dict[str, str]:
    """Names by handle; an empty one for who was made anonymous."""
    if not handles:
        return {}
    rows = session().execute(
        select(Person.handle, Person.name).where(Person.handle.in_(handles[:500]))
    )
    return dict.fromkeys(former(handles), "") | {row.handle: row.name for row in rows}


def ink_of(rank: int) -> int:
    """The ink of an author by rank on the page: the first six have their own, others share 0."""
    return rank if 1 <= rank <= INKS else 0
