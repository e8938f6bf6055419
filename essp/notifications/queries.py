"""What somebody watches, who watches a thing, and what changed of it all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.notifications import subjects
from essp.notifications.models import Level, Subject, Watch
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by, readable_by_person
from essp.topics.models import Topic
from essp.wiki.models import Page, Revision
from essp.wiki.topic_models import PageTopic

MOST_BRANCHES = 200
PER_PAGE = 30


@dataclass(frozen=True)
class Watched:
    """One thing of which somebody said how much they want to hear, as they may know of it.

    Until `muted_until` it is nothing.
    """

    subject: Subject
    thing: Named
    since: datetime
    level: Level
    muted_until: datetime | None = None


def watched_by(actor: Person) -> list[Watched]:
    """Everything of which the actor said how much they want to hear, nothing among it, and that they
    may still read: by kind and then by name."""
    rows = session().scalars(select(Watch).where(Watch.person_id == actor.id)).all()
    by_subject: dict[Subject, dict[int, Watch]] = defaultdict(dict)
    for row in rows:
        by_subject[Subject(row.subject)][row.subject_id] = row
    found = []
    for subject in Subject:
        things = subjects.names(actor, subject, by_subject[subject])
        ordered = sorted(things.items(), key=lambda each: each[1].title.casefold())
        for id, thing in ordered:
            row = by_subject[subject][id]
            until = _still(row.muted_until)
            found.append(Watched(subject, thing, row.at, Level(row.level), until))
    return found


class Watching(NamedTuple):
    """Whether the actor hears of a thing, how many people who are still here do, and how much it is.

    `level` is None where the actor never said; until `muted_until` they hear nothing.
    """

    watching: bool
    watchers: int
    level: Level | None = None
    muted_until: datetime | None = None


def watching_of(actor: Person, subject: Subject, subject_id: int) -> Watching:
    """Who watches this very thing."""
    mine = Watch.person_id == actor.id
    row = session().execute(
        select(
            func.sum(case((heard(), 1), else_=0)),
            func.max(case((mine, Watch.level))),
            func.max(case((mine, Watch.muted_until))),
        )
        .join(Person, Person.id == Watch.person_id)
        .where(Person.left_at.is_(None), *_of(subject, subject_id))
    )
    watchers, said, until = row.one()
    level = Level(said) if said else None
    return Watching(level not in {None, Level.MUTED}, watchers or 0, level, _still(until))


def _still(until: datetime | None) -> datetime | None:
    """A moment that is yet to come."""
    return until if until is not None and until > clock.now() else None


def heard() -> ColumnElement[bool]:
    """The condition on Watch that something is wanted to be heard: it is not muted for good."""
    return Watch.level != Level.MUTED.value


def wanted_of(actor: Person, subject: Subject, subject_id: int) -> Watch | None:
    """How much the actor wants to hear of this very thing; None where they never said."""
    mine = select(Watch).where(Watch.person_id == actor.id, *_of(subject, subject_id))
    return session().scalar(mine)


def levels_of(actor: Person) -> dict[tuple[str, int], str]:
    """How much the actor wants to hear of each thing they said it of, by kind and id."""
    rows = session().execute(
        select(Watch.subject, Watch.subject_id, Watch.level).where(Watch.person_id == actor.id)
    )
    return {(row.subject, row.subject_id): row.level for row in rows}


@dataclass(frozen=True)
class Reached:
    """Why somebody hears of a page: which of page, branch, space they watch; and all who do."""

    subjects: frozenset[Subject]
    watchers: int


def reached(actor: Person, page: Page) -> Reached:
    """Whether and why the actor hears of changes of a page that they may read.

    `watchers` counts people who are still here and may read it, the actor among them.
    """
    rows = session().execute(
        select(Watch.subject, Watch.person_id)
        .join(Person, Person.id == Watch.person_id)
        .join(Space, Space.id == page.space_id)
        .where(_about(page), heard(), Person.left_at.is_(None))
        .where(readable_by_person(Watch.person_id))
    )
    found = [(Subject(subject), person_id) for subject, person_id in rows]
    mine = frozenset(subject for subject, person_id in found if person_id == actor.id)
    return Reached(mine, len({person_id for _subject, person_id in found}))


def watched_changes(
    actor: Person, *, before: tuple[datetime, int] | None = None, limit: int = PER_PAGE
) -> Sequence[Revision]:
    """What others changed of what the actor watches and may read, the newest first.

    With pages and spaces. `before` continues a list.
    """
    wanted = _watched_pages(actor)
    if wanted is None:
        return []
    query = (
        select(Revision)
        .join(Revision.author)
        .join(Revision.page)
        .join(Page.space)
        .options(
            contains_eager(Revision.author),
            contains_eager(Revision.page).contains_eager(Page.space),
        )
        .where(wanted, Revision.author_id != actor.id, Revision.minor.is_(False))
        .where(readable_by(actor))
        .order_by(Revision.at.desc(), Revision.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(tuple_(Revision.at, Revision.id) < before)
    return session().scalars(query).unique().all()


def _watched_pages(actor: Person) -> ColumnElement[bool] | None:
    """The condition on Revision and Page that the actor watches it in one way or another."""
    rows = session().execute(
        select(Watch.subject, Watch.subject_id, Watch.level).where(Watch.person_id == actor.id)
    )
    ids: dict[Subject, list[int]] = defaultdict(list)
    silent: list[int] = []
    for subject, subject_id, level in rows:
        if level != Level.MUTED.value:
            ids[Subject(subject)].append(subject_id)
        elif subject == Subject.PAGE.value:
            silent.append(subject_id)
    if not ids:
        return None
    topics = select(Topic.id).where(
        func.coalesce(Topic.merged_into_id, Topic.id).in_(ids[Subject.TOPIC])
    )
    carried = select(PageTopic.page_id).where(PageTopic.topic_id.in_(topics))
    return and_(
        Revision.page_id.not_in(silent),
        or_(
            Revision.page_id.in_(ids[Subject.PAGE]),
            Revision.space_id.in_(ids[Subject.SPACE]),
            Revision.author_id.in_(ids[Subject.PERSON]),
            Revision.page_id.in_(carried) if ids[Subject.TOPIC] else false(),
            *_branches(ids[Subject.BRANCH]),
        ),
    )


def _branches(ids: Sequence[int]) -> list[ColumnElement[bool]]:
    rows = session().execute(
        select(Page.space_id, Page.lineage).where(Page.id.in_(ids)).limit(MOST_BRANCHES)
    )
    return [
        and_(Page.space_id == space_id, Page.lineage.startswith(lineage, autoescape=True))
        for space_id, lineage in rows
    ]


def _about(page: Page) -> ColumnElement[bool]:
    line = [int(part) for part in page.lineage.split("/") if part]
    return or_(
        and_(Watch.subject == Subject.PAGE.value, Watch.subject_id == page.id),
        and_(Watch.subject == Subject.BRANCH.value, Watch.subject_id.in_(line)),
        and_(Watch.subject == Subject.SPACE.value, Watch.subject_id == page.space_id),
    )


def _of(subject: Subject, subject_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (Watch.subject == subject.value, Watch.subject_id == subject_id)
