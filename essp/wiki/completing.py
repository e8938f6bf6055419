"""What somebody who writes may mean: pages, sections and people for the letters typed so far."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.ids import key_of, skeleton, slugify
from essp.core.markdown import section_id
from essp.core.markdown.inline import SPACE, link_parts
from essp.people.models import Person
from essp.spaces.models import Membership, Space, SpaceAddress
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Page, PageAddress, Rendering

MOST = 8
MOST_WORDS = 6
NONE = 0  # the id of nothing
UNSAYABLE = frozenset("[]|#\\\n")
PAGE = select(Page).join(Page.space).options(contains_eager(Page.space))


@dataclass(frozen=True)
class Linkable:
    """A page that may be meant, and whether it stands in the space that is written in."""

    uid: str
    title: str
    space: str
    space_name: str
    slug: str
    here: bool

    @property
    def url(self) -> str:
        """Its address."""
        return f"/s/{self.space}/{self.slug}"

    @property
    def link(self) -> str:
        """How a page of the space that is written in links to it."""
        return link_to(self.title, self.space, uid=self.uid, here=self.here)


def link_to(title: str, space: str, *, here: bool, uid: str = "", section: str = "") -> str:
    """`[[Title]]`, with the space where it must be named.

    A title that a wiki link cannot hold is linked by its permanent address.
    """
    if uid and UNSAYABLE & set(title):
        label = "".join("\\" + char if char in "[]\\" else char for char in title)
        return f"[{label}](/p/{uid})"
    # A title such as `note:rota` would be read as a page of another space.
    named = f"{space}:" if not here or SPACE.match(title) else ""
    return f"[[{named}{title}{'#' if section else ''}{section}]]"


def pages(
    actor: Person, typed: str, here: Space | None, without: Page | None = None
) -> list[Linkable]:
    """Pages in use whose titles hold every word typed, the likeliest first.

    An equal title comes first; then the space that is written in, titles that begin like that,
    words that do, and what was changed last.
    """
    key = key_of(typed)
    is_here = Page.space_id == (here.id if here is not None else NONE)
    rows = session().execute(
        select(Page.uid, Page.title, Space.slug, Space.name, Page.slug, is_here)
        .join(Page.space)
        .where(
            readable_by(actor),
            Page.in_use(),
            Page.id != (without.id if without is not None else NONE),
            *_every_word(Page.title_key, key),
        )
        .order_by(
            *([(Page.title_key == key).desc()] if key else []),
            is_here.desc(),
            *_likeness(Page.title_key, key),
            Page.updated_at.desc(),
            Page.id.desc(),
        )
        .limit(MOST)
    )
    return [Linkable(*row[:5], here=bool(row[5])) for row in rows]


def has_page(space: Space, title: str) -> bool:
    """Whether a space, which the caller may read, has a page of this title in use."""
    wanted = select(Page.id).where(
        Page.space_id == space.id, Page.title_key == key_of(title)[:300]
    )  # fmt: skip
    return session().scalar(wanted) is not None


@dataclass(frozen=True)
class Section:
    """A heading of a page: its level as shown, from 2, its fragment and its words."""

    level: int
    fragment: str
    words: str

    @property
    def written(self) -> str:
        """What stands after the `#` of a wiki link that leads here."""
        plain = " ".join("".join(" " if c in UNSAYABLE else c for c in self.words).split())
        # The second of two equal headings is told apart by its number.
        return plain if section_id(plain) == self.fragment else self.fragment.removeprefix("h-")


def link_to_section(page: Page, section: Section, *, here: bool, same: bool) -> str:
    """How a page links to a section: of the same page, of one of its space (`here`), or elsewhere."""
    if same:
        return f"[[#{section.written}]]"
    if UNSAYABLE & set(page.title):
        return f"[{section.written}](/p/{page.uid}#{section.fragment})"
    return link_to(page.title, page.space.slug, here=here, section=section.written)


def page_meant(actor: Person, written: str, here: Space | None) -> Page:
    """The page that a permanent id or the inside of a wiki link stands for.

    Raises NotFound also when the actor may not know of it.
    """
    found = session().scalar(PAGE.where(Page.uid == written[:11], readable_by(actor)))
    if found is not None:
        return found
    parts = link_parts(written[:500])
    where = _space_id(parts["space"], here) if parts and parts["title"] else None
    if parts is None or where is None:
        raise NotFound
    title = parts["title"] or ""
    former = select(PageAddress.page_id).where(
        PageAddress.space_id == where, PageAddress.slug == slugify(title)
    )
    now = and_(Page.space_id == where, Page.title_key == key_of(title)[:300])
    for meant in (now, Page.id.in_(former)):
        found = session().scalar(PAGE.where(meant, readable_by(actor)))
        if found is not None:
            return found
    raise NotFound


def _space_id(slug: str | None, here: Space | None) -> int | None:
    if slug is None:
        return here.id if here is not None else None
    return session().scalar(select(SpaceAddress.space_id).where(SpaceAddress.slug == slug))


def sections(page: Page, typed: str) -> list[Section]:
    """The headings of a page, which the caller may read, that hold every word typed, in order."""
    outline = session().scalar(
        select(Rendering.outline).where(
            Rendering.page_id == page.id, Rendering.number == page.revision_number
        )
    )
    words = key_of(typed).split()[:MOST_WORDS]
    found = (Section(*heading[:3]) for heading in outline or [])
    fitting = (one for one in found if all(word in key_of(one.words) for word in words))
    return list(islice(fitting, 2 * MOST))


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be meant, and whether their words stand on the page."""

    person: Person
    wrote_here: bool


def people(typed: str, page: Page | None, here: Space | None) -> list[Colleague]:
    """People with the organisation whose name or handle fits, the likeliest first.

    Who wrote on the page comes first, then who belongs to its space, names that begin like that,
    words of names that do, and who has signed in. The caller may read page and space.
    """
    key = skeleton(typed)
    wrote, belongs = _wrote(page), _belongs(here)
    handle = Person.handle.startswith(typed.lower()[:80], autoescape=True)
    rows = session().execute(
        select(Person, wrote)
        .where(
            Person.left_at.is_(None), or_(and_(true(), *_every_word(Person.name_key, key)), handle)
        )
        .order_by(
            wrote.desc(),
            belongs.desc(),
            *_likeness(Person.name_key, key),
            handle.desc(),
            Person.joined_at.is_(None),
            Person.name_key,
        )
        .limit(MOST)
    )
    return [Colleague(person, bool(wrote_here)) for person, wrote_here in rows]


def _wrote(page: Page | None) -> ColumnElement[bool]:
    page_id = page.id if page is not None else NONE
    return Person.id.in_(select(Contribution.person_id).where(Contribution.page_id == page_id))


def _belongs(here: Space | None) -> ColumnElement[bool]:
    space_id = here.id if here is not None else NONE
    return Person.id.in_(select(Membership.person_id).where(Membership.space_id == space_id))


def _every_word(column: Any, key: str) -> list[ColumnElement[bool]]:
    words = key.split()[:MOST_WORDS]
    return [column.contains(word[:100], autoescape=True) for word in words]


def _likeness(column: Any, key: str) -> list[ColumnElement[int]]:
    """Order by where what was typed stands: at the beginning, at that of a word, elsewhere."""
    if not key:
        return []
    begins = column.startswith(key[:100], autoescape=True)
    word_begins = func.replace(column, "-", " ").contains(" " + key[:100], autoescape=True)
    return [case((begins, 0), (word_begins, 1), else_=2)]
