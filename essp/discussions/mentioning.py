"""People who are named in posts: what is kept of a post for the screen says the name they have now."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import escape

from sqlalchemy import select, update

from essp.core.db import session, transaction
from essp.core.jobs import task
from essp.discussions.models import Post
from essp.people.models import Person

AT_A_TIME = 200


@task("discussions.rename_mentions")
def rename_in_posts(person_id: int, fields: Collection[str]) -> None:
    """Show a person under their new name where posts mention them; nobody's words change.

    Arguments: person_id, fields (what was changed of the profile: only a name concerns posts).
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
    """Ids of some posts after `last` whose kept HTML has the link."""
    found = select(Post.id).where(Post.html.contains(link, autoescape=True), Post.id > last)
    return session().scalars(found.order_by(Post.id).limit(AT_A_TIME)).all()


def _rename(ids: Sequence[int], link: str, named: str) -> None:
    rows = session().execute(select(Post.id, Post.html).where(Post.id.in_(ids)).with_for_update())
    pattern = re.compile(f"{re.escape(link)}[^<]*</a>")
    for post_id, html in rows.all():
        renamed = pattern.sub(lambda _match: named, html)
        session().execute(
            update(Post)
            .where(Post.id == post_id)
            .values(html=renamed)
            .execution_options(synchronize_session=False)
        )
