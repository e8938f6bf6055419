"""What people have shown about topics, for everyone: who stands behind a topic, since when, and who did.

Read from rows that were made of work which everyone may open. What somebody hides or took off, what
was inferred and is theirs alone to see yet, and who does not want to be found are never among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.expertise import levels
from essp.expertise.models import FinderChoice, Knower, Stand, TopicStand
from essp.expertise.shapes import Level
from essp.people.models import Person
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR, Named, named_for

FRAGILE = 1  # so few people behind a topic that it may be lost with them
MOST = 200


@dataclass(frozen=True)
class Behind:
    """How many people stand behind a topic: those still here with evidence, and those who left."""

    here: int = 0
    left: int = 0

    @property
    def fragile(self) -> bool:
        """Whether the topic may be lost with one person."""
        return self.here <= FRAGILE


def seen_by_others() -> ColumnElement[bool]:
    """The condition on Knower that everyone may see it."""
    kept_back = exists().where(
        TopicStand.person_id == Knower.person_id,
        TopicStand.topic_id == Knower.topic_id,
        TopicStand.stand.in_([Stand.HIDDEN.value, Stand.TAKEN_OFF.value]),
    )
    said = exists().where(
        TopicStand.person_id == Knower.person_id,
        TopicStand.topic_id == Knower.topic_id,
        TopicStand.stand == Stand.SHOWN.value,
    )
    unfound = exists().where(FinderChoice.person_id == Knower.person_id, ~FinderChoice.found)
    shown = or_(Knower.shown_from <= clock.now(), said)
    return and_(shown, ~kept_back, ~unfound)


def knowers_of(topic_id: int, *, left: bool = False, limit: int = MOST) -> Sequence[Knower]:
    """Who has shown that they know a topic, the strongest first; with `left` those who are gone."""
    rows = session().scalars(
        _rows(left)
        .join(Topic, Topic.id == Knower.topic_id)
        .where(STANDS_FOR == topic_id)
        .order_by(Knower.evidence.desc(), Person.sort_key)
        .limit(limit)
    )
    return _first_of_each(rows.all())


def topics_of(actor: Person, person: Person) -> list[tuple[Named, Knower]]:
    """What somebody has shown, as everyone sees it, of topics that the actor may know of."""
    rows = session().scalars(
        select(Knower)
        .where(Knower.person_id == person.id, seen_by_others())
        .order_by(Knower.evidence.desc(), Knower.topic_id)
    )
    return _with_topics(actor, rows.all())


def own_topics(person: Person) -> list[tuple[Named, Knower]]:
    """Everything the finder sees with somebody, whoever else may see it."""
    rows = session().scalars(
        select(Knower)
        .where(Knower.person_id == person.id)
        .order_by(Knower.evidence.desc(), Knower.topic_id)
    )
    return _with_topics(person, rows.all())


def behind(topics: Collection[int]) -> dict[int, Behind]:
    """How many people stand behind each of these topics, those that were merged into them too."""
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = session().execute(
        select(STANDS_FOR, Person.left_at.is_not(None), func.count(Knower.person_id.distinct()))
        .select_from(Knower)
        .join(Topic, Topic.id == Knower.topic_id)
        .join(Person, Person.id == Knower.person_id)
        .where(
            STANDS_FOR.in_(topics), Knower.evidence > 0, Person.same_as_id.is_(None),
            seen_by_others(),
        )
        .group_by(STANDS_FOR, Person.left_at.is_not(None))
    )  # fmt: skip
    for topic_id, gone, people in rows:
        counted[topic_id][int(gone)] = people
    return {each: Behind(*counted[each]) for each in topics}


def best_known(actor: Person, limit: int) -> list[tuple[Named, int]]:
    """Topics that the most people stand behind and that the actor may know of, with how many."""
    people = func.count(Knower.person_id.distinct())
    rows = (
        session()
        .execute(
            select(STANDS_FOR, people)
            .select_from(Knower)
            .join(Topic, Topic.id == Knower.topic_id)
            .join(Person, Person.id == Knower.person_id)
            .where(Person.left_at.is_(None), Knower.evidence > 0, seen_by_others())
            .group_by(STANDS_FOR)
            .order_by(people.desc(), STANDS_FOR)
            .limit(2 * limit)
        )
        .all()
    )
    told = named_for(actor, [row[0] for row in rows])
    return [(told[topic_id], count) for topic_id, count in rows if topic_id in told][:limit]


def _rows(left: bool) -> Select[Knower]:
    gone = Person.left_at.is_not(None) if left else Person.left_at.is_(None)
    return (
        select(Knower)
        .join(Knower.person)
        .options(contains_eager(Knower.person))
        .where(gone, Person.anonymous_at.is_(None), Person.same_as_id.is_(None), seen_by_others())
    )


def _first_of_each(rows: Sequence[Knower]) -> list[Knower]:
    first: dict[int, Knower] = {}
    for row in rows:
        first.setdefault(row.person_id, row)
    return list(first.values())


def _with_topics(actor: Person, rows: Sequence[Knower]) -> list[tuple[Named, Knower]]:
    told = named_for(actor, [row.topic_id for row in rows])
    meant: dict[int, tuple[Named, Knower]] = {}
    for row in rows:
        if row.topic_id in told:
            meant.setdefault(told[row.topic_id].id, (told[row.topic_id], row))
    return list(meant.values())


def level_of(row: Knower) -> Level:
    """The word for what somebody has shown about a topic; as for what is found."""
    if row.evidence <= 0:
        return Level.DECLARED
    confirmed = (
        row.answers
        + 0.7 * row.endorsed
        + 0.5 * (row.edits + row.owned + row.verified)
        + 0.3 * row.helpful
    )
    if _reaches(row, confirmed, levels.STRONG_WORD, levels.STRONG_SHARE, levels.STRONG_WORDS):
        return Level.STRONG
    if _reaches(row, confirmed, levels.GOOD_WORD, levels.GOOD_SHARE, levels.GOOD_WORDS):
        return Level.GOOD
    return Level.SOME


def _reaches(row: Knower, confirmed: float, word: float, share: float, words: int) -> bool:
    return confirmed >= word or (row.share >= share and row.words >= words)
