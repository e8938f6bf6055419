"""What somebody was told and may still read: how much of it is unread, and in groups by the thing.

Rights are asked whenever this is read, of where the thing is now. Rows are added up by thing from an
index first, so that the question about a thing is asked once and not for every row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.discussions.models import Gone, Post, Thread
from essp.notifications import subjects
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.notifications.subjects import Named as Thing
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution, Page

SHOWN = 20
LATEST = 30  # of each group
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
    found = _grouped(actor, Choice.UNREAD)
    total = select(func.coalesce(func.sum(found.c.unread), 0)).select_from(_placed(found))
    return int(session().scalar(total.where(readable_by_person(actor.id))) or 0)


def groups(
    actor: Person, choice: Choice = Choice.ALL, *, before: int | None = None, limit: int = SHOWN
) -> list[Group]:
    """What the actor was told and may read, by thing, the newest first. `before` continues a list."""
    found = _grouped(actor, choice)
    wanted = (
        select(found)
        .select_from(_placed(found))
        .where(readable_by_person(actor.id), found.c.total > 0)
        .order_by(found.c.newest.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(found.c.newest < before)
    if choice is Choice.MINE:
        wanted = wanted.where(_own(actor, found))
    return _filled(actor, session().execute(wanted).all(), choice)


def _filled(actor: Person, rows: Sequence[Any], choice: Choice) -> list[Group]:
    ids: dict[Subject, list[int]] = defaultdict(list)
    for row in rows:
        ids[Subject(row.about)].append(row.about_id)
    things = {each: subjects.names(actor, each, ids[each]) for each in ids}
    latest = _latest(actor, rows, choice)
    return [
        Group(
            Subject(row.about), row.about_id, row.newest, row.total, row.unread,
            things[Subject(row.about)][row.about_id], latest[row.about, row.about_id],
        )
        for row in rows
        if row.about_id in things[Subject(row.about)]
    ]  # fmt: skip


def _grouped(actor: Person, choice: Choice) -> Subquery:
    """`about, about_id, newest, total, unread` of the actor's rows, without posts that are gone."""
    rows = _counted(choice).where(Notification.person_id == actor.id)
    if choice is Choice.UNREAD:
        rows = rows.where(UNREAD)
    if choice is Choice.MENTIONS:
        rows = rows.where(_named())
    every = rows.subquery("every")
    gone = _gone(actor, choice).subquery("gone")
    same = and_(gone.c.about == every.c.about, gone.c.about_id == every.c.about_id)
    left = [
        (every.c[name] - func.coalesce(gone.c[name], 0)).label(name) for name in ("total", "unread")
    ]
    return (
        select(every.c.about, every.c.about_id, every.c.newest, *left)
        .outerjoin(gone, same)
        .subquery("found")
    )


def _counted(choice: Choice) -> Select[Any]:
    unread: ColumnElement[int] = func.count()
    if choice is not Choice.UNREAD:
        unread = func.sum(case((UNREAD, 1), else_=0))
    columns: list[Any] = [
        Notification.about,
        Notification.about_id,
        func.max(Notification.notice_id).label("newest"),
        func.count().label("total"),
        cast(unread, Integer).label("unread"),
    ]
    return select(*columns).group_by(Notification.about, Notification.about_id)


def _gone(actor: Person, choice: Choice) -> Select[Any]:
    """The same of posts that are out of sight: few, and found by an index of their own."""
    rows = (
        _counted(Choice.ALL)
        .select_from(Post)
        .join(Notice, Notice.post_id == Post.id)
        .join(Notification, Notification.notice_id == Notice.id)
        # Written out, so that SQLite takes the index that holds these alone.
        .where(Post.gone != literal_column("''"), Notification.person_id == actor.id)
    )
    if choice is Choice.UNREAD:
        rows = rows.where(UNREAD)
    return rows.where(_named()) if choice is Choice.MENTIONS else rows


def _named() -> ColumnElement[bool]:
    return Notification.reason == literal_column(f"'{Named.MENTION.value}'")


def _placed(found: Subquery) -> Any:
    """The groups beside the space that each thing is in now."""
    page = and_(found.c.about == Subject.PAGE.value, Page.id == found.c.about_id)
    thread = and_(found.c.about == Subject.THREAD.value, Thread.id == found.c.about_id)
    where = Space.id == func.coalesce(Page.space_id, Thread.space_id)
    return found.outerjoin(Page, page).outerjoin(Thread, thread).join(Space, where)


def _own(actor: Person, found: Subquery) -> ColumnElement[bool]:
    """Pages that hold words of the actor, and threads they began or wrote in."""
    words = select(Contribution.page_id).where(
        Contribution.page_id == found.c.about_id, Contribution.person_id == actor.id
    )
    wrote = aliased(Post)
    posts = select(wrote.id).where(wrote.thread_id == found.c.about_id, wrote.author_id == actor.id)
    return or_(
        and_(found.c.about == Subject.PAGE.value, words.exists()),
        and_(found.c.about == Subject.THREAD.value, posts.exists()),
    )


def _latest(
    actor: Person, rows: Sequence[Any], choice: Choice
) -> Mapping[tuple[str, int], list[Notification]]:
    """The newest rows of each group, with their notices and who did it, the newest first."""
    found: dict[tuple[str, int], list[Notification]] = defaultdict(list)
    things = [(row.about, row.about_id) for row in rows]
    if not things:
        return found
    other = aliased(Notification)
    few = (
        select(other.notice_id)
        .where(
            other.person_id == actor.id,
            other.about == Notification.about,
            other.about_id == Notification.about_id,
        )
        .order_by(other.notice_id.desc())
        .offset(LATEST - 1)
        .limit(1)
        .correlate(Notification)
        .scalar_subquery()
    )
    seen = (
        select(Notification)
        .join(Notification.notice)
        .join(Notice.actor)
        .outerjoin(Post, Post.id == Notice.post_id)
        .options(contains_eager(Notification.notice).contains_eager(Notice.actor))
        .where(
            Notification.person_id == actor.id,
            tuple_(Notification.about, Notification.about_id).in_(things),
            Notification.notice_id >= func.coalesce(few, 0),
            func.coalesce(Post.gone, Gone.NO.value) == Gone.NO.value,
        )
        .order_by(Notification.notice_id.desc())
    )
    if choice is Choice.UNREAD:
        seen = seen.where(UNREAD)
    if choice is Choice.MENTIONS:
        seen = seen.where(_named())
    for each in session().scalars(seen):
        found[each.about, each.about_id].append(each)
    return found
