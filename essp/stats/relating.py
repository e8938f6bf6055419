"""Who had to do with whom, from deeds: ties between two people, and who works where.

A tie is at least one reply, answer or acceptance between two people, or a page that both changed. To
mention or to read is none. A page that very many changed ties nobody: they did not meet there. People
have one department on a map, that of the end of the window; whoever left by then is not on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import (
    ColumnElement,
    case,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from essp.people.models import Person
from essp.stats.asking import Asked
from essp.stats.models import Deed, DepartmentStay
from essp.stats.silos import Map
from essp.stats.verbs import MIGRATION, Did, Thing
from essp.stats.withholding import LEAST

WINDOW = 90  # days
MOST_TOGETHER = 20  # people who changed a page, above which it ties nobody
BRIDGED = 3  # ties between two departments, from which on somebody may hold them together
TO_SOMEBODY = (Did.ANSWER, Did.REPLY, Did.ACCEPT)
SPOKE = (Did.ANSWER, Did.REPLY)
CHANGED = (Did.CREATE_PAGE, Did.EDIT_PAGE)
Two = tuple[str, str]


def done(asked: Asked, verbs: Iterable[Did], deed: Any = Deed) -> list[ColumnElement[bool]]:
    """The conditions on deeds of these kinds, of people, in the window, where things count."""
    return [
        deed.day >= asked.first, deed.day <= asked.day, deed.verb.in_([each.value for each in verbs]),
        ~deed.bot, asked.places(deed.space_id),
        true() if asked.imported else deed.source != MIGRATION,
    ]  # fmt: skip


def spoken(asked: Asked) -> Any:
    """Who answered or replied to whom: key, one, other; each once, and nobody to themselves."""
    return _between_those_here(
        asked,
        select(asked.key(Deed.space_id).label("key"), Deed.actor_id.label("one"),
               Deed.to_id.label("other"))
        .where(*done(asked, SPOKE), Deed.to_id.is_not(None), Deed.to_id != Deed.actor_id),
    )  # fmt: skip


def met(asked: Asked) -> Any:
    """Who had to do with whom by words: key, one, other; the lower id first, each pair once."""
    key = asked.key(Deed.space_id).label("key")
    lower = case((Deed.actor_id < Deed.to_id, Deed.actor_id), else_=Deed.to_id)
    higher = case((Deed.actor_id < Deed.to_id, Deed.to_id), else_=Deed.actor_id)
    wanted = select(key, lower.label("one"), higher.label("other")).where(
        *done(asked, TO_SOMEBODY), Deed.to_id.is_not(None), Deed.to_id != Deed.actor_id
    )
    return _between_those_here(asked, wanted.distinct())


def changed(asked: Asked) -> Any:
    """Who changed which page, of pages that tie people: key, page_id, person_id.

    Who of them tied whom is for `ties_in`: joined to themselves these are too many rows for SQLite, which
    reads all of them once for each.
    """
    key = asked.key(Deed.space_id).label("key")
    each = (
        select(key, Deed.object_id.label("page_id"), Deed.actor_id.label("person_id"))
        .where(*done(asked, CHANGED), Deed.kind == Thing.PAGE.value)
        .distinct()
        .subquery()
    )
    page = (each.c.key, each.c.page_id)
    counted = (
        select(
            *page, each.c.person_id, Person.left_at, func.count().over(partition_by=page).label("many"),
            func.sum(case((here(asked), 1), else_=0)).over(partition_by=page).label("stay"),
        )
        .join(Person, Person.id == each.c.person_id)
        .subquery()
    )  # fmt: skip
    return select(counted.c.key, counted.c.page_id, counted.c.person_id).where(
        counted.c.many <= MOST_TOGETHER, counted.c.stay > 1, here(asked, counted.c)
    )


def ties_in(
    met: Iterable[tuple[int, int]], changed: Iterable[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """Ties, the lower id first, each once: of pairs that met, and of (page, person) that changed it."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for page, person in changed:
        together[page].append(person)
    found = set(met)
    for people in together.values():
        found.update(combinations(sorted(people), 2))
    return sorted(found)


def _between_those_here(asked: Asked, wanted: Any) -> Any:
    pairs, one, other = wanted.subquery(), aliased(Person), aliased(Person)
    return (
        select(pairs.c.key, pairs.c.one, pairs.c.other)
        .join(one, one.id == pairs.c.one)
        .join(other, other.id == pairs.c.other)
        .where(here(asked, one), here(asked, other))
        .distinct()
    )


def here(asked: Asked, person: Any = Person) -> ColumnElement[bool]:
    """The condition that somebody had not left at the end of the day."""
    return or_(person.left_at.is_(None), person.left_at >= asked.now)


def department_of(asked: Asked, person: Any = Person) -> ColumnElement[str]:
    """Where somebody worked at the end of the day; before anything is known, where they were first."""
    stay = select(DepartmentStay.department).where(DepartmentStay.person_id == person.id)
    last = stay.where(DepartmentStay.since < asked.now).order_by(DepartmentStay.since.desc())
    first = stay.order_by(DepartmentStay.since)
    return func.coalesce(
        last.limit(1).correlate(person).scalar_subquery(),
        first.limit(1).correlate(person).scalar_subquery(),
        person.department,
    )


def bridges(
    departments: Mapping[int, str], met: Iterable[Sequence[int]]
) -> dict[Two, Collection[int]]:
    """For two departments with three ties or more: the people without whom they had none.

    Whom it is about is told to nobody but them, nor which two departments these are: `held_by_few`.
    """
    found: dict[Two, Collection[int]] = {}
    for two, pairs in _between(departments, met).items():
        if len(pairs) >= BRIDGED:
            each = Counter(person for pair in pairs for person in pair)
            alone = [person for person, count in each.items() if count == len(pairs)]
            if alone:
                found[two] = sorted(alone)
    return found


def held_by_few(departments: Mapping[int, str], met: Iterable[Sequence[int]]) -> list[Two]:
    """Two departments with three ties or more that would have none without one to four people.

    What others are told of a pair, so that it never says of one person that all hangs on them. The fewest
    people who have a part in each tie are as many as ties can be found that share nobody (König, 1931).
    """
    return sorted(
        two
        for two, pairs in _between(departments, met).items()
        if len(pairs) >= BRIDGED and not _apart(pairs, LEAST)
    )


def _apart(pairs: Iterable[tuple[int, int]], most: int) -> bool:
    """Whether so many of these ties can be found that share nobody (Kuhn, 1955)."""
    ties: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in sorted(pairs):
        ties[one].append(other)
    taken: dict[int, int] = {}

    def find(one: int, tried: set[int]) -> bool:
        for other in ties[one]:
            if other not in tried:
                tried.add(other)
                if other not in taken or find(taken[other], tried):
                    taken[other] = one
                    return True
        return False

    for one in ties:
        find(one, set())
        if len(taken) >= most:
            return True
    return False


def _between(
    departments: Mapping[int, str], met: Iterable[Sequence[int]]
) -> Mapping[Two, Collection[tuple[int, int]]]:
    """The ties between each two departments, each with who is of the first of them first."""
    found: defaultdict[Two, set[tuple[int, int]]] = defaultdict(set)
    for one, other in met:
        a, b = departments.get(one), departments.get(other)
        if a is not None and b is not None and a != b:
            if a < b:
                found[a, b].add((one, other))
            else:
                found[b, a].add((other, one))
    return found


def across(found: Map) -> tuple[float | None, float | None]:
    """The share of ties between departments, and that share for each expected one; None of no ties."""
    if not found.all_ties:
        return None, None
    inside = sum(count for (one, other), count in found.ties.items() if one == other)
    by_chance = 1 - sum((each / (2 * found.all_ties)) ** 2 for each in found.degrees.values())
    share = (found.all_ties - inside) / found.all_ties
    return share, share / by_chance if by_chance > 1e-12 else None
