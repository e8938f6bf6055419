"""The directory: colleagues in the order of a register, narrowed by what they do, where, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from essp.core import clock
from essp.core.db import session
from essp.core.ids import clean_line, skeleton
from essp.people import spoken
from essp.people.models import Person

PAGE_LENGTH = 50
NEW = timedelta(days=60)
OTHER = "#"

# From what somebody wrote to the name of a topic and the ids of who may be asked about it, or None.
TopicPeople = Callable[[Person, str], tuple[str, Select[int]] | None]


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the directory; empty fields match everyone."""

    name: str = ""
    department: str = ""
    location: str = ""
    language: str = ""
    topic: str = ""
    letter: str = ""
    team: str = ""
    new: bool = False
    left: bool = False
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of the directory: its people, how many match in all, and who stands in for whom.

    `topic` is what the topic that was asked for is called, None where there is none of that name;
    `leader` whose team it is.
    """

    people: Sequence[Person]
    total: int
    page: int
    deputies: dict[int, Person] = field(default_factory=dict)
    topic: str | None = ""
    leader: Person | None = None

    @property
    def has_next(self) -> bool:
        """Whether more people follow."""
        return self.page * PAGE_LENGTH < self.total


@dataclass(frozen=True)
class Choices:
    """What the directory can be narrowed by: each with the letters and words that anybody has."""

    departments: Sequence[str]
    locations: Sequence[str]
    languages: Sequence[tuple[str, str]]
    letters: frozenset[str]


_topic_people: list[TopicPeople] = []


def ask_topics(of: TopicPeople) -> None:
    """Let another part say who may be asked about a topic."""
    _topic_people[:] = [of]


def directory(actor: Person, wanted: Wanted) -> Found:
    """People in the order of a register, or the newest first where newcomers are asked for."""
    conditions, label, leader = narrowed(actor, wanted)
    total = session().scalar(select(func.count()).select_from(Person).where(*conditions)) or 0
    page = max(1, min(wanted.page, -(-total // PAGE_LENGTH) or 1))
    rows = session().scalars(
        _order(select(Person).where(*conditions), wanted)
        .limit(PAGE_LENGTH)
        .offset((page - 1) * PAGE_LENGTH)
    )
    people = rows.all() if total else []
    return Found(people, total, page, deputies_of(people), label, leader)


def narrowed(
    actor: Person, wanted: Wanted
) -> tuple[list[ColumnElement[bool]], str | None, Person | None]:
    """The conditions of who is looked for, what the topic is called (see `Found`), whose team it is."""
    conditions = _conditions(wanted)
    label: str | None = ""
    if wanted.topic:
        meant = _topic_people[0](actor, wanted.topic) if _topic_people else None
        label, ids = meant if meant else (None, select(Person.id).where(Person.id.is_(None)))
        conditions.append(Person.id.in_(ids))
    leader = _leader(wanted)
    if wanted.team:
        conditions.append(Person.manager_id == (leader.id if leader else 0))
    return conditions, label, leader


def deputies_of(people: Iterable[Person]) -> dict[int, Person]:
    """Who can be asked in place of those who noted an absence, by id."""
    ids = {each.deputy_id for each in people if each.deputy_id is not None}
    if not ids:
        return {}
    found = session().scalars(select(Person).where(Person.id.in_(ids), Person.left_at.is_(None)))
    return {each.id: each for each in found}


def choices(reader_language: str) -> Choices:
    """What anybody who is here has: departments, places, languages, letters."""
    here = Person.left_at.is_(None)
    said = spoken.gathered(session().scalars(_distinct(Person.speaks_key, here)))
    languages = sorted((spoken.name_of(key, reader_language), key) for key in said)
    first = func.substr(Person.sort_key, 1, 1)
    letters = session().scalars(select(first).where(here).distinct())
    return Choices(
        departments=session().scalars(_distinct(Person.department, here)).all(),
        locations=session().scalars(_distinct(Person.location, here)).all(),
        languages=[(key, name) for name, key in languages],
        letters=frozenset(each if "a" <= each <= "z" else OTHER for each in letters if each),
    )


def newcomers(limit: int = 6) -> Sequence[Person]:
    """Who joined lately, the newest first."""
    return (
        session()
        .scalars(
            select(Person)
            .where(Person.left_at.is_(None), Person.joined_at > clock.now() - NEW)
            .order_by(Person.joined_at.desc(), Person.id.desc())
            .limit(limit)
        )
        .all()
    )


def _distinct(column: InstrumentedAttribute[str], here: ColumnElement[bool]) -> Select[str]:
    return select(column).where(column != "", here).distinct().order_by(column)


def _order(people: Select[Person], wanted: Wanted) -> Select[Person]:
    if wanted.new:
        return people.order_by(Person.joined_at.desc(), Person.id.desc())
    return people.order_by(Person.sort_key, Person.id)


def _leader(wanted: Wanted) -> Person | None:
    if not wanted.team:
        return None
    return session().scalar(select(Person).where(Person.handle == clean_line(wanted.team)))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Person.name_key.contains(word, autoescape=True)
        | Person.handle.startswith(word, autoescape=True)
        for word in skeleton(wanted.name).split()[:8]
    ]
    conditions.append(Person.left_at.is_not(None) if wanted.left else Person.left_at.is_(None))
    conditions.append(Person.same_as_id.is_(None))
    if wanted.department:
        conditions.append(Person.department == clean_line(wanted.department))
    if wanted.location:
        conditions.append(Person.location == clean_line(wanted.location))
    if wanted.language:
        conditions.append(_speaks(wanted.language))
    if wanted.letter:
        conditions.append(_begins_with(wanted.letter.lower()[:1]))
    if wanted.new:
        conditions.append(Person.joined_at > clock.now() - NEW)
    return conditions


def _speaks(language: str) -> ColumnElement[bool]:
    said = session().scalars(select(Person.speaks_key).where(Person.speaks_key != "").distinct())
    written = spoken.gathered(said).get(spoken.meant(language), set())
    if not written:
        return Person.id.is_(None)
    return or_(
        *(Person.speaks_key.contains(f"|{each}|", autoescape=True) for each in sorted(written))
    )


def _begins_with(letter: str) -> ColumnElement[bool]:
    first = func.substr(Person.sort_key, 1, 1)
    if "a" <= letter <= "z":
        return first == letter
    return (first < "a") | (first > "z")
