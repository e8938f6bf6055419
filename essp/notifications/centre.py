"""What somebody was told and may still read: how much of it is unread, and in groups by the thing.

Rights are asked whenever this is read, of where each thing is now, and nothing is counted in advance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.discussions.models import Gone, Post, Thread
from essp.notifications import subjects
from essp.notifications.models import Named, Notice, Notification, Subject, Told
from essp.notifications.subjects import Named as Thing
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Page

SHOWN = 20
LATEST = 6  # of each group
MANY = 1_000  # rows of which each is asked about
UNREAD = Notification.read_at.is_(None)


class Choice(Enum):
    """Which groups are shown."""

    ALL = "all"
    UNREAD = "unread"
    MENTIONS = "mentions"
    MINE = "mine"


@dataclass(frozen=True)
class Group:
    """All that somebody was told of one thing. `latest` are the newest rows, with notice and actor.

    `newest` continues a list. `thing` is where it leads; `of` is the space it stands in.
    """

    about: Subject
    about_id: int
    newest: int
    total: int
    unread: int
    thing: Thing
    latest: Sequence[Notification]


def unread_count(actor: Person) -> int:
    """How many rows the actor has not read and may read."""
    every = session().scalar(select(func.count()).where(_mine(actor), UNREAD)) or 0
    if every == 0:
        return 0
    return _seen(actor) if every <= MANY else every - _hidden(actor)


def has_unread(person_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether somebody has unread rows, be they hidden by now; for a query over people."""
    return exists().where(Notification.person_id == person_id, UNREAD)


def _seen(actor: Person) -> int:
    """What may be read of a few rows, asked of each."""
    rows = (
        select(func.count())
        .select_from(Notification)
        .join(Notice, Notice.id == Notification.notice_id)
        .outerjoin(Post, Post.id == Notice.post_id)
    )
    space = Space.id == func.coalesce(Page.space_id, Thread.space_id)
    placed = _beside(rows, Notification).join(Space, space)
    return session().scalar(placed.where(_mine(actor), UNREAD, _in_sight(), _readable(actor))) or 0


def _hidden(actor: Person) -> int:
    """What may not be read of many rows: asked of what is hidden from the actor, which is less."""
    return sum(session().scalar(each) or 0 for each in _hidden_counts(actor))


def _hidden_counts(actor: Person) -> list[Select[int]]:
    closed = select(Space.id).where(not_(_readable(actor)))
    found = []
    for subject, thing in ((Subject.PAGE, Page), (Subject.THREAD, Thread)):
        rows = (
            select(func.count())
            .where(_mine(actor), UNREAD, Notification.about == subject.value)
            .where(Notification.about_id == thing.id)
            .correlate(thing)
            .scalar_subquery()
        )
        found.append(select(func.sum(rows)).where(thing.space_id.in_(closed)))
    gone = (
        select(func.sum(_of_notice(actor)))
        .select_from(Post)
        .join(Notice, Notice.post_id == Post.id)
        .join(Thread, Thread.id == Notice.about_id)
        .join(Space, Space.id == Thread.space_id)
        .where(_out_of_sight(), _readable(actor))
    )
    return [*found, gone]


def _of_notice(actor: Person) -> ColumnElement[int]:
    """How many unread rows the actor has of a notice: one or none."""
    own = select(func.count()).where(_mine(actor), Notification.notice_id == Notice.id, UNREAD)
    return own.correlate(Notice).scalar_subquery()


def groups(
    actor: Person, choice: Choice = Choice.ALL, *, before: int | None = None, limit: int = SHOWN
) -> list[Group]:
    """What the actor was told and may read, by thing, the newest first. `before` continues a list."""
    total, unread = _of_thing(actor), _of_thing(actor).where(UNREAD)
    counted = [each.with_only_columns(func.count()).scalar_subquery() for each in (total, unread)]
    wanted = (
        _beside(select(Told.about, Told.about_id, Told.newest, *counted), Told)
        .join(Space, Space.id == func.coalesce(Page.space_id, Thread.space_id))
        .where(Told.person_id == actor.id, _readable(actor), *_chosen(actor, choice))
        .order_by(Told.newest.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(Told.newest < before)
    return _filled(actor, session().execute(wanted).all(), choice)


def _filled(actor: Person, rows: Sequence[Any], choice: Choice) -> list[Group]:
    ids: dict[Subject, list[int]] = defaultdict(list)
    for row in rows:
        ids[Subject(row.about)].append(row.about_id)
    things = {each: subjects.names(actor, each, ids[each]) for each in ids}
    gone = _gone(actor, ids[Subject.THREAD])
    found = []
    for about, about_id, newest, total, unread in rows:
        subject = Subject(about)
        if about_id not in things[subject]:
            continue
        away, new = gone.get(about_id, (0, 0)) if subject is Subject.THREAD else (0, 0)
        found.append(
            Group(
                subject, about_id, newest, total - away, unread - new,
                things[subject][about_id], _latest(actor, about, about_id, choice),
            )
        )  # fmt: skip
    return found


def _of_thing(actor: Person) -> Select[Any]:
    """The actor's rows of a thing they were told of."""
    rows = select(Notification.notice_id).where(
        _mine(actor), Notification.about == Told.about, Notification.about_id == Told.about_id
    )
    return rows.correlate(Told)


def _mine(actor: Person) -> ColumnElement[bool]:
    return Notification.person_id == actor.id


def _readable(actor: Person) -> ColumnElement[bool]:
    return readable_by_person(actor.id)


def _in_sight() -> ColumnElement[bool]:
    return func.coalesce(Post.gone, Gone.NO.value) == Gone.NO.value


def _beside(rows: Any, table: Any) -> Any:
    """The rows of a table beside the page or the thread they are about."""
    page = and_(table.about == Subject.PAGE.value, Page.id == table.about_id)
    thread = and_(table.about == Subject.THREAD.value, Thread.id == table.about_id)
    return rows.outerjoin(Page, page).outerjoin(Thread, thread)


def _chosen(actor: Person, choice: Choice) -> list[ColumnElement[bool]]:
    """Conditions on Told: that a row of it is left to be shown, and is one of those asked for."""
    rows = _wanted(_of_thing(actor), choice)
    seen = rows.join(Notice, Notice.id == Notification.notice_id)
    seen = seen.outerjoin(Post, Post.id == Notice.post_id).where(_in_sight())
    page = and_(Told.about == Subject.PAGE.value, rows.exists())
    left = or_(page, and_(Told.about == Subject.THREAD.value, seen.exists()))
    return [left, *([_own(actor)] if choice is Choice.MINE else [])]


def _wanted(rows: Select[Any], choice: Choice) -> Select[Any]:
    if choice is Choice.UNREAD:
        return rows.where(UNREAD)
    return rows.where(_named()) if choice is Choice.MENTIONS else rows


def _out_of_sight() -> ColumnElement[bool]:
    # Written out, so that SQLite takes the index that holds these alone.
    return Post.gone != literal_column("''")


def _named() -> ColumnElement[bool]:
    return Notification.reason == Named.MENTION.value


def _own(actor: Person) -> ColumnElement[bool]:
    """Pages that hold words of the actor, and threads they wrote in."""
    words = select(Contribution.page_id).where(
        Contribution.page_id == Told.about_id, Contribution.person_id == actor.id
    )
    wrote = aliased(Post)
    posts = select(wrote.id).where(wrote.thread_id == Told.about_id, wrote.author_id == actor.id)
    return or_(
        and_(Told.about == Subject.PAGE.value, words.exists()),
        and_(Told.about == Subject.THREAD.value, posts.exists()),
    )


def _gone(actor: Person, threads: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """How many rows of these threads tell of posts that are out of sight, and how many are unread."""
    if not threads:
        return {}
    own = select(func.count()).where(_mine(actor), Notification.notice_id == Notice.id)
    counts = [
        func.sum(each.correlate(Notice).scalar_subquery()) for each in (own, own.where(UNREAD))
    ]
    rows = session().execute(
        select(Notice.about_id, *counts)
        .join(Post, Post.id == Notice.post_id)
        .where(_out_of_sight(), Notice.about_id.in_(threads))
        .group_by(Notice.about_id)
    )
    return {about_id: (int(total), int(unread)) for about_id, total, unread in rows}


def _latest(actor: Person, about: str, about_id: int, choice: Choice) -> Sequence[Notification]:
    """The newest rows of a thing, with their notices and who did it, the newest first."""
    rows = (
        select(Notification)
        .join(Notification.notice)
        .join(Notice.actor)
        .outerjoin(Post, Post.id == Notice.post_id)
        .options(
            contains_eager(Notification.notice)
            .contains_eager(Notice.actor)
            .load_only(Person.handle, Person.name, Person.picture)
        )
        .where(_mine(actor), Notification.about == about, Notification.about_id == about_id)
        .where(_in_sight())
        .order_by(Notification.notice_id.desc())
        .limit(LATEST)
    )
    return session().scalars(_wanted(rows, choice)).all()
