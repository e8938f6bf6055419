"""People who are named in texts: what is kept of a page says the name they have now."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, update

from essp.core.db import Base, session
from essp.core.jobs import task
from essp.people.mentioned import rename_in
from essp.spaces.models import Space
from essp.wiki.models import Page


@task("wiki.rename_mentions")
def rename_mentions(person_id: int, fields: Collection[str]) -> None:
    """Show a person under their new name where texts mention them; nobody's words change.

    Arguments: person_id, fields (what was changed of the profile: only a name concerns texts).
    """
    rename_in(Base.metadata.tables["rendering"], "page_id", person_id, fields, _draw_again)


def _draw_again(pages: Sequence[int]) -> None:
    """Let the finished screens of the spaces of these pages be drawn again."""
    spaces = select(Page.space_id).where(Page.id.in_(pages))
    session().execute(update(Space).where(Space.id.in_(spaces)).values(stamp=Space.stamp + 1))
