"""Who is on a page now, reading it or writing, and telling them of each other and of new revisions.

Kept in the memory of this process and nowhere else: nobody can look up later who read what. Rights
are asked again whenever something is told; who may no longer read the page, or is signed out, is told
nothing and no longer shown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from essp.core import clock, realtime
from essp.core.db import session
from essp.people.models import Person, SignIn
from essp.spaces.policy import readable_by_person
from essp.wiki.events import PageEdited
from essp.wiki.models import Page, Revision

SHOWN = 12


@dataclass(frozen=True)
class Visit:
    """One open page in one window: `line` is the live line to it."""

    line: str
    page_id: int
    person_id: int
    sign_in_id: int
    writing: bool


class Visits:
    """The open pages of this process."""

    def __init__(self) -> None:
        self._by_line: dict[str, Visit] = {}
        self._lock = threading.Lock()

    def begin(self, visit: Visit) -> int | None:
        """Note a visit; gives the id of another page that the same window showed before."""
        with self._lock:
            before = self._by_line.get(visit.line)
            self._by_line[visit.line] = visit
        return before.page_id if before and before.page_id != visit.page_id else None

    def end(self, line: str) -> int | None:
        """Forget a window; gives the id of the page it showed."""
        with self._lock:
            before = self._by_line.pop(line, None)
        return before.page_id if before else None

    def of(self, page_id: int) -> list[Visit]:
        """Every visit of a page, the first first."""
        with self._lock:
            return [visit for visit in self._by_line.values() if visit.page_id == page_id]


visits = Visits()


def come(visit: Visit) -> None:
    """Begin a visit and tell everyone on the page, the newcomer too."""
    left = visits.begin(visit)
    if left is not None:
        tell_who_is_here(left)
    tell_who_is_here(visit.page_id)


def go(line: str) -> None:
    """End a visit and tell those who stay."""
    page_id = visits.end(line)
    if page_id is not None:
        tell_who_is_here(page_id)


def tell_who_is_here(page_id: int) -> None:
    """Tell each window on the page who else is there."""
    present = _admitted(page_id)
    people = _people(visit.person_id for visit in present)
    for visit in present:
        others = [each for each in present if each.person_id != visit.person_id]
        realtime.send(visit.line, "page:people", {"people": _shown(others, people)})


def tell_revised(fact: PageEdited) -> None:
    """Tell the windows on a page that somebody saved a new revision of it."""
    present = _admitted(fact.page_id)
    if not present:
        return
    row = session().execute(
        select(Person.name, Person.handle)
        .join(Revision, Revision.author_id == Person.id)
        .where(Revision.page_id == fact.page_id, Revision.number == fact.number)
    )
    name, handle = row.one()
    for visit in present:
        told = {"number": fact.number, "name": name, "handle": handle}
        if visit.person_id != fact.actor_id:
            realtime.send(visit.line, "page:revised", told)


def _admitted(page_id: int) -> list[Visit]:
    """The visits of people who are signed in and may read the page now; the others end here."""
    present = visits.of(page_id)
    if not present:
        return []
    allowed = set(session().scalars(_living_readers(page_id, present)))
    for visit in present:
        if visit.sign_in_id not in allowed:
            visits.end(visit.line)
            realtime.cut(visit.line)
    return [visit for visit in present if visit.sign_in_id in allowed]


def _living_readers(page_id: int, present: Sequence[Visit]) -> Any:
    return (
        select(SignIn.id)
        .join(SignIn.person)
        .join(Page, Page.id == page_id)
        .join(Page.space)
        .where(
            SignIn.id.in_({visit.sign_in_id for visit in present}),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > clock.now(),
            Person.left_at.is_(None),
            readable_by_person(Person.id),
        )
    )


def _people(ids: Iterable[int]) -> dict[int, Person]:
    found = session().scalars(select(Person).where(Person.id.in_(set(ids))))
    return {person.id: person for person in found}


def _shown(others: Sequence[Visit], people: dict[int, Person]) -> list[dict[str, Any]]:
    """Each person once; who writes in one window and reads in another is writing. Writers first."""
    writing: dict[int, bool] = {}
    for visit in others:
        writing[visit.person_id] = writing.get(visit.person_id, False) or visit.writing
    order = sorted(writing, key=lambda person_id: not writing[person_id])[:SHOWN]
    return [
        {
            "name": people[person_id].name,
            "handle": people[person_id].handle,
            "monogram": people[person_id].monogram,
            "tint": people[person_id].tint,
            "picture": people[person_id].picture_url,
            "writing": writing[person_id],
        }
        for person_id in order
        if person_id in people
    ]
