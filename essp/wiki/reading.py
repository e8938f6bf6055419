"""What the reading page asks: where a page is, who wrote it, what stands around it. One query each.

The statements are built once: building them costs more than running them.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.json import Json
from essp.people.models import Person
from essp.spaces.models import Space, SpaceAddress
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Link, Page, PageAddress, Rendering
from essp.wiki.queries import PLACE, Place

NAMED = 6


class Editor(NamedTuple):
    """Who changed a page last, as far as its screen names them."""

    handle: str
    name: str


@dataclass(frozen=True)
class Located:
    """A page found by an address, with all that its screen shows besides its own text and tree.

    `stamp` is its space's; `written` holds its first authors as they are named now and `linked`
    where its links lead this reader, both as JSON.
    """

    page: Page
    editor: Editor
    stamp: int
    written: str
    linked: str

    @property
    def state(self) -> tuple[Hashable, ...]:
        """Another one whenever the screen may show anything else, and then never this one again.

        Every change of the page makes a revision. What else concerns it is a value of its own or
        counted by its space, so that nothing has to say which screens it changes, and a right that
        ends takes what it showed with it at once.
        """
        revision = self.page.revision_number
        return *self.around, revision, self.editor, self.written, self.linked

    @property
    def around(self) -> tuple[Hashable, ...]:
        """The same for the tree beside the page."""
        return self.page.id, self.page.space_id, self.stamp

    @property
    def authors(self) -> Authors:
        """Who wrote the present words."""
        total, others, named = json.loads(self.written)
        return _authors([(_person(*who), *rest) for *rest, who in named], total or 0, others)

    @property
    def links(self) -> dict[int, tuple[str, str]]:
        """Where its links lead, by number: address and title of what this reader may read."""
        return {
            number: (f"/s/{space}/{slug}", title)
            for number, space, slug, title in json.loads(self.linked)
        }


def locate_page(actor: Person, space_slug: str, page_slug: str) -> Located:
    """The page at an address it has or had, in a space at an address it has or had.

    Raises NotFound also when the actor may not know of it.
    """
    where = {"space": space_slug, "slug": page_slug, "reader": actor.id}
    row = session().execute(_locating(session().get_bind().dialect.name), where).first()
    if row is None:
        raise NotFound
    page, handle, name, stamp, written, linked = row
    return Located(page, Editor(handle, name), stamp, written, linked)


@cache
def _locating(dialect: str) -> Select[Page, str, str, int, str, str]:
    json_of = Json(dialect)
    written, linked = _written(json_of), _linked(json_of)
    return (
        select(Page, Person.handle, Person.name, Space.stamp, written, linked)
        .join(PageAddress, PageAddress.page_id == Page.id)
        .join(SpaceAddress, SpaceAddress.space_id == PageAddress.space_id)
        .join(Page.space)
        .join(Page.updated_by)
        .options(contains_eager(Page.space))
        .where(
            SpaceAddress.slug == bindparam("space"),
            PageAddress.slug == bindparam("slug"),
            readable_by_person(bindparam("reader")),
        )
    )


def _written(json_of: Json) -> ColumnElement[str]:
    """`[words, people, [[words, rank, [handle, name, picture, job title]], ...]]` of a page."""
    one = aliased(Contribution)
    who = aliased(Person)
    names = json_of.array(who.handle, who.name, who.picture, who.job_title)
    named = (
        select(json_of.list(json_of.array(one.words, one.rank, names)))
        .join(who, who.id == one.person_id)
        .where(one.page_id == Page.id, one.rank <= NAMED)
        .correlate(Page)
        .scalar_subquery()
    )
    every = aliased(Contribution)
    return (
        select(json_of.text(json_of.array(func.sum(every.words), func.count(), named)))
        .where(every.page_id == Page.id)
        .correlate(Page)
        .scalar_subquery()
    )


def _linked(json_of: Json) -> ColumnElement[str]:
    """`[[number, space, slug, title], ...]` of a page: its links that lead where the reader may go."""
    target = aliased(Page)
    found = json_of.array(Link.place, Space.slug, target.slug, target.title)
    return (
        select(json_of.text(json_of.list(found)))
        .select_from(Link)
        .join(target, target.id == Link.target_id)
        .join(Space, Space.id == target.space_id)
        .where(Link.page_id == Page.id, readable_by_person(bindparam("reader")))
        .correlate(Page)
        .scalar_subquery()
    )


def _person(handle: str, name: str, picture: str | None, job_title: str) -> Person:
    """A person as far as a page names them; not one to be changed."""
    return Person(handle=handle, name=name, picture=picture, job_title=job_title)


def rendering_of(page: Page) -> Rendering | None:
    """The HTML of the page's present text, if it was made."""
    return session().scalar(_rendered(), {"page": page.id, "number": page.revision_number})


@cache
def _rendered() -> Select[Rendering]:
    return select(Rendering).where(
        Rendering.page_id == bindparam("page"), Rendering.number == bindparam("number")
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


def authors_of(page: Page, limit: int = NAMED) -> Authors:
    """Who wrote the present words of a page the caller may read."""
    rows = session().execute(_authoring(), {"page": page.id, "limit": limit}).all()
    if not rows:
        return Authors([], 0, 0.0, 0)
    found = [(one.person, one.words, one.rank) for one, _total, _people in rows]
    return _authors(found, int(rows[0].total), int(rows[0].people))


def _authors(found: Sequence[tuple[Person, int, int]], total: int, people: int) -> Authors:
    total = total or 1
    named = [
        Author(person, words, rank, words / total)
        for person, words, rank in sorted(found, key=lambda each: each[2])
    ]
    others = people - len(named)
    rest = max(1 - sum(author.share for author in named), 0.0) if others else 0.0
    return Authors(named, others, rest, total if named else 0)


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


def tree_near(actor: Person, page: Page) -> Sequence[Place]:
    """The tree around a page: its ancestors, their and its siblings, and its children."""
    line = [int(part) for part in page.lineage.split("/") if part]
    where = {"space": page.space_id, "line": line, "reader": actor.id}
    return [Place(*row) for row in session().execute(_near(), where)]


@cache
def _near() -> Select[Any]:
    line: BindParameter[Any] = bindparam("line", expanding=True)
    return (
        select(*PLACE)
        .join(Page.space)
        .where(
            Page.space_id == bindparam("space"),
            or_(Page.parent_id.is_(None), Page.parent_id.in_(line)),
            or_(Page.archived_at.is_(None), Page.id.in_(line)),
            readable_by_person(bindparam("reader")),
        )
        .order_by(Page.position, Page.id)
    )
