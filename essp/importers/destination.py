"""Where an import writes, and as whom."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.db import lock, session
from essp.importers.models import ImportSource
from essp.people.models import Person
from essp.spaces.models import Space


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
