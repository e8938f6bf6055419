"""Pages that are spoken of outside of pages: named by a thread that is about them, linked in a post."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from essp.core.db import session
from essp.core.ids import key_of, slugify
from essp.people.models import Person
from essp.spaces.models import Space, SpaceAddress
from essp.wiki.links import meant_by
from essp.wiki.queries import find_page, places

Meant = tuple[str | None, str]  # a space's address as written, or none, and a title


def page_spoken_of(actor: Person, uid: str) -> tuple[int, int]:
    """Id and space of the page of that uid. NotFound also when the actor may not know of it."""
    page = find_page(actor, uid)
    return page.id, page.space_id


def names_of_pages(actor: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Titles and addresses of those of these pages that the actor may read, by id."""
    return {each.id: (each.title, each.path) for each in places(actor, list(ids)).values()}


def pages_meant(
    actor: Person, space: Space, wanted: Collection[Meant]
) -> dict[Meant, tuple[str, str]]:
    """Address and title of the pages that links written in a space mean, as far as the actor reads them."""
    slugs = {slugify(asked) for asked, _title in wanted if asked}
    rows = session().execute(
        select(SpaceAddress.slug, SpaceAddress.space_id).where(SpaceAddress.slug.in_(slugs))
    )
    spaces = {row.slug: row.space_id for row in rows} if slugs else {}
    keys = {
        each: (spaces.get(slugify(each[0])) if each[0] else space.id, key_of(each[1])[:300])
        for each in wanted
    }
    known = {(where, key) for where, key in keys.values() if where is not None}
    found = meant_by(known)
    told = names_of_pages(actor, set(found.values()))
    meant = {each: found.get((where or 0, key)) for each, (where, key) in keys.items()}
    return {
        each: (told[page][1], told[page][0])
        for each, page in meant.items()
        if page is not None and page in told
    }
