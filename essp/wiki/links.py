"""Wiki links: what the present text of a page points to, held by id so that renaming breaks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select, tuple_, update

from essp.core.db import session
from essp.core.ids import key_of, slugify
from essp.core.markdown import WikiLink
from essp.spaces.models import SpaceAddress
from essp.wiki.models import Link, Page, PageAddress


def keep_links(page: Page, found: Sequence[WikiLink]) -> None:
    """Replace what is kept of the page's links by those of its present text."""
    session().execute(delete(Link).where(Link.page_id == page.id))
    wanted = [link for link in found if link.title]
    if not wanted:
        return
    spaces = _space_ids(page, wanted)
    keys = {(spaces.get(_slug(link)), key_of(link.title)[:300]) for link in wanted}
    targets = _targets({key for key in keys if key[0] is not None})
    rows = []
    for link in wanted:
        space_id, key = spaces.get(_slug(link)), key_of(link.title)[:300]
        rows.append(
            {
                "page_id": page.id,
                "place": link.index,
                "target_id": targets.get((space_id, key)) if space_id else None,
                "wanted_space_id": space_id,
                "wanted_key": key,
                "title": link.title[:300],
                "section": (link.section or "")[:300],
            }
        )
    session().execute(insert(Link), rows)


def adopt_wanted(page: Page) -> None:
    """Lead links that wanted a page of this title to this page."""
    if page.title_key is None:
        return
    session().execute(
        update(Link)
        .where(
            Link.target_id.is_(None),
            Link.wanted_space_id == page.space_id,
            Link.wanted_key == page.title_key,
        )
        .values(target_id=page.id)
    )


def _slug(link: WikiLink) -> str | None:
    return slugify(link.space) if link.space else None


def _space_ids(page: Page, found: Iterable[WikiLink]) -> dict[str | None, int]:
    slugs = {slug for slug in map(_slug, found) if slug is not None}
    ids: dict[str | None, int] = {None: page.space_id}
    if slugs:
        rows = session().execute(
            select(SpaceAddress.slug, SpaceAddress.space_id).where(SpaceAddress.slug.in_(slugs))
        )
        ids.update((row.slug, row.space_id) for row in rows)
    return ids


def _targets(keys: set[tuple[int | None, str]]) -> dict[tuple[int | None, str], int]:
    """Page ids by space and title; a title that a page had before leads to that page still."""
    by_title = session().execute(
        select(Page.space_id, Page.title_key, Page.id).where(
            tuple_(Page.space_id, Page.title_key).in_(list(keys))
        )
    )
    found: dict[tuple[int | None, str], int] = {(s, key or ""): page for s, key, page in by_title}
    missing = {(space_id, slugify(key)): (space_id, key) for space_id, key in keys - found.keys()}
    if missing:
        by_address = session().execute(
            select(PageAddress.space_id, PageAddress.slug, PageAddress.page_id).where(
                tuple_(PageAddress.space_id, PageAddress.slug).in_(list(missing))
            )
        )
        found.update({missing[(s, slug)]: page for s, slug, page in by_address})
    return found
