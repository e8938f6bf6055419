"""What the reading page asks: where a page is, who wrote it, what stands around it. One query each.

The statements are built once: building them costs more than running them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.events import present_state
from essp.people.models import Person
from essp.spaces.models import Access, Membership, Space, SpaceAddress
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Link, Page, PageAddress, Rendering
from essp.wiki.queries import PLACE, Place


class Editor(NamedTuple):
    """Who changed a page last, as far as its screen names them."""

    handle: str
    name: str


@dataclass(frozen=True)
class Located:
    """A page found by an address, with its last editor, and its rendering if there is one.

    `state` differs whenever anything that can be read may differ; `private` tells whether the reader
    belongs to spaces that others may not read.
    """

    page: Page
    editor: Editor
    rendering: Rendering | None
    state: str
    private: bool


def locate_page(actor: Person, space_slug: str, page_slug: str) -> Located:
    """The page at an address it has or had, in a space at an address it has or had.

    Raises NotFound also when the actor may not know of it.
    """
    where = {"space": space_slug, "slug": page_slug, "reader": actor.id}
    row = session().execute(_locating(session().get_bind().dialect.name), where).first()
    if row is None:
        raise NotFound
    page, handle, name, rendering, state, private = row
    return Located(page, Editor(handle, name), rendering, state, bool(private))


@cache
def _locating(dialect: str) -> Select[Page, str, str, Rendering, str, bool]:
    other = aliased(Space)
    private = (
        select(Membership.space_id)
        .join(other, other.id == Membership.space_id)
        .where(Membership.person_id == bindparam("reader"), other.access != Access.OPEN.value)
        .exists()
    )
    return (
        select(Page, Person.handle, Person.name, Rendering, present_state(dialect), private)
        .join(PageAddress, PageAddress.page_id == Page.id)
        .join(SpaceAddress, SpaceAddress.space_id == PageAddress.space_id)
        .join(Page.space)
        .join(Page.updated_by)
        .outerjoin(
            Rendering,
            and_(Rendering.page_id == Page.id, Rendering.number == Page.revision_number),
        )
        .options(contains_eager(Page.space))
        .where(
            SpaceAddress.slug == bindparam("space"),
            PageAddress.slug == bindparam("slug"),
            readable_by_person(bindparam("reader")),
        )
    )


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
    """Who wrote the present words of a page the caller may read."""
    rows = session().execute(_authoring(), {"page": page.id, "limit": limit}).all()
    if not rows:
        return Authors([], 0, 0.0, 0)
    total = int(rows[0].total) or 1
    named = [Author(one.person, one.words, one.rank, one.words / total) for one, _t, _p in rows]
    others = int(rows[0].people) - len(named)
    rest = max(1 - sum(author.share for author in named), 0.0) if others else 0.0
    return Authors(named, others, rest, total)


@cache
def _authoring() -> Select[Contribution, int, int]:
    return (
        select(
            Contribution,
            func.sum(Contribution.words).over().label("total"),
            func.count().over().label("people"),
        )
        .join(Contribution.person)
        .options(contains_eager(Contribution.person))
        .where(Contribution.page_id == bindparam("page"))
        .order_by(Contribution.rank)
        .limit(bindparam("limit", type_=Integer))
    )


def authors_in_space(space: Space, limit: int = 4) -> Authors:
    """Whose words stand on the pages in use of a space, which the caller may read."""
    words = func.sum(Contribution.words).label("words")
    rows = (
        session()
        .execute(
            select(
                Person,
                words,
                func.sum(func.sum(Contribution.words)).over(),
                func.count().over(),
            )
            .join(Contribution, Contribution.person_id == Person.id)
            .join(Page, Page.id == Contribution.page_id)
            .where(Page.space_id == space.id, Page.archived_at.is_(None))
            .group_by(Person.id)
            .order_by(words.desc(), Person.id)
            .limit(limit)
        )
        .all()
    )
    if not rows:
        return Authors([], 0, 0.0, 0)
    total, people = int(rows[0][2]) or 1, int(rows[0][3])
    named = [
        Author(person, int(count), rank, int(count) / total)
        for rank, (person, count, _total, _people) in enumerate(rows, start=1)
    ]
    rest = max(1 - sum(author.share for author in named), 0.0)
    others = people - len(named)
    return Authors(named, others, rest if others else 0.0, total)


@dataclass(frozen=True)
class Surroundings:
    """The pages around one: those of the tree near it, and the targets of its links by number."""

    tree: Sequence[Place]
    linked: Mapping[int, Place]


def surroundings(actor: Person, page: Page) -> Surroundings:
    """The page's ancestors, their and its siblings, its children, and all it links to.

    Only what the actor may read is there.
    """
    line = [int(part) for part in page.lineage.split("/") if part]
    where = {"page": page.id, "space": page.space_id, "line": line, "reader": actor.id}
    rows = session().execute(_surrounding(), where).all()
    found = [(link, is_near, Place(*rest)) for link, is_near, *rest in rows]
    tree = {place.id: place for _link, is_near, place in found if is_near}
    linked = {link: place for link, _near, place in found if link is not None}
    return Surroundings(list(tree.values()), linked)


@cache
def _surrounding() -> Select[Any, *tuple[Any, ...]]:
    line: BindParameter[Any] = bindparam("line", expanding=True)
    near = and_(
        Page.space_id == bindparam("space"),
        or_(Page.parent_id.is_(None), Page.parent_id.in_(line)),
        or_(Page.archived_at.is_(None), Page.id.in_(line)),
    )
    linked = select(Link.target_id).where(Link.page_id == bindparam("page"))
    # Two small sets by their own indexes; a condition joined by "or" would read every page there is.
    around = select(Page.id).where(near).union(linked.where(Link.target_id.is_not(None)))
    return (
        select(Link.place.label("link"), near.label("near"), *PLACE)
        .join(Page.space)
        .outerjoin(Link, and_(Link.target_id == Page.id, Link.page_id == bindparam("page")))
        .where(Page.id.in_(around), readable_by_person(bindparam("reader")))
        .order_by(Page.position, Page.id)
    )
