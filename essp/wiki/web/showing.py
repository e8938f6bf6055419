"""Pages as templates want them: the tree beside a page, its authors, its text with placed links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from essp.core.i18n import _, ngettext
from essp.core.ids import key_of
from essp.core.markdown import Target, place_links
from essp.core.markdown.structure import section_id
from essp.core.text.diff import compare
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.models import Kind, Page, Revision
from essp.wiki.queries import Place
from essp.wiki.reading import Authors
from essp.wiki.rendering import ink_of

WORDS_A_MINUTE = 230
OPS = {"same": "same", "inserted": "ins", "deleted": "del"}


@dataclass
class Node:
    """A page in the tree beside the text."""

    title: str
    url: str
    current: bool = False
    open: bool = False
    children: list[Node] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Share:
    """One part of the contributor bar."""

    name: str
    percent: int
    ink: int
    person: Person | None
    words: int

    @property
    def handle(self) -> str | None:
        """The person's handle, None for the others together."""
        return self.person.handle if self.person is not None else None


@dataclass(frozen=True)
class Shown:
    """A revision in a list of changes."""

    author: Person
    at: datetime
    title: str
    url: str
    compare_url: str | None
    summary: str
    added: int
    removed: int
    minor: bool
    space: str | None
    deed: str


def shown(revision: Revision, *, with_space: bool = True) -> Shown:
    """A revision, with its page and author, as a line of a list."""
    page = revision.page
    return Shown(
        author=revision.author,
        at=revision.at,
        title=page.title,
        url=path_of(page),
        compare_url=_compare_url(revision) if revision.number > 1 else None,
        summary=revision.summary,
        added=revision.words_added,
        removed=revision.words_removed,
        minor=revision.minor,
        space=page.space.name if with_space else None,
        deed=deed_of(revision.kind),
    )


def deed_of(kind: str) -> str:
    """What a revision did, as the verb between a name and a page."""
    deeds = {
        Kind.CREATED: _("started"),
        Kind.EDITED: _("edited"),
        Kind.MERGED: _("edited, merged with others,"),
        Kind.RESTORED: _("restored an earlier text of"),
        Kind.UNDONE: _("undid an edit of"),
        Kind.RENAMED: _("renamed"),
        Kind.MOVED: _("moved"),
        Kind.ARCHIVED: _("archived"),
        Kind.BROUGHT_BACK: _("brought back"),
        Kind.COPIED: _("copied another page as"),
        Kind.TAGGED: _("changed the topics of"),
    }
    return deeds[Kind(kind)]


def _compare_url(revision: Revision) -> str:
    number = revision.number
    steps: dict[str, Any] = {"from": number - 1, "to": number}
    return url_for("wiki.compare", uid=revision.page.uid, **steps)


def path_of(page: Page) -> str:
    """The page's readable address."""
    return f"/s/{page.space.slug}/{page.slug}"


def tree_of(places: Sequence[Place], page: Page | None = None) -> list[Node]:
    """Places as a tree in their order, open along the way to `page`."""
    line = {int(part) for part in page.lineage.split("/") if part} if page is not None else set()
    nodes = {
        place.id: Node(
            title=place.title,
            url=place.path,
            current=page is not None and place.id == page.id,
            open=place.id in line,
            more=place.children,
        )
        for place in places
    }
    roots: list[Node] = []
    for place in places:
        above = nodes.get(place.parent_id) if place.parent_id is not None else None
        (above.children if above is not None else roots).append(nodes[place.id])
    return roots


def way_to(places: Sequence[Place], page: Page) -> list[tuple[str, str | None]]:
    """The way from the space down the tree to the page: titles and addresses."""
    known = {place.id: place for place in places}
    line = [int(part) for part in page.lineage.split("/") if part]
    above = [known[each] for each in line if each in known and each != page.id]
    way: list[tuple[str, str | None]] = [(page.space.name, f"/s/{page.space.slug}")]
    return [*way, *((place.title, place.path) for place in above), (page.title, None)]


def shares_of(authors: Authors) -> list[Share]:
    """The parts of the contributor bar: authors by name, then the others together."""
    shares = [
        Share(each.person.name, _whole(each.share), ink_of(each.rank), each.person, each.words)
        for each in authors.named
    ]
    if authors.others:
        name = ngettext("%(num)s other", "%(num)s others", authors.others)
        named = sum(each.words for each in authors.named)
        percent = _whole(authors.others_share)
        shares.append(Share(name, percent, 0, None, authors.words - named))
    return shares


def _whole(share: float) -> int:
    return round(share * 100)


def reading_minutes(words: int) -> int:
    """Minutes that reading takes, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def placed_html(
    html: str, links: Sequence[Sequence[Any]], found: Mapping[int, tuple[str, str]], home: Space
) -> Markup:
    """The HTML of a page of a space with its links led where this reader may go.

    `found` has address and title by number.

    A page that the reader may not know of looks exactly like one that does not exist. A link that
    has no label of its own is shown with the title that its page has now.
    """
    targets = {
        number: _target(found.get(number), space, title, section, bare, home)
        for number, space, title, section, bare in links
    }
    return Markup(place_links(html, targets))  # noqa: S704 - sanitised when it was made


def _target(
    found: tuple[str, str] | None, space: str | None, title: str, section: str | None, bare: bool,
    home: Space,
) -> Target:  # fmt: skip
    fragment = f"#{section_id(section)}" if section else ""
    if not title:
        return Target(href=fragment or "#", found=True)
    if found is not None:
        path, present = found
        renamed = bare and key_of(title) != key_of(present)
        label = ": ".join(part for part in (present, section) if part) if renamed else None
        return Target(href=path + fragment, found=True, label=label)
    where = space or home.slug
    address = f"/s/{where}/-/new?{urlencode({'title': title})}"
    return Target(href=address, found=False, title=_("This page does not exist yet. Start it."))


def marked(old: str, new: str) -> list[dict[str, str]]:
    """A short passage with the words that came and went, as the passage component wants it."""
    parts: list[dict[str, str]] = []
    for hunk in compare(old, new, context=10_000).hunks:
        for row in hunk.rows:
            parts += [{"op": OPS[part.kind], "text": part.text} for part in row.segments]
            parts.append({"op": "same", "text": "\n"})
    return parts or [{"op": "same", "text": new}]
