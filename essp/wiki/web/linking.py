"""The web of pages on the screen: what links where, what is missing, what nobody finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.decision import require
from essp.core.i18n import _
from essp.people.current import me
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing
from essp.wiki import astray, linked
from essp.wiki.copying import origin_of
from essp.wiki.linked import PER_PAGE, Outgoing
from essp.wiki.models import Page
from essp.wiki.queries import find_page, places
from essp.wiki.web import blueprint

LAST_PART = 10_000
LISTS: Mapping[str, Callable[..., linked.Part[Any]]] = {
    "wanted": astray.wanted,
    "broken": astray.broken,
    "orphans": astray.orphans,
    "web": astray.web_addresses,
}


@blueprint.get("/p/<uid>/links")
@members
def links(uid: str) -> ResponseReturnValue:
    """What links to a page, and what it links to."""
    page, part = find_page(me(), uid), _part()
    found = linked.backlinks(me(), page, offset=(part - 1) * PER_PAGE)
    return render_template(
        "wiki/links.html",
        page=page,
        space=page.space,
        backlinks=found,
        outgoing=linked.outgoing(me(), page),
        web=linked.web_links(page),
        origin=_origin(page),
        starting=starting,
        pages=_pager("wiki.links", part, found.total, uid=uid),
    )


@blueprint.get("/s/<slug>/-/links")
@members
def space_links(slug: str) -> ResponseReturnValue:
    """What the links of a space ask for and where they lead nowhere."""
    space = find_space(me(), slug)
    require(may_read_space(me(), space, standing(me(), space)))
    show, part = request.args.get("show", "wanted"), _part()
    show = show if show in LISTS else "wanted"
    found = LISTS[show](me(), space, offset=(part - 1) * PER_PAGE)
    labels = {
        "wanted": _("Wanted pages"),
        "broken": _("Broken links"),
        "orphans": _("Pages nobody links to"),
        "web": _("On the web"),
    }
    tabs = [
        {
            "label": label,
            "url": url_for("wiki.space_links", slug=space.slug, show=name),
            "current": name == show,
            "count": found.total if name == show else None,
        }
        for name, label in labels.items()
    ]
    return render_template(
        "wiki/links_of_space.html",
        space=space,
        show=show,
        found=found,
        tabs=tabs,
        starting=starting,
        pages=_pager("wiki.space_links", part, found.total, slug=space.slug, show=show),
    )


def starting(link: Outgoing) -> str | None:
    """Where the page that a link asks for is started; None where no such space is known."""
    if link.space_slug is None:
        return None
    return url_for("wiki.create_in", slug=link.space_slug, title=link.title)


def _part() -> int:
    text = request.args.get("part", "1")
    return min(max(int(text), 1), LAST_PART) if text.isdecimal() and len(text) < 9 else 1


def _pager(endpoint: str, part: int, total: int, **values: Any) -> dict[str, str | None]:
    """The addresses of the parts before and after this one, where there are any."""
    before = url_for(endpoint, part=part - 1, **values) if part > 1 else None
    after = url_for(endpoint, part=part + 1, **values) if part * PER_PAGE < total else None
    return {"before": before, "after": after}


def _origin(page: Page) -> dict[str, Any] | None:
    """What the page is a copy of: its place only for who may read it."""
    origin = origin_of(page)
    if origin is None:
        return None
    return {"place": places(me(), [origin.source_id]).get(origin.source_id), "n": origin.number}
