"""Pages that show other pages, or a section of one, as part of themselves.

Whose text is shown is asked for each reader at the moment of reading: what one may not read looks
like what does not exist. A page may not show itself, not even through others. A save that would make
such a circle is refused as far as its author may know of the pages on the way; any circle that is
there all the same is cut when it is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.markdown import section_html
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki import rendering
from essp.wiki.linked import readable_ids
from essp.wiki.models import Contribution, Link, Page, Rendering
from essp.wiki.sections import present_fragments
from essp.wiki.texts import text_of

DEEPEST = 4
MOST = 60  # includes of one reading, those within others counted
LONGEST = 2_000_000  # characters of HTML of one reading
NAMED = 3
WALKED = 2_000  # pages on the ways of a save


@dataclass(frozen=True)
class Included:
    """Where one include leads: a page, and a fragment as it is today (empty for all of it).

    `written` is the name of the section in the text.
    """

    page_id: int
    fragment: str
    written: str


@dataclass(frozen=True)
class Source:
    """A page whose text others show, as far as this reader may see.

    `links` are the rows of its rendering, `linked` where they lead: address and title by number.
    `authors` are the first by their words; `others` how many more there are.
    """

    page: Page
    html: str
    links: Sequence[Sequence[Any]]
    linked: Mapping[int, tuple[str, str]]
    includes: Mapping[int, Included]
    authors: Sequence[Person]
    others: int

    def part(self, included: Included) -> str | None:
        """The HTML of what is included; None when the section is not there."""
        return section_html(self.html, included.fragment) if included.fragment else self.html


@dataclass
class Reading:
    """All that the includes of one page need, read at once for one reader."""

    includes: Mapping[int, Included]
    sources: Mapping[int, Source]
    shown: int = field(default=0)
    size: int = field(default=0)

    def may_show(self, html: str) -> bool:
        """Count one more part; false when this reading has shown enough."""
        self.shown += 1
        self.size += len(html)
        return self.shown <= MOST and self.size <= LONGEST


def read_includes(actor: Person, page: Page) -> Reading:
    """What the includes of a page the caller may read show this reader, and theirs in turn."""
    own = _includes(actor, {page.id})[page.id]
    return read_parts(actor, own, page.id)


def read_parts(actor: Person, own: Mapping[int, Included], page_id: int | None = None) -> Reading:
    """What these includes, of pages the actor may read, show this reader, and theirs in turn.

    `page_id` is the page whose text they stand in, if there is one yet.
    """
    every: dict[int, dict[int, Included]] = {page_id or 0: dict(own)}
    frontier = {each.page_id for each in own.values()} - every.keys()
    for _level in range(DEEPEST - 1):
        if not frontier or len(every) > MOST:
            break
        found = _includes(actor, frontier)
        every.update(found)
        following = {each.page_id for row in found.values() for each in row.values()}
        frontier = following - every.keys()
    wanted = {each.page_id for row in every.values() for each in row.values()}
    return Reading(own, _sources(actor, wanted, every))


def refuse_circle(actor: Person, page: Page, name: str = "text") -> None:
    """Raise Invalid, naming the way, where the page would show itself; `name` is the field.

    Only pages that the actor may read are walked: what they may not know of refuses nothing.
    """
    way = _way_back(actor, page)
    if way is None:
        return
    if len(way) == 1:
        raise Invalid(**{name: _("A page cannot show itself. Take the line ![[…]] out again.")})
    chain = " › ".join(f"“{title}”" for title in [*_titles(way), page.title])
    raise Invalid(
        **{
            name: _(
                "This page would show itself: %(chain)s. Take one of these lines ![[…]] out.",
                chain=chain,
            )
        }
    )


def _way_back(actor: Person, page: Page) -> list[int] | None:
    """Ids of the pages on the shortest way of includes from the page to itself, or None."""
    came_from: dict[int, int] = {}
    frontier = [page.id]
    while frontier and len(came_from) < WALKED:
        rows = session().execute(
            select(Link.page_id, Link.target_id)
            .join(Page, Page.id == Link.target_id)
            .where(
                Link.page_id.in_(frontier),
                Link.included,
                Page.space_id.in_(readable_ids(actor)),
            )
        )
        frontier = []
        for above, below in rows:
            if below == page.id:
                return _back(came_from, above, page.id)
            if below is not None and below not in came_from:
                came_from[below] = above
                frontier.append(below)
    return None


def _back(came_from: Mapping[int, int], last: int, first: int) -> list[int]:
    way = [last]
    while way[-1] != first:
        way.append(came_from[way[-1]])
    return way[::-1]


def _titles(ids: Sequence[int]) -> list[str]:
    rows = session().execute(select(Page.id, Page.title).where(Page.id.in_(ids)))
    titles = {row.id: row.title for row in rows}
    return [titles[each] for each in ids]


def _includes(actor: Person, pages: Iterable[int]) -> dict[int, dict[int, Included]]:
    """For each of these pages where its includes lead this reader, by their numbers."""
    found: dict[int, dict[int, Included]] = {each: {} for each in pages}
    rows = (
        session()
        .execute(
            select(Link.page_id, Link.place, Link.target_id, Link.fragment, Link.section)
            .join(Page, Page.id == Link.target_id)
            .where(Link.page_id.in_(found), Link.included, Page.space_id.in_(readable_ids(actor)))
        )
        .all()
    )
    today = present_fragments([(r.target_id, r.fragment) for r in rows if r.fragment])
    for row in rows:
        fragment = today.get((row.target_id, row.fragment), row.fragment)
        found[row.page_id][row.place] = Included(row.target_id, fragment, row.section)
    return found


def _sources(
    actor: Person, wanted: set[int], includes: Mapping[int, Mapping[int, Included]]
) -> dict[int, Source]:
    if not wanted:
        return {}
    linked, authors = _linked(actor, wanted), _authors(wanted)
    found = {}
    for page, row in session().execute(
        select(Page, Rendering)
        .join(Page.space)
        .outerjoin(
            Rendering,
            (Rendering.page_id == Page.id) & (Rendering.number == Page.revision_number),
        )
        .options(contains_eager(Page.space))
        .where(Page.id.in_(wanted), readable_by(actor))
    ):
        html, links = _made(page, row)
        people = authors.get(page.id, [])
        found[page.id] = Source(
            page, html, links, linked.get(page.id, {}), includes.get(page.id, {}),
            people[:NAMED], max(0, len(people) - NAMED),
        )  # fmt: skip
    return found


def _made(page: Page, row: Rendering | None) -> tuple[str, Sequence[Sequence[Any]]]:
    if row is not None and row.version == rendering.VERSION:
        return row.html, row.links
    return rendering.unkept(page, text_of(page))


def _linked(actor: Person, pages: Iterable[int]) -> dict[int, dict[int, tuple[str, str]]]:
    """For each page where its links lead this reader: address and title by number."""
    rows = session().execute(
        select(Link.page_id, Link.place, Space.slug, Page.slug, Page.title)
        .join(Page, Page.id == Link.target_id)
        .join(Space, Space.id == Page.space_id)
        .where(Link.page_id.in_(pages), readable_by(actor))
    )
    found: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for page_id, place, space, slug, title in rows:
        found[page_id][place] = (f"/s/{space}/{slug}", title)
    return found


def _authors(pages: Iterable[int]) -> dict[int, list[Person]]:
    """The authors of each page's present words, who wrote most first."""
    rows = session().execute(
        select(Contribution.page_id, Person)
        .join(Person, Person.id == Contribution.person_id)
        .where(Contribution.page_id.in_(pages))
        .order_by(Contribution.page_id, Contribution.rank)
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for page_id, person in rows:
        found[page_id].append(person)
    return found
