"""Guarded pages on the site of the browser's stories: a whole one, a part of one, a locked one."""

from __future__ import annotations

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.guard_asking import ask
from essp.wiki.guard_models import Level
from essp.wiki.protecting import Wish, protect
from essp.wiki.sections import sections_of

TEXT = "Ask first.\n\n## Limits\n\nNever above 92%.\n\n## After\n\nWrite down what you did.\n"


def add_guarded(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Three pages of Pieter, guarded in different ways, and where they are."""
    pieter = people["pieter"]
    with transaction():
        whole, part, locked = (
            create_page(pieter, space, title=title, text=TEXT).page
            for title in ("Limits of lines", "Limits of stations", "Limits in dispute")
        )
        protect(pieter, whole, Wish(Level.BEFORE, reason="These numbers are used by machines."))
        first = sections_of(part)[0].id
        protect(pieter, part, Wish(Level.BEFORE, section_id=first, reason="Agreed with the desk."))
        lock = protect(
            pieter, locked, Wish(Level.LOCKED, reason="An incident is being looked into.")
        )
        ask(people["noor"], locked, reason="The limit of line 4 is wrong since this morning.")
        protect(pieter, locked, Wish(Level.AFTERWARDS, subtree=True))
    assert lock is not None
    return {
        "guarded": whole.uid, "guarded_part": part.uid, "locked": locked.uid, "lock": lock.uid,
    }  # fmt: skip
