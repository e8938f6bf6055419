"""What links to a page and what a page links to, as far as the reader may know.

A page that the reader may not read counts as one that does not exist, and what stands on it is not
counted at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.link_models import Section, SectionAddress, WebLink
from essp.wiki.models import Link, Page

PER_PAGE = 50
T = TypeVar("T")


class Fault(Enum):
    """Why a link does not lead where it says."""

    NONE = 0
    MISSING = 1
    ARCHIVED = 2
    NO_SECTION = 3


class PageHere(NamedTuple):
    """A page in a list: its title, its space, its address."""

    id: int
    uid: str
    title: str
    slug: str
    space_slug: str
    space_name: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/s/{self.space_slug}/{self.slug}"


@dataclass(frozen=True)
class Part(Generic[T]):
    """A part of a long list, and how much there is of it in all."""

    items: Sequence[T]
    total: int


@dataclass(frozen=True)
class Backlink:
    """A page that links to another, how often, and whether it shows it as part of itself."""

    page: PageHere
    times: int
    includes: bool


@dataclass(frozen=True)
class Outgoing:
    """A link as written, the page it leads to if the reader may know of it, and what is wrong.

    `fragment` is that of the section today.
    """

    title: str
    section: str
    included: bool
    space_slug: str | None
    page: PageHere | None
    fragment: str
    fault: Fault


HERE = (Page.id, Page.uid, Page.title, Page.slug, Space.slug, Space.name)
WIDTH = len(HERE)
target, target_space, wanted_space = aliased(Page), aliased(Space), aliased(Space)
FAULT: ColumnElement[int] = case(
    (target.id.is_(None), Fault.MISSING.value),
    (target.archived_at.is_not(None), Fault.ARCHIVED.value),
    (and_(Link.fragment != "", Section.id.is_(None)), Fault.NO_SECTION.value),
    else_=Fault.NONE.value,
)


def backlinks(
    actor: Person | None, page: Page, *, limit: int = PER_PAGE, offset: int = 0
) -> Part[Backlink]:
    """The pages in use that link to a page the caller may read, by title."""
    return _linking(actor, Link.target_id == page.id, Link.page_id != page.id, limit, offset)


def linked_into(actor: Person | None, page: Page, limit: int = 8) -> Part[Backlink]:
    """The pages that link to a page or to one below it, and are not among these themselves."""
    inside = select(Page.id).where(
        Page.space_id == page.space_id, Page.lineage.startswith(page.lineage, autoescape=True)
    )
    ids = list(session().scalars(inside))
    return _linking(actor, Link.target_id.in_(ids), Link.page_id.not_in(ids), limit, 0)


def outgoing(actor: Person | None, page: Page) -> Sequence[Outgoing]:
    """The wiki links of a page the caller may read, each once, in the order of the text."""
    found: dict[tuple[object, ...], Outgoing] = {}
    for row in session().execute(
        links_with_targets(actor).where(Link.page_id == page.id).order_by(Link.place)
    ):
        one = outgoing_of(row)
        found.setdefault((one.page or one.title, one.section, one.included), one)
    return list(found.values())


def web_links(page: Page) -> Sequence[str]:
    """The addresses on the web that a page the caller may read links to, in order."""
    addresses = select(WebLink.url).where(WebLink.page_id == page.id).order_by(WebLink.place)
    return session().scalars(addresses).all()


def links_with_targets(actor: Person | None) -> Select[Any]:
    """Links with the page and the section they lead this reader to; see `outgoing_of`."""
    columns: Any = select(
        target.id,
        target.uid,
        target.title,
        target.slug,
        target_space.slug,
        target_space.name,
        Link.title.label("written"),
        Link.section,
        Link.included,
        Link.fragment,
        Section.fragment.label("today"),
        wanted_space.slug.label("asked"),
        FAULT.label("fault"),
    )
    found: Select[Any] = (
        columns.select_from(Link)
        .outerjoin(
            target, and_(target.id == Link.target_id, target.space_id.in_(readable_ids(actor)))
        )
        .outerjoin(target_space, target_space.id == target.space_id)
        .outerjoin(wanted_space, wanted_space.id == Link.wanted_space_id)
        .outerjoin(
            SectionAddress,
            and_(SectionAddress.page_id == target.id, SectionAddress.fragment == Link.fragment),
        )
        .outerjoin(
            Section, and_(Section.id == SectionAddress.section_id, Section.place.is_not(None))
        )
    )
    return found


def outgoing_of(row: Row[Any]) -> Outgoing:
    """One row of `links_with_targets`."""
    page = PageHere(*row[:WIDTH]) if row[0] is not None else None
    fault = Fault(row.fault)
    return Outgoing(
        row.written, row.section, bool(row.included), row.asked, page, row.today or "", fault
    )


def readable_ids(actor: Person | None) -> Sequence[int]:
    """The ids of the spaces that the actor may read: in a question they cost less than the rule."""
    return session().scalars(select(Space.id).where(readable_by(actor))).all()


def total_of(rows: Sequence[Any]) -> int:
    """How long the whole list is, told by each of its rows."""
    return int(rows[0].total) if rows else 0


def _linking(
    actor: Person | None, to: ColumnElement[bool], elsewhere: ColumnElement[bool],
    limit: int, offset: int,
) -> Part[Backlink]:  # fmt: skip
    links = (
        select(
            Link.page_id,
            func.count().label("times"),
            func.max(case((Link.included, 1), else_=0)).label("includes"),
        )
        .where(to, elsewhere, Link.space_id.in_(readable_ids(actor)))
        .group_by(Link.page_id)
        .subquery()
    )
    listed: Select[Any] = (
        select(Page.id, links.c.times, links.c.includes, func.count().over().label("total"))
        .join(links, links.c.page_id == Page.id)
        .order_by(Page.title, Page.id)
        .limit(limit)
        .offset(offset)
    )
    rows = session().execute(listed).all()
    pages = pages_here([row.id for row in rows])
    items = [Backlink(pages[row.id], row.times, bool(row.includes)) for row in rows]
    return Part(items, total_of(rows))


def pages_here(ids: Collection[int]) -> dict[int, PageHere]:
    """Pages that the caller knows the reader may read, as lists show them."""
    rows: Any = select(*HERE).join(Space, Space.id == Page.space_id).where(Page.id.in_(ids))
    return {row[0]: PageHere(*row) for row in session().execute(rows)}
