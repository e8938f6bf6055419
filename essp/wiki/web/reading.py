"""Reading a page, at its readable address and at its permanent one."""

from __future__ import annotations

from collections.abc import Hashable

import structlog
from flask import redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.i18n import language
from essp.core.shelf import Cut, cut, draw, framed, settled, shelf
from essp.core.web import zone
from essp.people.current import me
from essp.wiki import reads, rendering
from essp.wiki.locating import NONE, Located, locate_page
from essp.wiki.models import Page, Rendering
from essp.wiki.queries import find_page
from essp.wiki.reading import rendering_of, tree_near
from essp.wiki.revisions import words_of
from essp.wiki.texts import text_of
from essp.wiki.web import blueprint
from essp.wiki.web.editions import preferred
from essp.wiki.web.guarded import with_marks
from essp.wiki.web.included import with_includes
from essp.wiki.web.showing import (
    path_of,
    placed_html,
    reading_minutes,
    shares_of,
    tree_of,
    way_to,
)

log = structlog.get_logger(__name__)


@blueprint.get("/s/<space_slug>/<page_slug>")
@members
def show(space_slug: str, page_slug: str) -> ResponseReturnValue:
    """A page, as everyone reads it. Old addresses lead to the present one."""
    found = locate_page(me(), space_slug, page_slug)
    page = found.page
    if (page.space.slug, page.slug) != (space_slug, page_slug):
        return redirect(path_of(page), 301)
    if (other := preferred(page, found.told)) is not None:
        return other
    rail, sheet = _pieces(found)
    reads.count(page.id)
    reads.opened(me().id, page.id)
    shown = {"page": page, "told": found.told, "found": found}
    sheet = settled(sheet, (found.told_to(me()), clock.now().date()), shown)
    return framed("wiki/page.html", shown, title=escape(page.title), rail=rail, sheet=sheet)


def make_ready(uid: str) -> None:
    """Draw the screen of a page that the reader just changed, so that nobody has to wait for it."""
    page = find_page(me(), uid)
    try:
        _pieces(locate_page(me(), page.space.slug, page.slug))
    except Exception:
        # What was saved is saved: whoever asks for the page next will see what is wrong with it.
        log.exception("a page could not be drawn ahead", uid=uid)


def _pieces(found: Located) -> tuple[Cut, Cut]:
    return shelf.get(_made_of("page", found.state), lambda: _drawn(found))


def _made_of(what: str, state: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    """The key of a piece of the screen: readers with the same rights share it."""
    today = clock.now().astimezone(zone()).date()
    return what, state, language(), today, request.script_root


def _drawn(found: Located) -> tuple[Cut, Cut]:
    """Rail and sheet, drawn together: what the other needs is found out once."""
    page, rendered = found.page, rendering_of(found.page)
    if rendered is None or rendered.version != rendering.VERSION:
        rendered = _made_again(page)
    tree, crumbs = shelf.get(_made_of("around", found.around), lambda: _drawn_around(page))
    authors = found.authors
    values = {
        "page": page,
        "told": found.told,
        "found": found,
        "guards": found.guards,
        "editor": found.editor,
        "space": page.space,
        "html": with_marks(
            with_includes(
                placed_html(rendered.html, rendered.links, found.links, page.space), page
            ),
            found.guards,
        ),
        "linked_from": found.linked_from,
        "outline": [entry for entry in rendered.outline if entry[0] <= 3],
        "tree": Markup(tree),  # noqa: S704 - drawn by a template
        "crumbs": Markup(crumbs),  # noqa: S704 - drawn by a template
        "topical": found.topical != NONE,
        "authors": authors,
        "shares": shares_of(authors),
        "minutes": reading_minutes(page.words),
    }
    rail, sheet = draw("wiki/_page_rail.html", **values), draw("wiki/_page_sheet.html", **values)
    return cut(rail), cut(sheet)


def _drawn_around(page: Page) -> tuple[str, str]:
    """The tree beside a page and the way to it, which stay when only its text changes."""
    near = tree_near(me(), page)
    return (
        draw("wiki/_page_tree.html", nodes=tree_of(near, page)),
        draw("wiki/_page_crumbs.html", way=way_to(near, page)),
    )


@blueprint.get("/p/<uid>")
@members
def permanent(uid: str) -> ResponseReturnValue:
    """The permanent address of a page: leads to its readable one."""
    return redirect(path_of(find_page(me(), uid)), 302)


def _made_again(page: Page) -> Rendering:
    """The rendering of a page that has none by this version of the code."""
    text = text_of(page)
    words = words_of(page, text)
    with transaction():
        row, _rendered = rendering.make(page, text, words)
    return row
