"""People who are named in posts: what is kept of a post for the screen says the name they have now."""

from __future__ import annotations

from collections.abc import Collection

from essp.core.db import Base
from essp.core.jobs import task
from essp.people.mentioned import rename_in


@task("discussions.rename_mentions")
def rename_in_posts(person_id: int, fields: Collection[str]) -> None:
    """Show a person under their new name where posts mention them; nobody's words change.

    Arguments: person_id, fields (what was changed of the profile: only a name concerns posts).
    """
    rename_in(Base.metadata.tables["post"], "id", person_id, fields)
