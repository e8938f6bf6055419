"""Where the links of a space lead nowhere, which of its pages nobody links to, where it leaves the site.

Each list holds what this reader may know. A title of a page that they may not read is wanted like any
other that has no page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.link_models import PageName, Section, SectionAddress, WebLink
from essp.wiki.linked import (
    PER_PAGE,
    Outgoing,
    PageHere,
    Part,
    links_with_targets,
    outgoing_of,
    pages_here,
    readable_ids,
    total_of,
)
from essp.wiki.models import Link, Page

NAMED = 3


@dataclass(frozen=True)
class Wanted:
    """A title that links ask for, how many pages do, and some of them."""

    title: str
    times: int
    pages: Sequence[PageHere]


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere, and the page it stands on."""

    page: PageHere
    link: Outgoing


@dataclass(frozen=True)
class Orphan:
    """A page that no other links to, with the title of the page above it, if any."""

    page: PageHere
    above: str | None


@dataclass(frozen=True)
class WebAddress:
    """An address on the web, on how many pages it stands, and some of them."""

    url: str
    host: str
    times: int
    pages: Sequence[PageHere]


def wanted(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[Wanted]:
    """Titles of a space that links ask for and no page has; those that most pages ask for first."""
    readable = readable_ids(actor)
    lost = _lost(_hidden_in(space, readable))
    asked = and_(Link.wanted_space_id == space.id, lost, Link.space_id.in_(readable))
    pages = func.count(Link.page_id.distinct())
    listed: Any = (
        select(Link.wanted_key, pages.label("times"), func.count().over().label("total"))
        .where(asked)
        .group_by(Link.wanted_key)
        .order_by(pages.desc(), Link.wanted_key)
        .limit(limit)
        .offset(offset)
    )
    rows = session().execute(listed).all()
    asking = and_(asked, Link.wanted_key.in_([row.wanted_key for row in rows]))
    named = _some_pages(select(Link.wanted_key.label("key"), Link.page_id).where(asking))
    written = select(Link.wanted_key, func.min(Link.title)).where(asking).group_by(Link.wanted_key)
    titles = {row[0]: row[1] for row in session().execute(written)}
    items = [Wanted(titles[r.wanted_key], r.times, named.get(r.wanted_key, ())) for r in rows]
    return Part(items, total_of(rows))


def broken(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[Broken]:
    """Links on the pages of a space that lead to no page, to an archived one or to no section."""
    astray = _astray(space, readable_ids(actor)).subquery()
    listed: Any = (
        select(astray.c.page_id, astray.c.place, func.count().over().label("total"))
        .order_by(astray.c.page_id, astray.c.place)
        .limit(limit)
        .offset(offset)
    )
    found = session().execute(listed).all()
    pages = pages_here({row.page_id for row in found})
    these = [(row.page_id, row.place) for row in found]
    rows = session().execute(
        links_with_targets(actor)
        .add_columns(Link.page_id.label("on"), Link.place)
        # The pages alone lead SQLite to an index; with the pairs it would walk through all links.
        .where(Link.page_id.in_(pages), tuple_(Link.page_id, Link.place).in_(these))
        .order_by(Link.page_id, Link.place)
    )
    items = [Broken(pages[row.on], outgoing_of(row)) for row in rows]
    return Part(items, total_of(found))


def orphans(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[Orphan]:
    """Pages in use of a space that no other page in use links to, by title."""
    readable, above = readable_ids(actor), aliased(Page)
    linked = (
        select(literal(1))
        .where(Link.target_id == Page.id, Link.page_id != Page.id, Link.space_id.in_(readable))
        .correlate(Page)
        .exists()
    )
    listed: Any = (
        select(Page.id, above.title.label("above"), func.count().over().label("total"))
        .outerjoin(above, above.id == Page.parent_id)
        .where(_here(space, readable), not_(linked))
        .order_by(Page.title, Page.id)
        .limit(limit)
        .offset(offset)
    )
    rows = session().execute(listed).all()
    pages = pages_here([row.id for row in rows])
    return Part([Orphan(pages[row.id], row.above) for row in rows], total_of(rows))


def web_addresses(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[WebAddress]:
    """The addresses on the web that pages in use of a space link to, by site."""
    here = _here(space, readable_ids(actor))
    listed: Any = (
        select(
            WebLink.host,
            WebLink.url,
            func.count().label("times"),
            func.count().over().label("total"),
        )
        .join(Page, Page.id == WebLink.page_id)
        .where(here)
        .group_by(WebLink.host, WebLink.url)
        .order_by(WebLink.host, WebLink.url)
        .limit(limit)
        .offset(offset)
    )
    rows = session().execute(listed).all()
    hosts, urls = {row.host for row in rows}, [row.url for row in rows]
    named = _some_pages(
        select(WebLink.url.label("key"), WebLink.page_id)
        .join(Page, Page.id == WebLink.page_id)
        .where(here, WebLink.host.in_(hosts), WebLink.url.in_(urls))
    )
    items = [WebAddress(r.url, r.host, r.times, named.get(r.url, ())) for r in rows]
    return Part(items, total_of(rows))


def _here(space: Space, readable: Sequence[int]) -> ColumnElement[bool]:
    """A condition on Page: in use in a space, if that may be read."""
    return and_(Page.space_id == space.id, Page.in_use(), Page.space_id.in_(readable))


def _hidden_in(space: Space, readable: Sequence[int]) -> Sequence[int]:
    """Pages that had a title in a space and now stand where the reader may not look."""
    away = (
        select(Page.id)
        .join(PageName, PageName.page_id == Page.id)
        .where(
            PageName.space_id == space.id,
            Page.space_id != space.id,
            Page.space_id.not_in(readable),
        )
    )
    return session().scalars(away).all()


def _lost(hidden: Sequence[int]) -> ColumnElement[bool]:
    """A condition on Link: it leads to no page that the reader may know of."""
    missing = Link.target_id.is_(None)
    return or_(missing, Link.target_id.in_(hidden)) if hidden else missing


def _astray(space: Space, readable: Sequence[int]) -> Select[int, int]:
    """Page and place of the broken links of a space; each kind is found by an index of its own.

    A link is of one kind alone, so that nothing is sorted to tell which of them are the same.
    """
    target = aliased(Page)
    here = and_(Link.space_id == space.id, Link.space_id.in_(readable))
    links = select(Link.page_id, Link.place).where(here)
    part_gone = and_(Link.fragment != "", not_(_section_there().exists()))
    led = links.join(target, target.id == Link.target_id).where(not_(part_gone))
    may_read = target.space_id.in_(readable)
    found = union_all(
        links.where(Link.target_id.is_(None)),
        led.where(not_(may_read)),
        led.where(may_read, target.archived_at.is_not(None)),
        links.where(Link.target_id.is_not(None), part_gone),
    ).subquery()
    return select(found.c.page_id, found.c.place)


def _section_there() -> Select[int]:
    return (
        select(literal(1))
        .select_from(SectionAddress)
        .join(Section, Section.id == SectionAddress.section_id)
        .where(
            SectionAddress.page_id == Link.target_id,
            SectionAddress.fragment == Link.fragment,
            Section.place.is_not(None),
        )
        .correlate(Link)
    )


def _some_pages(asking: Select[str, int]) -> dict[str, list[PageHere]]:
    """A few pages for each key, the newest first."""
    each = asking.distinct().subquery()
    rank = func.row_number().over(partition_by=each.c.key, order_by=each.c.page_id.desc())
    ranked = select(each.c.key, each.c.page_id, rank.label("rank")).subquery()
    few = session().execute(
        select(ranked.c.key, ranked.c.page_id)
        .where(ranked.c.rank <= NAMED)
        .order_by(ranked.c.key, ranked.c.rank)
    )
    keyed = [(key, page_id) for key, page_id in few]
    pages = pages_here({page_id for _key, page_id in keyed})
    found: dict[str, list[PageHere]] = {}
    for key, page_id in keyed:
        found.setdefault(key, []).append(pages[page_id])
    return found
