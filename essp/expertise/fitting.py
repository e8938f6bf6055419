"""Who fits a question: people with evidence who may read it, have room for it, and did not say no.

Evidence comes first and load takes from it: somebody with strong evidence and two questions waiting
stands level with somebody with some evidence and none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.expertise import finding
from essp.expertise.queries import asked_lately, choices_of, not_me_of, open_invitations
from essp.expertise.shapes import Found, Level, Line, Wanted
from essp.people.absences import is_away
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person

LOOKED_AT = 24
WEIGHT = {Level.STRONG: 3.0, Level.GOOD: 2.0, Level.SOME: 1.0, Level.DECLARED: 0.5}


@dataclass(frozen=True)
class Fit:
    """Somebody to be asked, with the lines that say why; `for_` is who is away and named them."""

    person: Person
    lines: Sequence[Line] = ()
    for_: Person | None = None


@dataclass(frozen=True)
class Asked:
    """A question that looks for people: who asks, in which words, where if that is known already;
    `topics` are what it names."""

    actor: Person
    words: str
    space: Space | None
    found: Sequence[Found]
    topics: Sequence[int]


def look(actor: Person, words: str, space: Space | None) -> Asked:
    """Who knows about a question, as far as its asker may see it."""
    answer = finding.find(actor, words, Wanted(limit=LOOKED_AT))
    return Asked(actor, words, space, answer.people, [each.id for each in answer.topics])


def fits(asked: Asked, but: Collection[int] = (), seen_by: Person | None = None) -> list[Fit]:
    """People to be asked, the most fitting first; for its asker (`seen_by`) without any trace of a no."""
    load = open_invitations([each.person.id for each in asked.found], seen_by)
    ordered = sorted(
        asked.found, key=lambda each: -WEIGHT[each.level] / (1 + load.get(each.person.id, 0))
    )
    here = list(_here(ordered))
    ids = [each.person.id for each in here]
    able = open_to(asked, ids, seen_by) - set(but)
    willing = {each for each, choice in choices_of(ids).items() if choice.suggested}
    chosen: dict[int, Fit] = {}
    for each in here:
        if each.person.id in able & willing:
            chosen.setdefault(each.person.id, each)
    return list(chosen.values())


def open_to(asked: Asked, people: Collection[int], seen_by: Person | None = None) -> set[int]:
    """Who of these may be asked now: may read it, is here, has room today, and did not say no before."""
    here = select(Person.id).where(
        Person.id.in_(people), Person.id != asked.actor.id, Person.joined_at.is_not(None),
        Person.left_at.is_(None), Person.anonymous_at.is_(None),
    )  # fmt: skip
    if asked.space is not None:
        place = Space.id == asked.space.id
        here = here.join(Space, place).where(readable_by_person(Person.id))
    ids = set(session().scalars(here))
    lately, choices = asked_lately(ids, seen_by), choices_of(ids)
    room = {
        each for each in ids if choices[each].found and lately.get(each, 0) < choices[each].most
    }
    return room - not_me_of(room, asked.topics, asked.words, seen_by)


def fit_of(asked: Asked, person: Person) -> Fit:
    """Somebody who was named, or who stands in while they are away, with the lines about who was named."""
    lines = next((each.lines for each in asked.found if each.person.id == person.id), ())
    if not is_away(person):
        return Fit(person, lines)
    deputy = session().get(Person, person.deputy_id) if person.deputy_id else None
    return Fit(person, lines) if deputy is None or is_away(deputy) else Fit(deputy, lines, person)


def _here(ordered: Sequence[Found]) -> Iterator[Fit]:
    for each in ordered:
        if each.room.away_until is None:
            yield Fit(each.person, each.lines)
        elif each.room.deputy is not None and not is_away(each.room.deputy):
            yield Fit(each.room.deputy, each.lines, each.person)
