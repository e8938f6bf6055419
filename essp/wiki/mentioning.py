"""People who are named in texts: what is kept of a page says the name they have now."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import escape

from sqlalchemy import select, update

from essp.core.db import session, transaction
from essp.core.jobs import task
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.models import Page, Rendering

AT_A_TIME = 100


@task("wiki.rename_mentions")
def rename_mentions(person_id: int, fields: Collection[str]) -> None:
    """Show a person under their new name where texts mention them; nobody's words change.

    Arguments: person_id, fields (what was changed of the profile: only a name concerns texts).
    """
    if "name" not in fields:
        return
    person = session().get_one(Person, person_id)
    link = f'<a class="mention" href="/people/{person.handle}">@'
    named, last = f"{link}{escape(person.name)}</a>", 0
    while ids := _mentioning(link, last):
        with transaction():
            _rename(ids, link, named)
        last = ids[-1]


def _mentioning(link: str, last: int) -> Sequence[int]:
    """Ids of some pages after `last` whose kept text has the link."""
    kept = Rendering.html.contains(link, autoescape=True)
    found = select(Rendering.page_id).where(kept, Rendering.page_id > last)
    return session().scalars(found.order_by(Rendering.page_id).limit(AT_A_TIME)).all()


def _rename(pages: Sequence[int], link: str, named: str) -> None:
    """Write the new name, and let the finished screens of the spaces of these pages be drawn again."""
    for row in session().scalars(select(Rendering).where(Rendering.page_id.in_(pages))):
        row.html = re.sub(f"{re.escape(link)}[^<]*</a>", lambda _match: named, row.html)
    spaces = select(Page.space_id).where(Page.id.in_(pages))
    session().execute(update(Space).where(Space.id.in_(spaces)).values(stamp=Space.stamp + 1))
