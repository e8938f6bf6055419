"""Who meets whom, as SQL, and what it says of pairs, departments and grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from essp.core.figures import Share, count_band
from essp.discussions.models import Post, Thread
from essp.expertise.known import seen_by_others
from essp.expertise.models import Knower
from essp.people.models import Person
from essp.stats import questions as q
from essp.stats.asking import Asked, Axis
from essp.stats.matrix import parts_of
from essp.stats.measures import Reading
from essp.stats.models import Deed
from essp.stats.relating import (
    TO_SOMEBODY,
    across,
    bridges,
    changed,
    department_of,
    done,
    held_by_few,
    here,
    met,
    spoken,
    ties_in,
)
from essp.stats.silos import map_of
from essp.stats.verbs import CONTRIBUTES
from essp.topics.models import Topic
from essp.topics.queries import STANDS_FOR

GRADES = 12  # managers above one another, beyond which a line is taken for a circle
TIE, PAGE, PERSON, TOPIC = "tie", "page", "person", "topic"
Rows = Sequence[Row[Any]]


def mutual(asked: Asked) -> Any:
    """Pairs of people: `both` 1 where each answered the other."""
    every = spoken(asked).subquery()
    lower = case((every.c.one < every.c.other, every.c.one), else_=every.c.other)
    higher = case((every.c.one < every.c.other, every.c.other), else_=every.c.one)
    pairs = (
        select(every.c.key, lower.label("one"), higher.label("other"),
               case((func.count() > 1, 1), else_=0).label("both"))
        .group_by(every.c.key, lower, higher)
        .subquery()
    )  # fmt: skip
    each = union(
        select(pairs.c.key, pairs.c.one.label("person_id")), select(pairs.c.key, pairs.c.other)
    ).subquery()
    people = select(each.c.key, func.count().label("people")).group_by(each.c.key).subquery()
    # Added up before they are joined: SQLite would otherwise make the people anew for each pair.
    told = (
        select(pairs.c.key, func.count().label("whole"), func.sum(pairs.c.both).label("part"))
        .group_by(pairs.c.key)
        .subquery()
    )
    return select(told.c.key, told.c.whole, told.c.part, people.c.people).join(
        people, people.c.key == told.c.key
    )


def met_and_where(asked: Asked) -> Any:
    """Who met whom, who changed which page, who worked where; with topics the departments that have
    something to say about them.
    """
    nothing, no_name = null().label("other"), cast(null(), String).label("department")
    spoke, wrote = met(asked).cte("met"), changed(asked).cte("wrote")
    tied = select(
        spoke.c.key, literal(TIE).label("what"), spoke.c.one, spoke.c.other.label("other"), no_name
    )
    together = select(
        wrote.c.key, literal(PAGE).label("what"), wrote.c.page_id, wrote.c.person_id, no_name
    )
    if asked.axis is Axis.SITE:
        everybody = select(
            literal("").label("key"), literal(PERSON).label("what"), Person.id.label("one"),
            cast(nothing, Integer).label("other"), department_of(asked).label("department"),
        ).where(_counted(asked))  # fmt: skip
        every = union_all(tied, together, everybody, _on_topics(asked))
        return every.subquery().select()
    ends = union(
        select(spoke.c.key, spoke.c.one.label("person_id")), select(spoke.c.key, spoke.c.other),
        select(wrote.c.key, wrote.c.person_id),
    ).subquery()  # fmt: skip
    taking_part = select(
        ends.c.key, literal(PERSON).label("what"), Person.id.label("one"),
        cast(nothing, Integer).label("other"), department_of(asked).label("department"),
    ).join(Person, Person.id == ends.c.person_id)  # fmt: skip
    return union_all(tied, together, taking_part).subquery().select()


def _counted(asked: Asked) -> Any:
    """People with an account; whom an import brought too, where that is asked for."""
    joined = Person.joined_at < asked.now
    return and_(or_(joined, Person.joined_at.is_(None)) if asked.imported else joined, here(asked))


def _on_topics(asked: Asked) -> Any:
    """Which topics somebody of a department knows, or asked about in the window."""
    knows = (
        select(STANDS_FOR.label("topic_id"), department_of(asked).label("department"))
        .select_from(Knower)
        .join(Topic, Topic.id == Knower.topic_id)
        .join(Person, Person.id == Knower.person_id)
        .where(Knower.evidence > 0, here(asked), seen_by_others(), Topic.opened_at.is_not(None))
    )
    carried = q.topics_of_threads().subquery()
    asks = (
        select(carried.c.topic_id, department_of(asked).label("department"))
        .select_from(Thread)
        .join(carried, carried.c.thread_id == Thread.id)
        .join(Person, Person.id == Thread.author_id)
        .where(
            Thread.at >= asked.since, Thread.at < asked.now, Thread.listed(),
            asked.places(Thread.space_id), here(asked),
        )
    )  # fmt: skip
    every = union(knows, asks).subquery()
    return select(
        literal("").label("key"), literal(TOPIC).label("what"), every.c.topic_id.label("one"),
        cast(null(), Integer).label("other"), every.c.department,
    )  # fmt: skip


def _people_and_ties(rows: Rows) -> tuple[dict[int, str], Sequence[tuple[int, int]]]:
    departments = {row.one: row.department for row in rows if row.what == PERSON}
    ties = ties_in(
        ((row.one, row.other) for row in rows if row.what == TIE),
        ((row.one, row.other) for row in rows if row.what == PAGE),
    )
    return departments, ties


def silos(rows: Rows) -> Reading:
    """How far ties keep to departments, and every pair of them."""
    departments, ties = _people_and_ties(rows)
    found = map_of(departments, ties)
    topics: dict[int, set[str]] = {}
    for row in rows:
        if row.what == TOPIC:
            topics.setdefault(row.one, set()).add(row.department)
    holding = held_by_few(departments, ties)
    shared = {topic: where for topic, where in topics.items() if len(where) > 1}
    people = {each for two in ties for each in two}
    return Reading(
        found.modularity, found.all_ties, len(people), None, parts_of(found, holding, shared)
    )


def crossing(rows: Rows) -> Reading:
    """Ties across departments for each one that chance would make."""
    departments, ties = _people_and_ties(rows)
    found = map_of(departments, ties)
    part, ratio = across(found)
    people = {each for two in ties for each in two}
    out = round(part * found.all_ties) if part is not None else 0
    return Reading(
        ratio, found.all_ties, len(people), None, {"share": part, "across": out}
    )  # fmt: skip


def bridged(rows: Rows) -> Reading:
    """How many pairs of departments hang on one person; not which."""
    departments, ties = _people_and_ties(rows)
    holding = bridges(departments, ties)
    people = {each for two in ties for each in two}
    return Reading(
        float(len(holding)) if ties else None, len(ties), len(people), count_band(len(holding))
    )  # fmt: skip


def grades(asked: Asked) -> Any:
    """Conversations by how many different numbers of managers stand above those who take part."""
    top = Person.manager_id.is_(None) & exists().where(aliased(Person).manager_id == Person.id)
    line = select(Person.id.label("person_id"), literal(0).label("grade")).where(top)
    above = line.cte("grade", recursive=True)
    below = aliased(Person)
    above = above.union(
        select(below.id, above.c.grade + 1)
        .join(above, below.manager_id == above.c.person_id)
        .where(above.c.grade < GRADES)
    )
    begun = q.threads(asked, asked.since, asked.now).subquery()
    each = (
        select(begun.c.key, begun.c.id, func.max(begun.c.person_id).label("person_id"),
               case((func.min(above.c.grade) < func.max(above.c.grade), 1), else_=0).label("both"))
        .join(Post, Post.thread_id == begun.c.id)
        .join(above, above.c.person_id == Post.author_id)
        .where(Post.at < asked.now, q.in_sight(Post, asked))
        .group_by(begun.c.key, begun.c.id)
        .having(func.count(Post.author_id.distinct()) > 1)
        .subquery()
    )  # fmt: skip
    return select(
        each.c.key, func.count().label("whole"), func.sum(each.c.both).label("part"),
        func.count(each.c.person_id.distinct()).label("people"),
    ).group_by(each.c.key)  # fmt: skip


def isolated(asked: Asked) -> Any:
    """How many contributed, and how many of them somebody else replied to; of a space, in it."""
    key = asked.key(Deed.space_id, Deed.department).label("key")
    wrote = (
        select(key, Deed.actor_id.label("person_id"))
        .join(Person, Person.id == Deed.actor_id)
        .where(*done(asked, CONTRIBUTES), here(asked))
        .distinct()
        .subquery()
    )
    place = asked.key(Deed.space_id) if asked.axis is Axis.SPACE else literal("")
    heard = (
        select(place.label("place"), Deed.to_id.label("person_id"))
        .where(*done(asked, TO_SOMEBODY), Deed.to_id != Deed.actor_id)
        .distinct()
        .subquery()
    )
    same = heard.c.person_id == wrote.c.person_id
    if asked.axis is Axis.SPACE:
        same = and_(same, heard.c.place == wrote.c.key)
    return (
        select(
            wrote.c.key, func.count().label("whole"), func.count(heard.c.person_id).label("heard")
        )
        .outerjoin(heard, same)
        .group_by(wrote.c.key)
    )


def unheard(rows: Rows) -> Reading:
    """How many contributed and had no reply by anybody else."""
    whole = sum(int(row.whole) for row in rows)
    alone = whole - sum(int(row.heard) for row in rows)
    found = Share(alone, whole)
    return Reading(float(alone), whole, whole, count_band(alone), {"share": found.value})
