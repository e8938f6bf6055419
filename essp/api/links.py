"""The web of pages for programs: what the screen of a page's links shows the same person."""

from __future__ import annotations

from essp.api import shapes
from essp.api.link_shapes import BacklinkTold, LinkedPage, Links, LinkTold
from essp.api.operations import operation
from essp.api.telling import url
from essp.core.rest import cursor_of, place_of
from essp.people.current import me
from essp.wiki import linked
from essp.wiki.linked import Fault, Outgoing, PageHere
from essp.wiki.queries import find_page

FAULTS = {
    Fault.MISSING: "no page",
    Fault.ARCHIVED: "archived",
    Fault.NO_SECTION: "no section",
}


@operation("GET", "/pages/<uid>/links", Links, query=shapes.Paging, problems=[400, 404])
def list_links(uid: str, query: shapes.Paging) -> Links:
    """List what links to a page, what it links to, and where it leads on the web."""
    page = find_page(me(), uid)
    start = place_of(query.cursor) if query.cursor else 0
    found = linked.backlinks(me(), page, limit=query.limit, offset=start)
    following = start + len(found.items)
    return Links(
        linked_from=[
            BacklinkTold(page=_page(each.page), times=each.times, includes=each.includes)
            for each in found.items
        ],
        total=found.total,
        next=cursor_of(following) if following < found.total else None,
        links=[_link(each) for each in linked.outgoing(me(), page)],
        web=list(linked.web_links(page)),
    )


def _link(link: Outgoing) -> LinkTold:
    return LinkTold(
        title=link.title,
        section=link.section or None,
        includes=link.included,
        page=_page(link.page) if link.page is not None else None,
        fragment=link.fragment or None,
        fault=FAULTS.get(link.fault),  # type: ignore[arg-type]
    )


def _page(page: PageHere) -> LinkedPage:
    return LinkedPage(uid=page.uid, title=page.title, space=page.space_slug, url=url(page.path))
