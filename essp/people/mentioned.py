"""Who is named in kept HTML: after a change of name the texts of everybody show the new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from html import escape

from sqlalchemy import Column, Table, select, update

from essp.core.db import session, transaction
from essp.people.models import Person

AT_A_TIME = 200


def nothing_more(_keys: Sequence[int]) -> None:
    """Leave it at that."""


def rename_in(
    kept: Table,
    key: str,
    person_id: int,
    fields: Collection[str],
    then: Callable[[Sequence[int]], None] = nothing_more,
) -> None:
    """Show a person under their new name wherever the HTML mentions them; nobody's words change.

    `kept` has a column `html` and the whole number `key`. Each transaction takes two hundred rows and
    ends with `then` for their keys. `fields`: what was changed of the profile; only a name counts.
    """
    if "name" not in fields:
        return
    person = session().get_one(Person, person_id)
    link = f'<a class="mention" href="/people/{person.handle}">@'
    named, last = f"{link}{escape(person.name)}</a>", 0
    column: Column[int] = kept.c[key]
    while keys := _mentioning(kept, column, link, last):
        with transaction():
            _rename(kept, column, keys, link, named)
            then(keys)
        last = keys[-1]


def _mentioning(kept: Table, key: Column[int], link: str, last: int) -> Sequence[int]:
    found = select(key).where(kept.c.html.contains(link, autoescape=True), key > last)
    return session().scalars(found.order_by(key).limit(AT_A_TIME)).all()


def _rename(kept: Table, key: Column[int], keys: Sequence[int], link: str, named: str) -> None:
    pattern = re.compile(f"{re.escape(link)}[^<]*</a>")
    found = select(key, kept.c.html).where(key.in_(keys)).with_for_update()
    for number, html in session().execute(found).all():
        renamed = pattern.sub(lambda _match: named, html)
        session().execute(update(kept).where(key == number).values(html=renamed))
