"""The people of a source of conversations as people of the site, each looked for once a run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from essp.core.db import session
from essp.importers.models import ImportPerson, ImportSource
from essp.importers.records import SourcePerson
from essp.people.models import Person
from essp.people.queries import kept_of
from essp.people.unclaimed import find_or_create_unclaimed, make_unclaimed

EVERYWHERE = "account:"


class Speakers:
    """Whoever speaks in a source. With an address they are found by it, here as in any other import.

    Without one they are known by the source's own name for them, so that two of one name stay two;
    a name that begins with `account:` means the same person in every source of its kind.
    """

    def __init__(self, source_id: int) -> None:
        self._source_id = source_id
        self._ids: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def id_of(self, wanted: SourcePerson, at: datetime) -> int:
        """Their id here; made as unclaimed, or as somebody who left by `at`, when they are new."""
        if wanted.key not in self._ids:
            if wanted.email:
                self._ids[wanted.key] = find_or_create_unclaimed(wanted.name, wanted.email).id
            else:
                self._ids[wanted.key] = self._known(wanted.key) or self._made(wanted, at)
        return self._ids[wanted.key]

    def _known(self, key: str) -> int | None:
        found = select(ImportPerson.person_id).where(ImportPerson.key == key)
        if key.startswith(EVERYWHERE):
            kind = select(ImportSource.kind).where(ImportSource.id == self._source_id)
            alike = select(ImportSource.id).where(ImportSource.kind == kind.scalar_subquery())
            found = found.where(ImportPerson.source_id.in_(alike))
        else:
            found = found.where(ImportPerson.source_id == self._source_id)
        person = session().scalar(found.order_by(ImportPerson.source_id).limit(1))
        return kept_of(session().get_one(Person, person)).id if person is not None else None

    def _made(self, wanted: SourcePerson, at: datetime) -> int:
        person = make_unclaimed(wanted.name, left_at=at if wanted.left else None)
        session().add(ImportPerson(source_id=self._source_id, key=wanted.key, person_id=person.id))
        session().flush()
        return person.id
