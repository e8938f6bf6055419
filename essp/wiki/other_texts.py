"""Where the links of a text lead that is not the present one of a page: not saved yet, or of before.

Nothing is kept about such a text, so its titles mean what they mean now, for whoever reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.ids import key_of, slugify
from essp.core.markdown import Rendered, WikiLink, section_id
from essp.people.models import Person
from essp.spaces.models import Space, SpaceAddress
from essp.spaces.policy import readable_by
from essp.wiki.including import Included
from essp.wiki.links import meant_by
from essp.wiki.models import Link, Page, Revision
from essp.wiki.sections import present_fragments


@dataclass(frozen=True)
class Led:
    """Links by number: as in `Rendering.links`, where they lead this reader, what they include."""

    links: Sequence[Sequence[Any]]
    linked: Mapping[int, tuple[str, str]]
    includes: Mapping[int, Included]


def lead(actor: Person, rendered: Rendered, space: Space, page: Page | None = None) -> Led:
    """Lead the links of a text that stands, or is to stand, in a space the actor may read.

    `page` is the one it is of; what its kept links lead to counts where a title means nothing by
    itself any more.
    """
    named = [link for link in rendered.links if link.title]
    meant = _meant(named, space, page)
    readable = _readable(actor, set(meant.values()))
    targets = {number: target for number, target in meant.items() if target in readable}
    shown = [link for link in named if link.included and link.index in targets]
    return Led(
        [[link.index, link.space, link.title, link.section, link.bare] for link in rendered.links],
        {number: readable[target] for number, target in targets.items()},
        _included(shown, targets),
    )


def shown_at(led: Led, moment: datetime) -> dict[int, tuple[Page, int | None]]:
    """The pages that are included, by id, with the revision that was their present one then.

    None for a page that was not there yet.
    """
    ids = {each.page_id for each in led.includes.values()}
    if not ids:
        return {}
    current = (
        select(func.max(Revision.number))
        .where(Revision.page_id == Page.id, Revision.at <= moment)
        .scalar_subquery()
    )
    rows = session().execute(
        select(Page, current)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(Page.id.in_(ids))
    )
    return {page.id: (page, number) for page, number in rows}


def _meant(links: Sequence[WikiLink], space: Space, page: Page | None) -> dict[int, int]:
    """Page ids by the numbers of the links."""
    homes = _spaces({slugify(link.space) for link in links if link.space}) | {"": space.id}
    wanted = {
        link.index: (home, key_of(link.title))
        for link in links
        if (home := homes.get(slugify(link.space) if link.space else "")) is not None
    }
    kept = _kept(page) if page is not None else {}
    found = kept | meant_by(set(wanted.values()))
    return {number: found[each] for number, each in wanted.items() if each in found}


def _spaces(slugs: set[str]) -> dict[str, int]:
    if not slugs:
        return {}
    rows = session().execute(
        select(SpaceAddress.slug, SpaceAddress.space_id).where(SpaceAddress.slug.in_(slugs))
    )
    return {row.slug: row.space_id for row in rows}


def _kept(page: Page) -> dict[tuple[int, str], int]:
    rows = session().scalars(select(Link).where(Link.page_id == page.id)).all()
    return {
        (row.wanted_space_id, row.wanted_key): row.target_id
        for row in rows
        if row.wanted_space_id is not None and row.target_id is not None
    }


def _readable(actor: Person, ids: set[int]) -> dict[int, tuple[str, str]]:
    """Address and title of the pages that the actor may read, by id."""
    if not ids:
        return {}
    rows = session().execute(
        select(Page.id, Space.slug, Page.slug, Page.title)
        .join(Space, Space.id == Page.space_id)
        .where(Page.id.in_(ids), readable_by(actor))
    )
    return {row[0]: (f"/s/{row[1]}/{row[2]}", row[3]) for row in rows}


def _included(links: Sequence[WikiLink], targets: Mapping[int, int]) -> dict[int, Included]:
    asked = {
        link.index: (targets[link.index], section_id(link.section) if link.section else "")
        for link in links
    }
    today = present_fragments([each for each in asked.values() if each[1]])
    return {
        link.index: Included(
            asked[link.index][0],
            today.get(asked[link.index], asked[link.index][1]),
            link.section or "",
        )
        for link in links
    }
