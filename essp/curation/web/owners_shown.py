"""Who owns what, on the screens of other parts: of a page, of a space, of a person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import Markup

from essp.core.i18n import language
from essp.curation.owned import owned_by, owners_shown, stewards_in
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.models import Page

STEWARDS, SPACE_OWNERS = "stewards", "space_owners"


def owners_of_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """Who owns a page, in the line under its title."""
    return _named(language(), page.uid, page.lineage, told[STEWARDS], told[SPACE_OWNERS])


@lru_cache(maxsize=4096)
def _named(
    _language: str, uid: str, lineage: str, stewards: str | None, space_owners: str | None
) -> Markup:
    """Drawn once: it stands on every view of a page."""
    shown = owners_shown(lineage, stewards, space_owners)
    return Markup(render_template("curation/_page_owners.html", uid=uid, shown=shown))


def owners_of_space(space: Space) -> Markup:
    """The deputies of a space, and the way to all who own anything in it."""
    rows = stewards_in(space)
    own_pages = {row.page_id for row in rows if row.page_id is not None}
    deputies = [row.person for row in rows if row.page_id is None and row.deputy and row.person]
    return Markup(
        render_template(
            "curation/_space_owners.html", space=space, deputies=deputies, own_pages=len(own_pages)
        )
    )


def owned_by_person(person: Person) -> Markup:
    """The pages that somebody owns, as far as the reader may read them; nothing for none."""
    if person.left_at is not None:
        return Markup()
    rows = owned_by(me(), person)
    if not rows:
        return Markup()
    return Markup(render_template("curation/_person_owns.html", rows=rows))
