"""Wiki links: what the present text of a page points to, held by id so that renaming breaks nothing.

What a title means is decided when a text is saved: the page of the space that has the title now, or
else the one that had it last, wherever it is by now. A link that names no space means the page's own,
then the spaces where the page, or what it is a copy of, stood before. Afterwards the link stays with
its page by id. Only one whose page was put away or left the space goes over to a new page that takes
the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, or_, select, tuple_, update

from essp.core import jobs
from essp.core.db import session, transaction
from essp.core.ids import key_of, slugify
from essp.core.markdown import Rendered, WikiLink, section_id
from essp.spaces.models import SpaceAddress
from essp.wiki.link_models import PageName, PageOrigin, WebLink
from essp.wiki.models import Link, Page, PageAddress

KEPT = select(*Link.__table__.columns).order_by(Link.place)
LONGEST = 300
AT_A_TIME = 5_000
# Longer than any save takes: one that read the titles before this one was given ends within it.
ANOTHER_SAVE = timedelta(seconds=20)

Meant = tuple[int, str]  # a space and the key of a title in it


def keep_links(page: Page, found: Rendered, *, held: bool, first: bool = False) -> None:
    """Keep the wiki links and web links of the page's text in the place of those before.

    `held`: the text is the one that was there, so each link stays with the page it leads to.
    `first`: nothing is kept of the page yet.
    """
    kept = {} if first else _kept(page)
    rows = _rows(page, [link for link in found.links if link.title])
    if held:
        rows = [row | {"target_id": _held(row, kept) or row["target_id"]} for row in rows]
    if rows != list(kept.values()):
        if kept:
            session().execute(delete(Link).where(Link.page_id == page.id))
        _insert(Link, rows)
    _keep_web_links(page, found.web_links, [] if first else _web_links(page))


def carry_links(page: Page, written: Sequence[Sequence[Any]]) -> None:
    """Keep the links of a page whose place changed and whose text, by `Rendering.links`, did not."""
    kept = _kept(page)
    own = {number for number, space, *_rest in written if not space}
    rows = [
        row
        | {"space_id": _shown_in(page)}
        | ({"wanted_space_id": page.space_id} if place in own else {})
        for place, row in kept.items()
    ]
    if rows == list(kept.values()):
        return
    open_ends = {(r["wanted_space_id"], r["wanted_key"]) for r in rows if r["target_id"] is None}
    meant = meant_by({(space, key) for space, key in open_ends if space is not None})
    for row in rows:
        row["target_id"] = row["target_id"] or meant.get(
            (row["wanted_space_id"], row["wanted_key"])
        )
    session().execute(delete(Link).where(Link.page_id == page.id))
    _insert(Link, rows)


def count_where_shown(page: Page) -> None:
    """Let the links of a page count in its space, or nowhere once it is a template or put away."""
    session().execute(update(Link).where(Link.page_id == page.id).values(space_id=_shown_in(page)))


def agrees(page: Page, found: Rendered) -> bool:
    """Whether what is kept of the page's links is what its text says."""
    kept = _kept(page)
    rows = _rows(page, [link for link in found.links if link.title])
    rows = [row | {"target_id": _held(row, kept) or row["target_id"]} for row in rows]
    return rows == list(kept.values()) and _web_links(page) == found.web_links


def adopt_wanted(page: Page) -> None:
    """The page has its title from now on: lead to it what wanted that title, or has lost its page."""
    if page.title_key is None:
        return
    session().merge(
        PageName(space_id=page.space_id, title_key=page.title_key, page_id=page.id), load=True
    )
    session().flush()
    _lead_here(page)
    if session().get_bind().dialect.name == "postgresql":  # elsewhere one save follows another
        jobs.enqueue(lead_late_links, delay=ANOTHER_SAVE, page_id=page.id)


def adopt_for_archived(page: Page, key: str) -> None:
    """Lead to a page that came in put away the links that nothing else answers."""
    if session().get(PageName, (page.space_id, key)) is None:
        session().add(PageName(space_id=page.space_id, title_key=key, page_id=page.id))
    wants = (Link.wanted_space_id == page.space_id) & (Link.wanted_key == key)
    session().execute(update(Link).where(Link.target_id.is_(None), wants).values(target_id=page.id))


@jobs.task("wiki.lead_late_links")
def lead_late_links(page_id: int) -> None:
    """Lead to a page the links of texts that were being saved while it was given its title."""
    with transaction():
        page = session().get(Page, page_id)
        if page is not None and page.title_key is not None:
            _lead_here(page)


def meant_by(keys: set[Meant]) -> dict[Meant, int]:
    """Page ids by space and title, as far as there are any."""
    found: dict[Meant, int] = {}
    for space_id in {space_id for space_id, _key in keys}:
        wanted = sorted(key for space, key in keys if space == space_id)
        for start in range(0, len(wanted), AT_A_TIME):
            part = wanted[start : start + AT_A_TIME]
            found |= {(space_id, key): page for key, page in _in_space(space_id, part).items()}
    return found


def _in_space(space_id: int, keys: Sequence[str]) -> dict[str, int]:
    """Pages of one space by title; a former title only where nothing has it now."""
    steps = (
        (Page.title_key, Page.id, Page.space_id),
        (PageName.title_key, PageName.page_id, PageName.space_id),
    )
    found: dict[str, int] = {}
    for name, page_id, space in steps:
        missing = [key for key in keys if key not in found]
        if missing:
            rows = session().execute(
                select(name, page_id).where(space == space_id, name.in_(missing))
            )
            found.update((key, page) for key, page in rows if key is not None)
    return found


def _lead_here(page: Page) -> None:
    """Lead the links that mean the page's title to it, unless theirs is still in use here.

    Rows that another save holds are passed over: waiting for them could wait for ever.
    """
    gone = select(Page.id).where(
        Page.id == Link.target_id,
        or_(Page.archived_at.is_not(None), Page.space_id != page.space_id),
    )
    free = (
        select(Link.page_id, Link.place)
        .where(Link.wanted_space_id == page.space_id, Link.wanted_key == page.title_key)
        .where(or_(Link.target_id.is_(None), gone.exists()))
        .with_for_update(skip_locked=True, of=Link)
    )
    session().execute(
        update(Link)
        .where(tuple_(Link.page_id, Link.place).in_(free))
        .values(target_id=page.id)
        .execution_options(synchronize_session=False)
    )


def _kept(page: Page) -> dict[int, dict[str, Any]]:
    rows = session().execute(KEPT.where(Link.page_id == page.id))
    return {row.place: dict(row._mapping) for row in rows}


def _held(row: Mapping[str, Any], kept: Mapping[int, Mapping[str, Any]]) -> int | None:
    before = kept.get(row["place"])
    same = before is not None and before["wanted_key"] == row["wanted_key"]
    return before["target_id"] if before is not None and same else None


def _rows(page: Page, found: Sequence[WikiLink]) -> list[dict[str, Any]]:
    spaces = _space_ids(page, found)
    targets = _targets(page, spaces, found)
    return [
        {
            "page_id": page.id,
            "place": link.index,
            "target_id": targets.get((_slug(link), _key(link))),
            "space_id": _shown_in(page),
            "wanted_space_id": spaces.get(_slug(link)),
            "wanted_key": _key(link),
            "title": link.title[:LONGEST],
            "section": (link.section or "")[:LONGEST],
            "fragment": section_id(link.section) if link.section else "",
            "included": link.included,
        }
        for link in found
    ]


def _targets(
    page: Page, spaces: Mapping[str | None, int], found: Iterable[WikiLink]
) -> dict[tuple[str | None, str], int]:
    """Page ids by the space that was written, if any, and the key of the title."""
    wanted = {(_slug(link), _key(link)) for link in found}
    meant = meant_by({(spaces[slug], key) for slug, key in wanted if slug in spaces})
    targets = {
        (slug, key): meant[spaces[slug], key]
        for slug, key in wanted
        if slug in spaces and (spaces[slug], key) in meant
    }
    homeless = {key for slug, key in wanted if slug is None and (None, key) not in targets}
    for space_id in _former_spaces(page) if homeless else ():
        before = meant_by({(space_id, key) for key in homeless})
        targets = {(None, key): target for (_space, key), target in before.items()} | targets
    return targets


def _former_spaces(page: Page) -> Iterator[int]:
    """Where the page, or what it was copied from, stands or stood, besides its own space."""
    sources = select(PageOrigin.source_id).where(PageOrigin.page_id == page.id)
    rows = session().scalars(
        select(PageAddress.space_id)
        .where(or_(PageAddress.page_id == page.id, PageAddress.page_id.in_(sources)))
        .distinct()
        .order_by(PageAddress.space_id)
    )
    return (space_id for space_id in rows if space_id != page.space_id)


def _space_ids(page: Page, found: Iterable[WikiLink]) -> dict[str | None, int]:
    slugs = {slug for slug in map(_slug, found) if slug is not None}
    ids: dict[str | None, int] = {None: page.space_id}
    if slugs:
        rows = session().execute(
            select(SpaceAddress.slug, SpaceAddress.space_id).where(SpaceAddress.slug.in_(slugs))
        )
        ids.update((row.slug, row.space_id) for row in rows)
    return ids


def _shown_in(page: Page) -> int | None:
    """The space in which the links of the page count: none unless it is in use."""
    return None if page.archived or page.template else page.space_id


def _slug(link: WikiLink) -> str | None:
    return slugify(link.space) if link.space else None


def _key(link: WikiLink) -> str:
    return key_of(link.title)[:LONGEST]


def _web_links(page: Page) -> list[str]:
    web = select(WebLink.url).where(WebLink.page_id == page.id).order_by(WebLink.place)
    return list(session().scalars(web))


def _keep_web_links(page: Page, addresses: Sequence[str], kept: Sequence[str]) -> None:
    if list(kept) == list(addresses):
        return
    if kept:
        session().execute(delete(WebLink).where(WebLink.page_id == page.id))
    rows = [
        {"page_id": page.id, "place": place, "host": host_of(url), "url": url}
        for place, url in enumerate(addresses)
    ]
    _insert(WebLink, rows)


def host_of(url: str) -> str:
    """The site that an address leads to, in lower case; empty where it cannot be read."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""


def _insert(table: type[Link] | type[WebLink], rows: list[dict[str, Any]]) -> None:
    if rows:
        session().execute(insert(table).execution_options(render_nulls=True), rows)
