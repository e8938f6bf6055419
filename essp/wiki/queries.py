"""Pages as an actor may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, Select, bindparam, false, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by, readable_by_person
from essp.wiki.models import HiddenRevision, Page, Revision, RevisionCredit


def find_page(actor: Person | None, uid: str) -> Page:
    """The page with its space; NotFound also when the actor may not know of it."""
    if actor is None:
        raise NotFound
    found = session().scalar(_page_of_reader(), {"uid": uid, "reader": actor.id})
    if found is None:
        raise NotFound
    return found


# Asked by nearly every screen of a page, so built once.
@cache
def _page_of_reader() -> Select[Page]:
    return (
        select(Page)
        .join(Page.space)
        .join(Page.updated_by)
        .options(contains_eager(Page.space), contains_eager(Page.updated_by))
        .where(Page.uid == bindparam("uid"), readable_by_person(bindparam("reader", type_=Integer)))
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
PLACE = (
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
    .where(
        # A child stands in its parent's space; saying so lets the index of the tree be used.
        _child.space_id == Page.space_id,
        _child.parent_id == Page.id,
        _child.archived_at.is_(None),
        _child.template.is_(False),
    )
    .correlate(Page)
    .scalar_subquery()
    .label("children"),
    Page.archived_at.is_not(None).label("archived"),
)


def places(actor: Person | None, ids: Sequence[int]) -> dict[int, Place]:
    """Those of these pages that the actor may read, by id."""
    rows = session().execute(
        select(*PLACE).join(Page.space).where(Page.id.in_(ids), readable_by(actor))
    )
    return {row.id: Place(*row) for row in rows}


def tree_of_pages(actor: Person | None, space: Space, limit: int = 400) -> Sequence[Place]:
    """The pages of a space from the top of the tree down, at most `limit`, in their order."""
    depth = func.length(Page.lineage) - func.length(func.replace(Page.lineage, "/", ""))
    rows = session().execute(
        select(*PLACE)
        .join(Page.space)
        .where(Page.space_id == space.id, Page.in_use(), readable_by(actor))
        .order_by(depth, Page.position, Page.id)
        .limit(limit)
    )
    return [Place(*row) for row in rows]


def with_helpers() -> ORMOption:
    """Load who else worked on revisions with them."""
    return selectinload(Revision.credits).joinedload(RevisionCredit.person)


def find_revision(page: Page, number: int) -> Revision:
    """A revision of a page the caller may read, with its author. Raises NotFound."""
    found = session().scalar(
        select(Revision)
        .options(
            joinedload(Revision.author),
            joinedload(Revision.hidden).joinedload(HiddenRevision.by),
            with_helpers(),
        )
        .where(Revision.page_id == page.id, Revision.number == number)
    )
    if found is None:
        raise NotFound
    return found


def authors_between(page: Page, after: int, until: int) -> Sequence[Person]:
    """Whoever saved the page after one revision and until another."""
    wrote = select(Revision.author_id).where(
        Revision.page_id == page.id, Revision.number > after, Revision.number <= until
    )
    return session().scalars(select(Person).where(Person.id.in_(wrote))).all()


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
            .where(here, Page.in_use(), readable_by(actor))
            .order_by(Page.title_key)
        )
        .all()
    )


def page_count(space: Space) -> int:
    """How many pages of a space, which the caller may read, are in use."""
    count = select(func.count()).where(Page.space_id == space.id, Page.in_use())
    return session().scalar(count) or 0
