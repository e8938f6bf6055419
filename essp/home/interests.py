"""What somebody's home is made of: the spaces, topics, people and pages that they want to hear of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from essp.core import clock
from essp.core.db import session
from essp.notifications.models import Level, Subject, Watch
from essp.people.models import Person
from essp.spaces.models import Membership, Ownership, Space
from essp.spaces.policy import readable_by
from essp.topics.models import PersonTopic, Topic
from essp.topics.queries import STANDS_FOR
from essp.wiki.models import Page

MOST_BRANCHES = 200


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


def interests_of(actor: Person, *, everywhere: bool = False) -> Interests:
    """What the actor wants to hear of; with `everywhere` every space that they may read."""
    wanted, muted = _watched(actor)
    silent = muted[Subject.SPACE]
    rows = (
        session()
        .execute(
            select(Space, Membership.since.is_not(None), Ownership.since.is_not(None))
            .outerjoin(Membership, _of(actor, Membership))
            .outerjoin(Ownership, _of(actor, Ownership))
            .where(readable_by(actor), Space.practice.is_(False))
            .where(true() if everywhere else _own(wanted[Subject.SPACE]))
            .order_by(Space.name_key)
        )
        .all()
    )
    return Interests(
        actor,
        spaces={space.id: space for space, _in, _owns in rows if space.id not in silent},
        joined={space.id for space, member, _owns in rows if member},
        owned={space.id for space, _in, owner in rows if owner},
        topics=_same(wanted[Subject.TOPIC] - muted[Subject.TOPIC]),
        declared=_same(_declared(actor) - muted[Subject.TOPIC]),
        people=wanted[Subject.PERSON],
        pages=wanted[Subject.PAGE],
        lines=_lines(wanted[Subject.BRANCH]),
        silent_lines=_lines(muted[Subject.BRANCH]),
        muted=muted,
        everywhere=everywhere,
    )


def _watched(actor: Person) -> tuple[dict[Subject, set[int]], dict[Subject, set[int]]]:
    """What is followed and what is muted, by kind; followed threads, often many, are left out."""
    rows = session().execute(
        select(Watch.subject, Watch.subject_id, Watch.level, Watch.muted_until)
        .where(Watch.person_id == actor.id)
        .where(or_(Watch.subject != Subject.THREAD.value, is_muted(clock.now())))
    )
    wanted: dict[Subject, set[int]] = defaultdict(set)
    muted: dict[Subject, set[int]] = defaultdict(set)
    for subject, subject_id, level, until in rows:
        quiet = level == Level.MUTED.value or (until is not None and until > clock.now())
        (muted if quiet else wanted)[Subject(subject)].add(subject_id)
    return wanted, muted


def is_muted(now: datetime) -> ColumnElement[bool]:
    """The condition on Watch that nothing is wanted at this moment."""
    until = and_(Watch.muted_until.is_not(None), Watch.muted_until > now)
    return or_(Watch.level == Level.MUTED.value, until)


def _of(actor: Person, table: type[Membership] | type[Ownership]) -> ColumnElement[bool]:
    return and_(table.space_id == Space.id, table.person_id == actor.id)


def _own(watched: Collection[int]) -> ColumnElement[bool]:
    return or_(Membership.since.is_not(None), Space.id.in_(watched))


def _declared(actor: Person) -> set[int]:
    return set(
        session().scalars(select(PersonTopic.topic_id).where(PersonTopic.person_id == actor.id))
    )


def _same(topics: Collection[int]) -> set[int]:
    """These topics with every one that stands for the same as one of them."""
    if not topics:
        return set()
    stands_for = func.coalesce(Topic.merged_into_id, Topic.id)
    targets = select(STANDS_FOR).where(Topic.id.in_(topics))
    return set(session().scalars(select(Topic.id).where(stands_for.in_(targets))))


def _lines(branches: Collection[int]) -> list[tuple[int, str]]:
    if not branches:
        return []
    rows = session().execute(
        select(Page.space_id, Page.lineage).where(Page.id.in_(branches)).limit(MOST_BRANCHES)
    )
    return [(row.space_id, row.lineage) for row in rows]
