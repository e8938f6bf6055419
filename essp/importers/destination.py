"""Where an import writes, and as whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import lock, session
from essp.core.decision import NotFound
from essp.importers.models import ImportSource
from essp.people.models import Person
from essp.spaces.governing import create_space
from essp.spaces.models import Space
from essp.spaces.queries import find_space


@dataclass(frozen=True, slots=True)
class Destination:
    """By ids: who imports, into which space, from which source."""

    actor_id: int
    space_id: int
    source_id: int

    def found(self) -> tuple[Person, Space]:
        """The actor and the space, with the source held: one run writes at a time."""
        lock(ImportSource, self.source_id)
        return session().get_one(Person, self.actor_id), session().get_one(Space, self.space_id)


def known_space(actor: Person, slug: str) -> Space | None:
    """The space of a slug, where there is one that the actor may know of."""
    try:
        return find_space(actor, slug)
    except NotFound:
        return None


def space_of(actor: Person, slug: str) -> Space:
    """The space of a slug, which is made when it is missing."""
    name = slug.replace("-", " ").strip()
    return known_space(actor, slug) or create_space(
        actor, name=name[:1].upper() + name[1:], slug=slug
    )


def source_in(space: Space, kind: str, folder: str) -> ImportSource | None:
    """What earlier runs noted of a source."""
    return session().scalar(
        select(ImportSource).where(
            ImportSource.space_id == space.id,
            ImportSource.kind == kind,
            ImportSource.folder == folder,
        )
    )
