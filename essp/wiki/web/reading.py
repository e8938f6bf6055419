"""Reading a page, at its readable address and at its permanent one."""

from __future__ import annotations

from collections.abc import Hashable

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.i18n import language
from essp.core.shelf import CSRF_MARK, shelf, with_token
from essp.core.web import zone
from essp.people.current import me
from essp.wiki import rendering
from essp.wiki.models import Page, Rendering
from essp.wiki.queries import find_page
from essp.wiki.reading import Located, authors_of, locate_page, surroundings
from essp.wiki.revisions import words_of
from essp.wiki.texts import text_of
from essp.wiki.web import blueprint
from essp.wiki.web.showing import (
    path_of,
    placed_html,
    reading_minutes,
    shares_of,
    tree_of,
    way_to,
)


@blueprint.get("/s/<space_slug>/<page_slug>")
@members
def show(space_slug: str, page_slug: str) -> ResponseReturnValue:
    """A page, as everyone reads it. Old addresses lead to the present one."""
    found = locate_page(me(), space_slug, page_slug)
    page = found.page
    if (page.space.slug, page.slug) != (space_slug, page_slug):
        return redirect(path_of(page), 301)
    return render_template(
        "wiki/page.html",
        page=page,
        rail=with_token(shelf.get(_key(found, "rail"), lambda: _drawn(found, "rail"))),
        sheet=with_token(shelf.get(_key(found, "sheet"), lambda: _drawn(found, "sheet"))),
    )


def _key(found: Located, part: str) -> tuple[Hashable, ...]:
    """All that the part is made of: two readers with the same rights share it."""
    reader = me().id if found.private else None
    today = clock.now().astimezone(zone()).date()
    return (
        "page",
        part,
        found.page.id,
        found.state,
        reader,
        language(),
        today,
        request.script_root,
    )


def _drawn(found: Located, part: str) -> str:
    """Rail or sheet, drawn together: what the other needs is found out once."""
    drawn: dict[str, str] | None = g.get("page_drawn")
    if drawn is None:
        values = _values(found)
        drawn = g.page_drawn = {
            each: render_template(f"wiki/_page_{each}.html", csrf_token=lambda: CSRF_MARK, **values)
            for each in ("rail", "sheet")
        }
    return drawn[part]


def _values(found: Located) -> dict[str, object]:
    page, rendered = found.page, found.rendering
    if rendered is None or rendered.version != rendering.VERSION:
        rendered = _made_again(page)
    around = surroundings(me(), page)
    authors = authors_of(page)
    return {
        "page": page,
        "editor": found.editor,
        "space": page.space,
        "html": placed_html(rendered.html, rendered.links, around.linked, page),
        "outline": [entry for entry in rendered.outline if entry[0] <= 3],
        "tree": tree_of(around.tree, page),
        "way": way_to(around.tree, page),
        "authors": authors,
        "shares": shares_of(authors),
        "minutes": reading_minutes(page.words),
    }


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
