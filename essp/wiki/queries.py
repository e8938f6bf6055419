"""Pages as an actor may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.models import Space, SpaceAddress
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Link, Page, PageAddress, Rendering, Revision


def find_page(actor: Person | None, uid: str) -> Page:
    """The page with its space; NotFound also when the actor may not know of it."""
    found = session().scalar(
        select(Page)
        .join(Page.space)
        .join(Page.updated_by)
        .options(contains_eager(Page.space), contains_eager(Page.updated_by))
        .where(Page.uid == uid, readable_by(actor))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Located:
    """A page found by an address; its rendering comes along if there is one."""

    page: Page
    rendering: Rendering | None


def locate_page(actor: Person | None, space_slug: str, page_slug: str) -> Located:
    """The page at an address it has or had, in a space at an address it has or had.

    One query. Raises NotFound also when the actor may not know of it.
    """
    row = (
        session()
        .execute(
            select(Page, Rendering)
            .join(PageAddress, PageAddress.page_id == Page.id)
            .join(SpaceAddress, SpaceAddress.space_id == PageAddress.space_id)
            .join(Page.space)
            .join(Page.updated_by)
            .outerjoin(
                Rendering,
                and_(Rendering.page_id == Page.id, Rendering.number == Page.revision_number),
            )
            .options(contains_eager(Page.space), contains_eager(Page.updated_by))
            .where(
                SpaceAddress.slug == space_slug, PageAddress.slug == page_slug, readable_by(actor)
            )
        )
        .first()
    )
    if row is None:
        raise NotFound
    return Located(row[0], row[1])


@dataclass(frozen=True)
class Author:
    """A person's share of a page's present words. Rank 1 wrote most."""

    person: Person
    words: int
    rank: int
    share: float


@dataclass(frozen=True)
class Authors:
    """The first authors of a page by name, and how many more with how many words together."""

    named: Sequence[Author]
    others: int
    others_share: float
    words: int


def authors_of(page: Page, limit: int = 6) -> Authors:
    """Who wrote the present words of a page the caller may read: one query."""
    rows = (
        session()
        .execute(
            select(
                Contribution,
                func.sum(Contribution.words).over().label("total"),
                func.count().over().label("people"),
            )
            .join(Contribution.person)
            .options(contains_eager(Contribution.person))
            .where(Contribution.page_id == page.id)
            .order_by(Contribution.rank)
            .limit(limit)
        )
        .all()
    )
    if not rows:
        return Authors([], 0, 0.0, 0)
    total = int(rows[0].total) or 1
    named = [
        Author(each.person, each.words, each.rank, each.words / total) for each, _t, _p in rows
    ]
    others = int(rows[0].people) - len(named)
    return Authors(
        named, others, max(1 - sum(a.share for a in named), 0.0) if others else 0.0, total
    )


@dataclass(frozen=True)
class Place:
    """A page as a point of the tree or the target of a link."""

    id: int
    uid: str
    title: str
    slug: str
    space_id: int
    space_slug: str
    parent_id: int | None
    position: int
    children: int
    archived: bool

    @property
    def path(self) -> str:
        """Its address."""
        return f"/s/{self.space_slug}/{self.slug}"


_child = aliased(Page)
_PLACE = (
    Page.id,
    Page.uid,
    Page.title,
    Page.slug,
    Page.space_id,
    Space.slug.label("space_slug"),
    Page.parent_id,
    Page.position,
    select(func.count())
    .select_from(_child)
    .where(_child.parent_id == Page.id, _child.archived_at.is_(None))
    .correlate(Page)
    .scalar_subquery()
    .label("children"),
    Page.archived_at.is_not(None).label("archived"),
)


@dataclass(frozen=True)
class Surroundings:
    """The pages around one: those of the tree near it, and the targets of its links by number."""

    tree: Sequence[Place]
    linked: Mapping[int, Place]


def surroundings(actor: Person | None, page: Page) -> Surroundings:
    """The page's ancestors, their and its siblings, its children, and all it links to: one query.

    Only what the actor may read is there.
    """
    line = [int(part) for part in page.lineage.split("/") if part]
    near = and_(
        Page.space_id == page.space_id,
        or_(Page.parent_id.is_(None), Page.parent_id.in_(line)),
        or_(Page.archived_at.is_(None), Page.id.in_(line)),
    )
    rows = (
        session()
        .execute(
            select(Link.place.label("link"), near.label("near"), *_PLACE)
            .join(Page.space)
            .outerjoin(Link, and_(Link.target_id == Page.id, Link.page_id == page.id))
            .where(or_(near, Link.place.is_not(None)), readable_by(actor))
            .order_by(Page.position, Page.id)
        )
        .all()
    )
    found = [(link, is_near, Place(*rest)) for link, is_near, *rest in rows]
    tree = {place.id: place for _link, is_near, place in found if is_near}
    linked = {link: place for link, _near, place in found if link is not None}
    return Surroundings(list(tree.values()), linked)


def places(actor: Person | None, ids: Sequence[int]) -> dict[int, Place]:
    """Those of these pages that the actor may read, by id."""
    rows = session().execute(
        select(*_PLACE).join(Page.space).where(Page.id.in_(ids), readable_by(actor))
    )
    return {row.id: Place(*row) for row in rows}


def children_of(actor: Person | None, space: Space, parent_id: int | None) -> Sequence[Place]:
    """The pages right below one, or at the top of a space, in their order."""
    below = Page.parent_id.is_(None) if parent_id is None else Page.parent_id == parent_id
    rows = session().execute(
        select(*_PLACE)
        .join(Page.space)
        .where(Page.space_id == space.id, below, Page.archived_at.is_(None), readable_by(actor))
        .order_by(Page.position, Page.id)
    )
    return [Place(*row) for row in rows]


def links_of(page: Page) -> Sequence[Link]:
    """The wiki links of the page's present text, in their order."""
    return session().scalars(select(Link).where(Link.page_id == page.id).order_by(Link.place)).all()


def find_revision(page: Page, number: int) -> Revision:
    """A revision of a page the caller may read, with its author. Raises NotFound."""
    found = session().scalar(
        select(Revision)
        .options(joinedload(Revision.author))
        .where(Revision.page_id == page.id, Revision.number == number)
    )
    if found is None:
        raise NotFound
    return found


def archived_pages(actor: Person | None, space: Space) -> Sequence[Page]:
    """The archived pages of a space, the last archived first."""
    return (
        session()
        .scalars(
            select(Page)
            .join(Page.space)
            .where(Page.space_id == space.id, Page.archived_at.is_not(None), readable_by(actor))
            .order_by(Page.archived_at.desc())
            .limit(500)
        )
        .all()
    )


def pages_in(actor: Person | None, space: Space | None = None) -> Sequence[Page]:
    """Pages in use that the actor may read, of one space or of all, by title."""
    here = Page.space_id == space.id if space is not None else ~false()
    return (
        session()
        .scalars(
            select(Page)
            .join(Page.space)
            .options(contains_eager(Page.space))
            .where(here, Page.archived_at.is_(None), readable_by(actor))
            .order_by(Page.title_key)
        )
        .all()
    )
