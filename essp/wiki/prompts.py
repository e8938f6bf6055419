"""What an edit follows: something said about the page, by people who are named as having proposed it.

The words of the edit are those of whoever writes them. The part that keeps what was said tells who
said it, and hears what became of it:

    tell(proposers=..., became=...)      where the parts are put together
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from essp.core.db import session
from essp.people.models import Person
from essp.wiki.editing import Saved
from essp.wiki.models import RevisionCredit

Proposers = Callable[[Person, str, str], Sequence[int]]
Became = Callable[[Person, str, str, int], None]

_told: list[tuple[Proposers, Became]] = []


def tell(*, proposers: Proposers, became: Became) -> None:
    """Say who proposed an edit (actor, uid of the page, key of what was said: ids of people), and
    who hears of its revision. Said again, the last word counts."""
    _told[:] = [(proposers, became)]


def follow(actor: Person, saved: Saved, key: str) -> None:
    """Credit whoever proposed a save, in its transaction; nothing for a save that changed nothing."""
    revision = saved.revision
    if revision is None or not key:
        return
    for proposers, became in _told:
        for person_id in proposers(actor, saved.page.uid, key):
            known = session().get(RevisionCredit, (revision.id, person_id))
            if person_id != revision.author_id and known is None:
                session().add(
                    RevisionCredit(revision_id=revision.id, person_id=person_id, proposed=True)
                )
        session().flush()
        became(actor, saved.page.uid, key, revision.number)
