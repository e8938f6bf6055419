"""Who is on a page now, reading it or writing, and telling them of each other and of new revisions.

Kept in memory, and for other processes of the site as leases that end with the line: nobody can look
up later who read what. Rights are asked again whenever something is told; who may no longer read the
page, or is signed out, is told nothing and no longer shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select

from essp.core import heralding, realtime
from essp.core.db import session
from essp.core.realtime import View
from essp.people.listening import face
from essp.people.models import Person
from essp.spaces.hearing import hearers, present_before
from essp.spaces.models import Space
from essp.wiki.events import PageEdited
from essp.wiki.models import Page, Revision

SHOWN = 12


def subject(page_id: int) -> str:
    """What a page is called among the things that lines show."""
    return f"page:{page_id}"


def come(line: str, page_id: int, *, writing: bool) -> None:
    """A window shows the page from now on; everyone on it is told soon, the newcomer too."""
    realtime.look(line, subject(page_id), writing=writing)
    _tell_soon(page_id)


def gone(view: View) -> None:
    """A window shows its thing no longer; where that was a page, those who stay are told."""
    kind, _, number = view.subject.partition(":")
    if kind == "page":
        _tell_soon(int(number))


def changed(thing: str) -> None:
    """Somebody came or went in another process; where it was a page, who is on it here is told."""
    kind, _, number = thing.partition(":")
    if kind == "page":
        tell_who_is_here(int(number))


def tell_who_is_here(page_id: int) -> None:
    """Tell each window on the page who else is there."""
    present, elsewhere = present_before(subject(page_id), _home_of(page_id))
    named = _named([*present, *elsewhere])
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for view in present:
        # Whoever is not named hears the same as all others who are not: one message for them all.
        lines[view.person_id if view.person_id in named else 0].append(view.line)
    for own, addressed in lines.items():
        told = [shown for person_id, shown in named.items() if person_id != own][:SHOWN]
        realtime.send(addressed, "page:people", {"people": told})


def tell_revised(fact: PageEdited) -> None:
    """Tell the windows on a page that somebody saved a new revision of it."""
    present = [each for each in _hearers(fact.page_id) if each.person_id != fact.actor_id]
    if not present:
        return
    row = session().execute(
        select(Person.name, Person.handle)
        .join(Revision, Revision.author_id == Person.id)
        .where(Revision.page_id == fact.page_id, Revision.number == fact.number)
    )
    name, handle = row.one()
    told = {"number": fact.number, "name": name, "handle": handle}
    realtime.send([each.line for each in present], "page:revised", told)


def _tell_soon(page_id: int) -> None:
    heralding.soon(subject(page_id), partial(tell_who_is_here, page_id))


def _hearers(page_id: int) -> Sequence[View]:
    return hearers(subject(page_id), _home_of(page_id))


def _home_of(page_id: int) -> ColumnElement[bool]:
    return Space.id == select(Page.space_id).where(Page.id == page_id).scalar_subquery()


def _named(present: Sequence[View]) -> dict[int, dict[str, Any]]:
    """Each person once, by id; who writes in one window and reads in another writes. Writers first."""
    writing: dict[int, bool] = {}
    for view in present:
        writing[view.person_id] = writing.get(view.person_id, False) or view.writing
    order = sorted(writing, key=lambda person_id: not writing[person_id])[: SHOWN + 1]
    found = session().scalars(select(Person).where(Person.id.in_(order)))
    people = {person.id: person for person in found}
    return {
        each: {**face(people[each]), "writing": writing[each]} for each in order if each in people
    }


def writers(page_id: int) -> list[str]:
    """The names of those who have the page open in the editor now."""
    here, elsewhere = present_before(subject(page_id), _home_of(page_id))
    return [each["name"] for each in _named([*here, *elsewhere]).values() if each["writing"]]
