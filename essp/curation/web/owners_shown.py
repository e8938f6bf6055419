"""Who owns what, on the screens of other parts: of a page, of a space, of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from essp.core.slots import lasting
from essp.curation.owned import owned_by, owners_shown, stewards_in
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.models import Page

OWNERS = "owners"  # what `locating.ask_along` calls them


@lasting
def owners_of_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """Who owns a page, in the line under its title."""
    shown = owners_shown(page.lineage, told[OWNERS])
    return Markup(render_template("curation/_page_owners.html", uid=page.uid, shown=shown))


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
