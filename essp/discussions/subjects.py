"""What threads are about. Discussions know people and topics; of anything else its own part tells.

    tell("page", find=..., name=...)      where the parts are put together

`find` leads from the key in an address to id and space, through the actor; `name` gives titles and
addresses of those ids that the actor may know of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.i18n import language
from essp.discussions.models import About, Thread
from essp.people.models import Person
from essp.people.queries import find_person
from essp.topics.queries import find_topic, named_for

Find = Callable[[Person, str], tuple[int, int | None]]
Name = Callable[[Person, Collection[int]], Mapping[int, tuple[str, str]]]


@dataclass(frozen=True)
class Subject:
    """One thing a thread is about, as the actor may know of it. `space_id` is where it stands."""

    kind: About
    id: int
    title: str
    url: str
    key: str = ""
    space_id: int | None = None


_find: dict[About, Find] = {}
_name: dict[About, Name] = {}


def tell(kind: str, *, find: Find, name: Name) -> None:
    """Let threads be about things of this kind; said again, the last word counts."""
    _find[About(kind)], _name[About(kind)] = find, name


def find_subject(actor: Person, kind: About, key: str) -> Subject:
    """What a thread is to be about. Raises NotFound also for what the actor may not know of."""
    find = _find.get(kind)
    if find is None:
        raise NotFound
    found, space_id = find(actor, key)
    told = _name[kind](actor, [found]).get(found)
    if told is None:
        raise NotFound
    return Subject(kind, found, *told, key=key, space_id=space_id)


def subject_meant(actor: Person, text: str) -> Subject | None:
    """The thing that `page:uid`, `person:handle` or `topic:address` names; None for nothing.

    Raises NotFound.
    """
    if not text:
        return None
    kind, _colon, key = text.partition(":")
    if kind not in {About.PAGE.value, About.PERSON.value, About.TOPIC.value}:
        raise NotFound
    return find_subject(actor, About(kind), key)


def subject_of(actor: Person, thread: Thread) -> Subject | None:
    """What a thread is about; None for nothing, or for what the actor may not know of."""
    return subjects_of(actor, [thread]).get(thread.id)


def subjects_of(actor: Person, threads: Collection[Thread]) -> dict[int, Subject]:
    """The same for several threads, by their ids: one question for each kind of thing."""
    wanted: dict[About, dict[int, int]] = {}
    for thread in threads:
        if thread.about_id is not None:
            kind = About.PAGE if thread.about_kind == "passage" else About(thread.about_kind)
            wanted.setdefault(kind, {})[thread.id] = thread.about_id
    found: dict[int, Subject] = {}
    for kind, ids in wanted.items():
        told = _name[kind](actor, set(ids.values())) if kind in _name else {}
        found |= {each: Subject(kind, one, *told[one]) for each, one in ids.items() if one in told}
    return found


def named_pages(actor: Person, ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Titles and addresses of those pages that the actor may know of."""
    name = _name.get(About.PAGE)
    return name(actor, ids) if name is not None and ids else {}


def _person(_actor: Person, key: str) -> tuple[int, None]:
    return find_person(key).id, None


def _people(_actor: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = session().execute(
        select(Person.id, Person.name, Person.handle).where(Person.id.in_(ids))
    )
    return {row.id: (row.name, f"/people/{row.handle}") for row in rows}


def _topic(actor: Person, key: str) -> tuple[int, None]:
    return find_topic(actor, key).id, None


def _topics(actor: Person, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    told = named_for(actor, ids)
    return {each: (one.label(language()), f"/topics/{one.slug}") for each, one in told.items()}


tell("person", find=_person, name=_people)
tell("topic", find=_topic, name=_topics)
