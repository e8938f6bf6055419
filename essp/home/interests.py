"""What somebody's home is made of: the spaces, topics, people and pages that they want to hear of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)

from essp.core import clock
from essp.core.db import session
from essp.notifications import subjects
from essp.notifications.models import Level, Subject, Watch
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.spaces.models import Membership, Ownership, Space
from essp.spaces.policy import readable_by_person
from essp.topics.models import PersonTopic, Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Page

MOST_BRANCHES = 200
Columns = TypeVarTuple("Columns")
MUTED = Level.MUTED.value

# Names of what is given to statements. They are built once for all readers: building one anew for
# each of them costs more than the database takes to answer it.
ME: BindParameter[int] = bindparam("me", type_=Person.id.type)
NOW: BindParameter[datetime] = bindparam("now", type_=Watch.at.type)


def listed(name: str) -> BindParameter[Any]:
    """The place of a list in a statement that is built once."""
    return bindparam(name, expanding=True)


def rows_of(statement: Select[*Columns], values: Mapping[str, Any]) -> Sequence[Row[*Columns]]:
    """The rows of a statement that asks for columns alone: for those nobody need track objects."""
    return session().connection().execute(statement, values).all()


class Shape(NamedTuple):
    """Which conditions somebody's statements have: those of lists that are empty are left out."""

    topics: bool
    people: bool
    pages: bool
    silent_topics: bool
    silent_pages: bool
    lines: int
    silent_lines: int


@dataclass(frozen=True)
class Interests:
    """What the actor wants to hear of, as far as they may read it, and what not.

    `spaces` are their own (by id); of these they are member of `joined` and own `owned`. `topics` and
    `people` are followed, `declared` topics stand on their profile; both under every id that stands
    for the same. `lines` are space and lineage of branches,
    `silent_lines` of those that are muted. `muted` has ids by kind.
    """

    actor: Person
    spaces: Mapping[int, Space]
    joined: Collection[int] = ()
    owned: Collection[int] = ()
    topics: Collection[int] = ()
    declared: Collection[int] = ()
    people: Collection[int] = ()
    pages: Collection[int] = ()
    lines: Sequence[tuple[int, str]] = ()
    silent_lines: Sequence[tuple[int, str]] = ()
    muted: Mapping[Subject, set[int]] = field(default_factory=dict)
    everywhere: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing is followed at all."""
        return not (self.spaces or self.topics or self.people or self.pages or self.lines)

    def silent(self, subject: Subject) -> set[int]:
        """The ids of what the actor wants to hear nothing of."""
        return self.muted.get(subject, set())

    @cached_property
    def names(self) -> Mapping[int, Named]:
        """The followed topics as the actor may know of them, by each id that stands for one."""
        return subjects.names(self.actor, Subject.TOPIC, self.topics)

    @cached_property
    def shape(self) -> Shape:
        """Which conditions the statements of the actor have."""
        return Shape(
            bool(self.topics),
            bool(self.people),
            bool(self.pages),
            bool(self.silent(Subject.TOPIC)),
            bool(self.silent(Subject.PAGE)),
            len(self.lines),
            len(self.silent_lines),
        )

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What is given to the statements, by the names that stand in them."""
        return {
            "me": self.actor.id,
            "now": clock.now(),
            "spaces": list(self.spaces),
            "joined": list(self.joined),
            "owned": list(self.owned),
            "topics": list(self.topics),
            "declared": list(self.declared),
            "people": list(self.people),
            "pages": list(self.pages),
            "silent_threads": list(self.silent(Subject.THREAD)),
            "silent_pages": list(self.silent(Subject.PAGE)),
            "silent_topics": list(self.silent(Subject.TOPIC)),
            "near": [*self.spaces, *self.silent(Subject.SPACE)],
            "department": self.actor.department,
            **_numbered("line", self.lines),
            **_numbered("silent_line", self.silent_lines),
        }


def _numbered(name: str, lines: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """The lines of branches by the names that `below` gives them."""
    found: dict[str, Any] = {}
    for number, (space_id, line) in enumerate(lines):
        found |= {f"{name}_{number}_space": space_id, f"{name}_{number}": line + "%"}
    return found


def below(name: str, count: int) -> ColumnElement[bool]:
    """The condition on Page that it stands in one of so many branches. Lineages hold digits alone."""
    return or_(
        *(
            and_(
                Page.space_id == bindparam(f"{name}_{number}_space"),
                Page.lineage.like(bindparam(f"{name}_{number}")),
            )
            for number in range(count)
        )
    )


def interests_of(actor: Person, *, everywhere: bool = False) -> Interests:
    """What the actor wants to hear of; with `everywhere` every space that they may read."""
    wanted, muted = _watched(actor)
    silent = muted[Subject.SPACE]
    given = {"me": actor.id, "watched": list(wanted[Subject.SPACE])}
    rows = session().execute(_spaces(everywhere), given).all()
    topics, declared = _topics(actor, wanted[Subject.TOPIC], muted[Subject.TOPIC])
    return Interests(
        actor,
        spaces={space.id: space for space, _in, _owns in rows if space.id not in silent},
        joined={space.id for space, member, _owns in rows if member},
        owned={space.id for space, _in, owner in rows if owner},
        topics=topics,
        declared=declared,
        people=wanted[Subject.PERSON],
        pages=wanted[Subject.PAGE],
        lines=_lines(wanted[Subject.BRANCH]),
        silent_lines=_lines(muted[Subject.BRANCH]),
        muted=muted,
        everywhere=everywhere,
    )


@cache
def _spaces(everywhere: bool) -> Select[Space, bool, bool]:
    own = or_(Membership.since.is_not(None), Space.id.in_(listed("watched")))
    return (
        select(Space, Membership.since.is_not(None), Ownership.since.is_not(None))
        .outerjoin(Membership, _mine(Membership))
        .outerjoin(Ownership, _mine(Ownership))
        .where(readable_by_person(ME), Space.practice.is_(False), true() if everywhere else own)
        .order_by(Space.name_key)
    )


def _mine(table: type[Membership] | type[Ownership]) -> ColumnElement[bool]:
    return and_(table.space_id == Space.id, table.person_id == ME)


def is_muted() -> ColumnElement[bool]:
    """The condition on Watch that nothing is wanted at this moment, NOW."""
    until = and_(Watch.muted_until.is_not(None), Watch.muted_until > NOW)
    return or_(Watch.level == MUTED, until)


_WATCHED = (
    select(Watch.subject, Watch.subject_id, is_muted())
    .where(Watch.person_id == ME)
    .where(or_(Watch.subject != Subject.THREAD.value, is_muted()))
)


def _watched(actor: Person) -> tuple[dict[Subject, set[int]], dict[Subject, set[int]]]:
    """What is followed and what is muted, by kind; followed threads, often many, are left out."""
    wanted: dict[Subject, set[int]] = defaultdict(set)
    muted: dict[Subject, set[int]] = defaultdict(set)
    kinds = {each.value: each for each in Subject}
    given = {"me": actor.id, "now": clock.now()}
    for subject, subject_id, quiet in rows_of(_WATCHED, given):
        (muted if quiet else wanted)[kinds[subject]].add(subject_id)
    return wanted, muted


_declared_ids = select(PersonTopic.topic_id).where(PersonTopic.person_id == ME)
# Every topic of which the actor follows, or names on their profile, one that stands for the same.
_SAME = select(Topic.id, STANDS_FOR, Topic.id.in_(_declared_ids)).where(
    STANDS_FOR.in_(select(func.coalesce(Topic.merged_into_id, Topic.id)).where(
        or_(Topic.id.in_(listed("topics")), Topic.id.in_(_declared_ids))
    ))
)  # fmt: skip


def _topics(actor: Person, wanted: set[int], muted: set[int]) -> tuple[set[int], set[int]]:
    """Followed and declared topics that are not muted, with all that stand for the same."""
    rows = rows_of(_SAME, {"me": actor.id, "topics": list(wanted)})
    followed, declared = (
        {stands_for for each, stands_for, own in rows if chosen(each, own) and each not in muted}
        for chosen in (lambda each, _own: each in wanted, lambda _each, own: own)
    )
    return (
        {each for each, stands_for, _own in rows if stands_for in followed},
        {each for each, stands_for, _own in rows if stands_for in declared},
    )


_LINES = (
    select(Page.space_id, Page.lineage).where(Page.id.in_(listed("pages"))).limit(MOST_BRANCHES)
)


def _lines(branches: Collection[int]) -> list[tuple[int, str]]:
    if not branches:
        return []
    rows = rows_of(_LINES, {"pages": list(branches)})
    return [(row.space_id, row.lineage) for row in rows]
