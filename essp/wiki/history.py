"""Histories: of a page, of a person, of a space, of the whole site; as far as the actor may read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, select, tuple_, union_all
from sqlalchemy.orm import contains_eager, joinedload

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import (
    Contribution,
    HiddenRevision,
    Kind,
    Page,
    Revision,
)
from essp.wiki.queries import with_helpers

PER_PAGE = 50
MOST_WALKED = 60


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which revisions are wanted; empty fields do not filter. `before` continues a list."""

    author_id: int | None = None
    kinds: Sequence[Kind] = ()
    without_minor: bool = False
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as conditions on Revision."""
        found: list[ColumnElement[bool]] = []
        if self.author_id is not None:
            found.append(Revision.author_id == self.author_id)
        if self.kinds:
            found.append(Revision.kind.in_([kind.value for kind in self.kinds]))
        if self.without_minor:
            found.append(Revision.minor.is_(False))
        if self.words:
            found.append(Revision.summary.icontains(self.words[:100], autoescape=True))
        if self.since is not None:
            found.append(Revision.at >= self.since)
        if self.until is not None:
            found.append(Revision.at < self.until)
        return found


def page_history(
    page: Page, wanted: Filter = Filter(), *, before: int | None = None, limit: int = PER_PAGE
) -> Sequence[Revision]:
    """Revisions of a page the caller may read, newest first, below number `before`."""
    query = (
        _with_author(select(Revision))
        .options(
            with_helpers(),
            joinedload(Revision.hidden).joinedload(HiddenRevision.by),
        )
        .where(Revision.page_id == page.id, *wanted.conditions())
    )
    if before is not None:
        query = query.where(Revision.number < before)
    return session().scalars(query.order_by(Revision.number.desc()).limit(limit)).all()


def recent_changes(
    actor: Person | None,
    wanted: Filter = Filter(),
    *,
    spaces: Collection[int] | None = None,
    before: tuple[datetime, int] | None = None,
    limit: int = PER_PAGE,
) -> Sequence[Revision]:
    """What was changed lately in these spaces (ids) or everywhere, newest first, with its pages."""
    latest = _latest(actor, wanted, spaces, before, limit)
    query = (
        _with_author(_with_page(select(Revision)))
        .where(Revision.id.in_(latest), readable_by(actor))
        .order_by(Revision.at.desc(), Revision.id.desc())
        .limit(limit)
    )
    return session().scalars(query).unique().all()


def _latest(
    actor: Person | None,
    wanted: Filter,
    spaces: Collection[int] | None,
    before: tuple[datetime, int] | None,
    limit: int,
) -> Select[int]:
    """The ids of the latest revisions, walked along the index of their times.

    Sorting all revisions of the spaces instead would cost more the longer the site lives: so each
    named space gives its own latest ones, or the latest of all are looked through.
    """

    # The changes of a template are told on its page. Each revision asks its own page: a list of the
    # templates would be made anew for each space, from all pages.
    of_template = select(Page.id).where(Page.id == Revision.page_id, Page.template.is_(True))
    ordinary = ~of_template.exists()

    def latest(where: ColumnElement[bool]) -> Select[int]:
        query = select(Revision.id).where(where, *wanted.conditions(), ordinary)
        if before is not None:
            query = query.where(tuple_(Revision.at, Revision.id) < before)
        return query.order_by(Revision.at.desc(), Revision.id.desc()).limit(limit)

    if spaces is not None and len(spaces) <= MOST_WALKED:
        each = [select(latest(Revision.space_id == one).subquery()) for one in spaces]
        return (
            select(union_all(*each).subquery().c.id) if each else select(Revision.id).where(false())
        )
    # What is done in a space for practice is told there alone.
    readable = select(Space.id).where(readable_by(actor), Space.practice.is_(False))
    # The sum keeps the database from going space by space, which it would have to sort.
    here = (Revision.space_id + 0).in_(readable)
    return latest(here if spaces is None else and_(here, (Revision.space_id + 0).in_(spaces)))


def contributions(
    actor: Person | None,
    person: Person,
    *,
    before: tuple[datetime, int] | None = None,
    limit: int = PER_PAGE,
) -> Sequence[Revision]:
    """A person's revisions on pages the actor may read, newest first."""
    return recent_changes(actor, Filter(author_id=person.id), before=before, limit=limit)


def standing_words(
    actor: Person | None, person: Person, limit: int = 10
) -> Sequence[tuple[Page, int, int, int]]:
    """Pages on which most of the person's words stand: page, words, all words, rank."""
    rows = session().execute(
        select(Page, Contribution.words, Page.words, Contribution.rank)
        .join(Contribution, Contribution.page_id == Page.id)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(Contribution.person_id == person.id, Page.in_use(), readable_by(actor))
        .where(Space.practice.is_(False))
        .order_by(Contribution.words.desc(), Page.id)
        .limit(limit)
    )
    return [(page, words, total, rank) for page, words, total, rank in rows]


def authors_in_history(page: Page) -> Sequence[Person]:
    """Everyone who has a revision of a page the caller may read, by name."""
    return (
        session()
        .scalars(
            select(Person)
            .where(Person.id.in_(select(Revision.author_id).where(Revision.page_id == page.id)))
            .order_by(Person.name_key)
        )
        .all()
    )


def _with_author(query: Select[Revision]) -> Select[Revision]:
    return query.join(Revision.author).options(contains_eager(Revision.author))


def _with_page(query: Select[Revision]) -> Select[Revision]:
    return (
        query.join(Revision.page)
        .join(Page.space)
        .options(contains_eager(Revision.page).contains_eager(Page.space))
    )
