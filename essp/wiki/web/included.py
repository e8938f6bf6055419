"""What stands in the place of `![[Page]]`: another page's text, for whoever is reading now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from essp.core.markdown import place_includes, set_apart
from essp.people.current import me
from essp.wiki.including import DEEPEST, Included, Reading, Source, read_includes, read_parts
from essp.wiki.models import Page
from essp.wiki.other_texts import Led, shown_at
from essp.wiki.web.showing import placed_html

PLACE = '<div class="include" data-include="'


def with_includes(html: Markup, page: Page) -> Markup:
    """A page's finished HTML with its includes filled for the one who reads.

    What comes of it is another reader's never, and no longer true after any change: see `included`
    of a located page.
    """
    if PLACE not in html:
        return html
    filling = _Filling(read_includes(me(), page))
    inner = filling.fill(str(html), filling.reading.includes, (page.id,))
    return Markup(inner)  # noqa: S704 - every part was sanitised when it was made


def with_unsaved_includes(html: Markup, led: Led, page: Page | None) -> Markup:
    """The HTML of an unsaved text with what it would show; where it would show itself is told."""
    if PLACE not in html:
        return html
    own = page.id if page is not None else None
    filling = _Filling(read_parts(me(), led.includes, own))
    inner = filling.fill(str(html), led.includes, (own or 0,))
    return Markup(inner)  # noqa: S704 - every part was sanitised when it was made


def with_former_includes(html: Markup, led: Led, moment: datetime) -> Markup:
    """The HTML of an earlier text with links in the place of what it showed at that moment.

    What the other pages say by now was never part of it.
    """

    then = shown_at(led, moment)

    def told(number: int) -> str:
        included = led.includes.get(number)
        if included is None:
            return _told("closed")
        page, revision = then[included.page_id]
        return _told(
            "then", page=page, number=revision, fragment=included.fragment, section=included.written
        )

    return Markup(place_includes(str(html), told))  # noqa: S704 - sanitised when it was made


@dataclass
class _Filling:
    """One walk through a page and what it shows; counts the parts, to tell their ids apart."""

    reading: Reading
    parts: int = field(default=0)

    def fill(self, html: str, includes: Mapping[int, Included], way: tuple[int, ...]) -> str:
        """The HTML with its places filled; `way` are the ids of the pages around it."""
        return place_includes(html, lambda number: self.shown(includes.get(number), way))

    def shown(self, included: Included | None, way: tuple[int, ...]) -> str:
        """One part, or the sentence that stands for it."""
        source = self.reading.sources.get(included.page_id) if included else None
        if included is None or source is None:
            return _told("closed")
        if included.page_id in way:
            return _told("again", source)
        html = source.part(included)
        if html is None:
            return _told("no section", source, section=included.written)
        if len(way) > DEEPEST or not self.reading.may_show(html):
            return _told("further", source, fragment=included.fragment)
        return self._part(source, included, html, way)

    def _part(self, source: Source, included: Included, html: str, way: tuple[int, ...]) -> str:
        self.parts += 1
        apart = set_apart(html, f"p{self.parts}-")
        placed = placed_html(apart, source.links, source.linked, source.page.space)
        inner = self.fill(str(placed), source.includes, (*way, source.page.id))
        return _told("shown", source, fragment=included.fragment, html=inner)


def _told(
    state: str, source: Source | None = None, *, fragment: str = "", section: str = "",
    html: str = "", page: Page | None = None, number: int | None = None,
) -> str:  # fmt: skip
    page = source.page if source is not None else page
    path = f"/s/{page.space.slug}/{page.slug}" if page is not None else ""
    address = f"{path}#{fragment}" if fragment else path
    return render_template(
        "wiki/_included.html", state=state, source=source, page=page, address=address,
        section=section, number=number, html=Markup(html),  # noqa: S704 - sanitised when it was made
    )  # fmt: skip
