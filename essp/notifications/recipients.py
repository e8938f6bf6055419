"""Who hears of a notice: worked out by the database for everybody at once.

One statement finds what each person watches of it, lets the nearest decide, adds whoever is named,
and leaves out the one who did it, those who have left and those who may not read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from essp.core.db import session
from essp.notifications.levels import NEAR, RANKS, Kind, needed
from essp.notifications.models import (
    Level,
    Named,
    Notice,
    Notification,
    QuietCall,
    Subject,
    Told,
    Watch,
)
from essp.notifications.tallies import recount
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person


@dataclass(frozen=True)
class Called:
    """A group of which everyone was called: `people` is the condition on Person of belonging to it."""

    reason: Named
    group_id: int
    people: ColumnElement[bool]


@dataclass(frozen=True)
class Scope:
    """Where something happened: all that it can be watched by. `line` are pages from the top down.

    `named` are people by why it is about them; `called` the groups of which everyone was called.
    `known_to` had a part in it beside the one who did it: they hear nothing of it either.
    """

    space_id: int
    author_id: int
    thread_id: int | None = None
    page_id: int | None = None
    line: Sequence[int] = ()
    topics: Collection[int] = ()
    named: Mapping[Named, Collection[int]] = field(default_factory=dict)
    called: Sequence[Called] = ()
    known_to: Collection[int] = ()


def tell(notice: Notice, scope: Scope) -> bool:
    """Write a row for everybody who hears of the notice: whether anybody does. Twice adds none."""
    told = _told(notice, scope).subquery()
    rows = (
        select(
            told.c.person_id,
            literal(notice.id),
            literal(notice.about),
            literal(notice.about_id),
            told.c.reason,
            told.c.reason_id,
            told.c.direct,
        )
        .join(Person, Person.id == told.c.person_id)
        .join(Space, Space.id == scope.space_id)
        .where(
            Person.id.not_in([notice.actor_id, *scope.known_to]),
            Person.joined_at.is_not(None),
            Person.left_at.is_(None),
            Space.practice.is_(False),
            readable_by_person(Person.id),
        )
    )
    columns = ["person_id", "notice_id", "about", "about_id", "reason", "reason_id", "direct"]
    session().execute(insert_into(Notification).from_select(columns, rows).on_conflict_do_nothing())
    note_things(Notification.notice_id == notice.id)
    anybody = select(Notification.person_id).where(Notification.notice_id == notice.id).limit(1)
    return session().scalar(anybody) is not None


def note_things(rows: ColumnElement[bool]) -> None:
    """Keep for each person and thing that these rows tell of its newest notice and what is unread."""
    keys = (Notification.person_id, Notification.about, Notification.about_id)
    newest = select(*keys, func.max(Notification.notice_id)).where(rows).group_by(*keys)
    names = [key.key for key in keys]
    wanted = insert_into(Told).from_select([*names, "newest"], newest)
    later = case((wanted.excluded.newest > Told.newest, wanted.excluded.newest), else_=Told.newest)
    session().execute(wanted.on_conflict_do_update(index_elements=names, set_={"newest": later}))
    here = tuple_(Told.person_id, Told.about, Told.about_id)
    recount(here.in_(select(*keys).where(rows)))


def insert_into(table: Any) -> Any:
    """An insert of this database that can leave out what is there already."""
    on_sqlite = session().get_bind().dialect.name == "sqlite"
    return (insert_sqlite if on_sqlite else insert_postgresql)(table)


def _told(notice: Notice, scope: Scope) -> CompoundSelect[Any]:
    nearest = _nearest(notice, scope).cte("nearest")
    least = case(
        *((nearest.c.subject == each.value, needed(Kind(notice.kind), each)) for each in Subject),
        else_=len(RANKS),
    )
    named = {person for people in scope.named.values() for person in people}
    less = select(nearest.c.person_id).where(nearest.c.rank < RANKS[Level.NORMAL])
    called = [each.cte(f"called_{place}") for place, each in enumerate(_by_group(scope, less))]
    watching = select(
        nearest.c.person_id,
        nearest.c.subject.label("reason"),
        nearest.c.subject_id.label("reason_id"),
        false().label("direct"),
    ).where(
        nearest.c.rank >= least,
        nearest.c.person_id.not_in(named),
        *(nearest.c.person_id.not_in(select(each.c.person_id)) for each in called),
    )
    muted = select(nearest.c.person_id).where(nearest.c.rank == RANKS[Level.MUTED])
    return union_all(watching, *_by_name(scope, muted), *(select(each) for each in called))


def _by_group(scope: Scope, less: Select[Any]) -> Iterator[Any]:
    """Everyone of the groups that were called, who is not named and did not say they want less."""
    named = {person for people in scope.named.values() for person in people}
    for each in scope.called:
        quiet = select(QuietCall.person_id).where(
            QuietCall.kind == each.reason.value, QuietCall.group_id == each.group_id
        )
        row = select(
            Person.id.label("person_id"), literal(each.reason.value).label("reason"),
            literal(each.group_id).label("reason_id"), true().label("direct"),
        )  # fmt: skip
        hears = Person.id.not_in(named), Person.id.not_in(quiet), Person.id.not_in(less)
        yield row.where(each.people, *hears)


def _by_name(scope: Scope, muted: Select[Any]) -> list[Any]:
    """Whoever is named, once each, for the first of their reasons."""
    found: list[Any] = []
    seen: set[int] = set()
    for reason in Named:
        people = set(scope.named.get(reason, ())) - seen
        seen |= people
        row = select(Person.id, literal(reason.value), literal(0), true())
        if people:
            found.append(row.where(Person.id.in_(people), Person.id.not_in(muted)))
    return found


def _nearest(notice: Notice, scope: Scope) -> Select[Any]:
    """What each person watches of it that is nearest to it, and how much they want to hear of that."""
    muted = and_(Watch.muted_until.is_not(None), Watch.muted_until > notice.at)
    rank = case(
        (muted, RANKS[Level.MUTED]),
        *((Watch.level == level.value, rank) for level, rank in RANKS.items()),
        else_=RANKS[Level.NORMAL],
    )
    order = func.row_number().over(partition_by=Watch.person_id, order_by=_distance(scope))
    found = (
        select(
            Watch.person_id, Watch.subject, Watch.subject_id,
            rank.label("rank"), order.label("place"),
        )
        .where(_watched(scope))
        .subquery()
    )  # fmt: skip
    return select(found).where(found.c.place == 1)


def _distance(scope: Scope) -> ColumnElement[int]:
    """How far a watched thing is from what happened: among pages above it the nearest is first."""
    above = [
        (and_(Watch.subject == Subject.BRANCH.value, Watch.subject_id == page_id),
         NEAR[Subject.BRANCH] + step)
        for step, page_id in enumerate(reversed(scope.line))
    ]  # fmt: skip
    kinds = [(Watch.subject == each.value, NEAR[each]) for each in Subject]
    return case(*above, *kinds, else_=len(Subject) * 1000)


def _watched(scope: Scope) -> ColumnElement[bool]:
    things: Mapping[Subject, Collection[int]] = {
        Subject.THREAD: () if scope.thread_id is None else (scope.thread_id,),
        Subject.PAGE: () if scope.page_id is None else (scope.page_id,),
        Subject.BRANCH: scope.line,
        Subject.TOPIC: scope.topics,
        Subject.SPACE: (scope.space_id,),
        Subject.PERSON: (scope.author_id,),
    }
    return or_(
        *(
            and_(Watch.subject == subject.value, Watch.subject_id.in_(ids))
            for subject, ids in things.items()
            if ids
        )
    )
