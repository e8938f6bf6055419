"""Where a page is, and in the same question whether the screen that was drawn of it still holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    StatementLambdaElement,
    String,
    bindparam,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.orm import aliased, contains_eager

from essp.core import clock
from essp.core.db import prepared, session
from essp.core.decision import NotFound
from essp.core.events import present_state
from essp.core.json import Json
from essp.people.models import Person
from essp.spaces.models import Space, SpaceAddress
from essp.spaces.policy import readable_by_person
from essp.topics.models import Topic
from essp.wiki import shown_guards
from essp.wiki.guards import Guards, Shown
from essp.wiki.models import Contribution, Link, Page, PageAddress
from essp.wiki.reading import NAMED, Authors, ranked
from essp.wiki.topic_models import PageTopic

NONE = "[]"  # a list of no rows, as JSON
LINKING = 6  # pages that link here, on the screen of a page

# Gives a column for the id of a page and that of a reader, which are those of the outer query.
Column = Callable[[SQLColumnExpression[int], SQLColumnExpression[int]], SQLColumnExpression[Any]]
_along: dict[str, Column] = {}


def ask_along(name: str, column: Column) -> None:
    """Ask this too in the question that finds a page: see `Located.told`.

    For what others show on its screen in slots; said again it changes nothing.
    """
    _along[name] = column
    _locating.cache_clear()


class Editor(NamedTuple):
    """Who changed a page last, as far as its screen names them."""

    handle: str
    name: str


@dataclass(frozen=True)
class Located:
    """A page found by an address, with all that its screen shows besides its own text and tree.

    `stamp` is its space's; `written` holds its first authors as they are named now, `linked` where
    its links lead this reader and `topical` the topics it carries, each as JSON. `included` is
    empty unless the page shows others: then it differs after every change there is. `linking` holds
    some pages that link here, as JSON, `guarded` what guards the page and `deciding` who decides there.
    `told` has what `ask_along` named: it is no part of the state.
    """

    page: Page
    editor: Editor
    stamp: int
    written: str
    linked: str
    topical: str
    included: str
    linking: str
    guarded: str
    deciding: str
    told: Mapping[str, Any]

    @property
    def state(self) -> tuple[Hashable, ...]:
        """Another one whenever the screen may show anything else, and then never this one again.

        Every change of the page makes a revision. What else concerns it is a value of its own or
        counted by its space, so that nothing has to say which screens it changes, and a right that
        ends takes what it showed with it at once.
        """
        revision = self.page.revision_number
        shown = (self.editor, self.written, self.linked, self.topical, self.included, self.linking)
        return *self.around, revision, *shown, self.guards, self.page.approved_number

    @property
    def around(self) -> tuple[Hashable, ...]:
        """The same for the tree beside the page."""
        return self.page.id, self.page.space_id, self.stamp

    @property
    def guards(self) -> Guards[Shown]:
        """What guards the page now."""
        return shown_guards.shown(self.guarded, clock.now())

    def told_to(self, reader: Person) -> tuple[Hashable, ...]:
        """All that its lasting slots show besides its state."""
        return *self.told.values(), self.decided_by(reader)

    def decided_by(self, reader: Person) -> bool:
        """Whether this reader owns the page or is its deputy; false where nothing guards it."""
        return shown_guards.decides(reader.id, self.page.lineage, self.deciding)

    @property
    def authors(self) -> Authors:
        """Who wrote the present words."""
        total, others, named = json.loads(self.written)
        return ranked([(_person(*who), *rest) for *rest, who in named], total or 0, others)

    @property
    def links(self) -> dict[int, tuple[str, str]]:
        """Where its links lead, by number: address and title of what this reader may read."""
        return {
            number: (f"/s/{space}/{slug}", title)
            for number, space, slug, title in json.loads(self.linked)
        }

    @property
    def linked_from(self) -> list[tuple[str, str]]:
        """Some pages that this reader may read and that link here: address and title, by title."""
        found = [(f"/s/{space}/{slug}", title) for space, slug, title in json.loads(self.linking)]
        return sorted(found, key=lambda each: (each[1].casefold(), each))


def locate_page(actor: Person, space_slug: str, page_slug: str) -> Located:
    """The page at an address it has or had, in a space at an address it has or had.

    Raises NotFound also when the actor may not know of it.
    """
    where = {"space": space_slug, "slug": page_slug, "reader": actor.id}
    row = session().execute(_locating(session().get_bind().dialect.name), where).first()
    if row is None:
        raise NotFound
    page, handle, name, stamp, *values = row
    asked = [values.pop() for _name in _along]
    values.append(dict(zip(reversed(_along), asked, strict=True)))
    return Located(page, Editor(handle, name), stamp, *values)


@cache
def _locating(dialect: str) -> StatementLambdaElement:
    return prepared(_question(dialect))


def _question(dialect: str) -> Select[Any, *tuple[Any, ...]]:
    json_of = Json(dialect)
    asked = (column(Page.id, bindparam("reader")) for column in _along.values())
    values = (
        _written(json_of),
        _linked(json_of),
        _topical(json_of),
        _included(dialect),
        _linking(json_of),
        shown_guards.guards_column(json_of),
        shown_guards.deciding_column(json_of),
        *asked,
    )
    return (
        select(Page, Person.handle, Person.name, Space.stamp, *values)
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


def _topical(json_of: Json) -> ColumnElement[str]:
    """`[[topic, source, topic it stands for, address, changes], ...]` of a page."""
    target = aliased(Topic)
    told = json_of.array(
        PageTopic.topic_id, PageTopic.source, target.id, target.slug, target.changes
    )
    return (
        select(json_of.text(json_of.list(told)))
        .select_from(PageTopic)
        .join(Topic, Topic.id == PageTopic.topic_id)
        .join(target, target.id == func.coalesce(Topic.merged_into_id, Topic.id))
        .where(PageTopic.page_id == Page.id)
        .correlate(Page)
        .scalar_subquery()
    )


def _linking(json_of: Json) -> ColumnElement[str]:
    """`[[space, slug, title], ...]` of a few pages in use that link to a page, this reader's alone."""
    source, its_space = aliased(Page), aliased(Space)
    readable = select(Space.id).where(readable_by_person(bindparam("reader")))
    few = (
        select(its_space.slug.label("space"), source.slug.label("slug"), source.title)
        .select_from(Link)
        .join(source, source.id == Link.page_id)
        .join(its_space, its_space.id == source.space_id)
        .where(
            Link.target_id == Page.id,
            Link.page_id != Page.id,
            Link.space_id.in_(readable),
        )
        .distinct()
        .limit(LINKING)
        .correlate(Page)
        .subquery()
    )
    told = json_of.array(few.c.space, few.c.slug, few.c.title)
    return select(json_of.text(json_of.list(told))).select_from(few).scalar_subquery()


def _included(dialect: str) -> ColumnElement[str]:
    """Nothing, or for a page that shows others the state of all there is, and who reads."""
    includes = select(Link.place).where(Link.page_id == Page.id, Link.included).correlate(Page)
    state = present_state(dialect) + "/" + cast(bindparam("reader"), String)
    return case((includes.exists(), state), else_="")


def _person(handle: str, name: str, picture: str | None, job_title: str) -> Person:
    """A person as far as a page names them; not one to be changed."""
    return Person(handle=handle, name=name, picture=picture, job_title=job_title)
