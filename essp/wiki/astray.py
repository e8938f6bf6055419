"""Where the links of a space lead nowhere, which of its pages nobody links to, where it leaves the site.

Each list holds what this reader may know. A title of a page that they may not read is wanted like any
other that has no page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, or_, select, union
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.link_models import Section, SectionAddress, WebLink
from essp.wiki.linked import (
    HERE,
    PER_PAGE,
    WIDTH,
    Outgoing,
    PageHere,
    Part,
    in_use,
    links_with_targets,
    outgoing_of,
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
    pages = func.count(Link.page_id.distinct())
    asked = and_(Link.wanted_space_id == space.id, _lost(actor), in_use(actor))
    rows = (
        session()
        .execute(
            select(
                Link.wanted_key,
                func.min(Link.title).label("title"),
                pages.label("times"),
                func.count().over().label("total"),
            )
            .join(Page, Page.id == Link.page_id)
            .where(asked)
            .group_by(Link.wanted_key)
            .order_by(pages.desc(), Link.wanted_key)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )
    keys = [row.wanted_key for row in rows]
    named = _some_pages(
        select(Link.wanted_key.label("key"), Link.page_id)
        .join(Page, Page.id == Link.page_id)
        .where(asked, Link.wanted_key.in_(keys))
    )
    items = [Wanted(row.title, row.times, named.get(row.wanted_key, ())) for row in rows]
    return Part(items, total_of(rows))


def broken(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[Broken]:
    """Links on the pages of a space that lead to no page, to an archived one or to no section."""
    here = and_(Page.space_id == space.id, in_use(actor))
    astray = _astray(actor, here).subquery()
    rows = (
        session()
        .execute(
            links_with_targets(actor)
            .add_columns(*HERE, func.count().over().label("total"))
            .join(astray, and_(astray.c.page_id == Link.page_id, astray.c.place == Link.place))
            .join(Page, Page.id == Link.page_id)
            .join(Space, Space.id == Page.space_id)
            .order_by(Page.title, Page.id, Link.place)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )
    items = [Broken(PageHere(*row[-WIDTH - 1 : -1]), outgoing_of(row)) for row in rows]
    return Part(items, total_of(rows))


def orphans(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[Orphan]:
    """Pages in use of a space that no other page in use links to, by title."""
    above, source = aliased(Page), aliased(Page)
    linked = (
        select(literal(1))
        .select_from(Link)
        .join(source, source.id == Link.page_id)
        .where(
            Link.target_id == Page.id,
            Link.page_id != Page.id,
            source.archived_at.is_(None),
            source.space_id.in_(readable_ids(actor)),
        )
        .correlate(Page)
        .exists()
    )
    rows: Sequence[Any] = (
        session()
        .execute(
            select(*HERE, above.title.label("above"), func.count().over().label("total"))
            .join(Space, Space.id == Page.space_id)
            .outerjoin(above, above.id == Page.parent_id)
            .where(Page.space_id == space.id, in_use(actor), not_(linked))
            .order_by(Page.title, Page.id)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )
    items = [Orphan(PageHere(*row[:WIDTH]), row.above) for row in rows]
    return Part(items, total_of(rows))


def web_addresses(
    actor: Person | None, space: Space, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[WebAddress]:
    """The addresses on the web that pages in use of a space link to, by site."""
    here = and_(Page.space_id == space.id, in_use(actor))
    rows = (
        session()
        .execute(
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
        .all()
    )
    named = _some_pages(
        select(WebLink.url.label("key"), WebLink.page_id)
        .join(Page, Page.id == WebLink.page_id)
        .where(here, WebLink.url.in_([row.url for row in rows]))
    )
    items = [WebAddress(r.url, r.host, r.times, named.get(r.url, ())) for r in rows]
    return Part(items, total_of(rows))


def _lost(actor: Person | None) -> ColumnElement[bool]:
    """A condition on Link: it leads to no page that the actor may know of."""
    hidden = aliased(Page)
    unreadable = select(hidden.id).where(hidden.space_id.not_in(readable_ids(actor)))
    return or_(Link.target_id.is_(None), Link.target_id.in_(unreadable))


def _astray(actor: Person | None, here: ColumnElement[bool]) -> Select[int, int]:
    """Page and place of the links on these pages that are broken, each kind by its own index."""
    links = select(Link.page_id, Link.place).join(Page, Page.id == Link.page_id).where(here)
    archived = aliased(Page)
    found = union(
        links.where(Link.target_id.is_(None)),
        links.where(_lost(actor)),
        links.where(
            Link.target_id.in_(select(archived.id).where(archived.archived_at.is_not(None)))
        ),
        links.where(
            Link.fragment != "",
            not_(
                select(literal(1))
                .select_from(SectionAddress)
                .join(Section, Section.id == SectionAddress.section_id)
                .where(
                    SectionAddress.page_id == Link.target_id,
                    SectionAddress.fragment == Link.fragment,
                    Section.place.is_not(None),
                )
                .correlate(Link)
                .exists()
            ),
        ),
    ).subquery()
    return select(found.c.page_id, found.c.place)


def _some_pages(asking: Select[str, int]) -> dict[str, list[PageHere]]:
    """A few pages for each key, those that were changed last."""
    each = asking.distinct().subquery()
    rank = func.row_number().over(
        partition_by=each.c.key, order_by=(Page.updated_at.desc(), Page.id)
    )
    ranked = select(each.c.key, each.c.page_id, rank.label("rank")).join(
        Page, Page.id == each.c.page_id
    )
    few = ranked.subquery()
    found: dict[str, list[PageHere]] = {}
    named: Select[Any] = (
        select(few.c.key, *HERE)
        .join(Page, Page.id == few.c.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(few.c.rank <= NAMED)
        .order_by(few.c.key, few.c.rank)
    )
    for row in session().execute(named):
        key, *page = row
        found.setdefault(key, []).append(PageHere(*page))
    return found
