"""What the reading page asks of a page that was found: its HTML, who wrote it, the tree around it.

The statements are built once: building them costs more than running them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Page, Rendering
from essp.wiki.queries import PLACE, Place

NAMED = 6


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
    return ranked(found, int(rows[0].total), int(rows[0].people))


def ranked(found: Sequence[tuple[Person, int, int]], total: int, people: int) -> Authors:
    """Authors from people with their words and ranks, of so many words and people in all."""
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
            .where(Page.space_id == space.id, Page.in_use())
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
            or_(Page.in_use(), Page.id.in_(line)),
            readable_by_person(bindparam("reader")),
        )
        .order_by(Page.position, Page.id)
    )
