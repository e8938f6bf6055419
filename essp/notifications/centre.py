"""What somebody was told and may still read: how much of it is unread, and in groups by the thing.

Rights are asked whenever this is read, of where each thing is now; what is counted in advance is only
how many rows of each thing are unread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager

from essp.core.db import session
from essp.discussions.models import Gone, Post, Thread
from essp.notifications import subjects
from essp.notifications.models import CALLS, Named, Notice, Notification, Subject, Told
from essp.notifications.subjects import Named as Thing
from essp.notifications.told_places import placed
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.models import Contribution

SHOWN = 20
LATEST = 6  # of each group
ALL = 2**31 - 1  # more than any number of a notice
UNREAD = Notification.read_at.is_(None)
ME = bindparam("me", type_=Integer)
THEIRS, OWN = Told.person_id == ME, Notification.person_id == ME


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
    me = {"me": actor.id}
    found = session().scalar(_unread_rows(), me)
    return found - (session().scalar(_unread_out_of_sight(), me) or 0) if found else 0


# Written once, for it is asked with every screen.
@cache
def _unread_rows() -> Select[int]:
    told: Select[int] = placed(select(func.sum(Told.unread)).select_from(Told))
    return told.where(Told.unread > 0, THEIRS, _may_read())


def has_unread(person_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether somebody has unread rows, be they hidden by now; for a query over people."""
    return exists().where(Notification.person_id == person_id, UNREAD)


@cache
def _unread_out_of_sight() -> Select[int]:
    """How much of that tells of posts that are out of sight, which are few."""
    gone = select(Post.id).where(_out_of_sight())
    # One or none of each notice.
    own = select(func.count()).where(OWN, Notification.notice_id == Notice.id, UNREAD)
    return (
        select(func.sum(own.correlate(Notice).scalar_subquery()))
        .select_from(Notice)
        .join(Thread, Thread.id == Notice.about_id)
        .join(Space, Space.id == Thread.space_id)
        .where(Notice.post_id.in_(gone), readable_by_person(ME))
    )


def groups(
    actor: Person, choice: Choice = Choice.ALL, *, before: int | None = None, limit: int = SHOWN
) -> list[Group]:
    """What the actor was told and may read, by thing, the newest first. `before` continues a list."""
    asked = {"me": actor.id, "limit": limit, "before": before if before is not None else ALL}
    return _filled(actor, session().execute(_wanted(choice), asked).all(), choice)


@cache
def _wanted(choice: Choice) -> Select[Any]:
    """The things of a list: written once for each choice, as the questions of the bell are."""
    total = _of_thing().with_only_columns(func.count()).scalar_subquery()
    things: Select[Any] = placed(select(Told.about, Told.about_id, Told.newest, total, Told.unread))
    return (
        things.where(THEIRS, _may_read(), *_chosen(choice))
        .where(Told.newest < bindparam("before", type_=Integer))
        .order_by(Told.newest.desc())
        .limit(bindparam("limit", type_=Integer))
    )


def _filled(actor: Person, rows: Sequence[Any], choice: Choice) -> list[Group]:
    ids: dict[Subject, list[int]] = defaultdict(list)
    for row in rows:
        ids[Subject(row.about)].append(row.about_id)
    things = {each: subjects.names(actor, each, ids[each]) for each in ids}
    gone = _gone(actor, ids[Subject.THREAD])
    latest = _latest(actor, [row.newest for row in rows], choice)
    found = []
    for about, about_id, newest, total, unread in rows:
        subject = Subject(about)
        if about_id not in things[subject]:
            continue
        away, new = gone.get(about_id, (0, 0)) if subject is Subject.THREAD else (0, 0)
        found.append(
            Group(
                subject, about_id, newest, total - away, unread - new,
                things[subject][about_id], latest[about, about_id],
            )
        )  # fmt: skip
    return found


def _of_thing() -> Select[Any]:
    """The actor's rows of a thing they were told of."""
    rows = select(Notification.notice_id).where(
        OWN, Notification.about == Told.about, Notification.about_id == Told.about_id
    )
    return rows.correlate(Told)


def _may_read() -> ColumnElement[bool]:
    """The condition on Told that it may be read: what concerns a few alone is told to those alone."""
    alone = [Subject.CASE.value, Subject.PRIVATE.value]
    return or_(Told.about.in_(alone), readable_by_person(ME))


def _in_sight() -> ColumnElement[bool]:
    return func.coalesce(Post.gone, Gone.NO.value) == Gone.NO.value


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    """Conditions on Told: that a row of it is left to be shown, and is one of those asked for."""
    rows = _of_thing().where(*_choice_of_rows(choice))
    seen = rows.join(Notice, Notice.id == Notification.notice_id)
    seen = seen.outerjoin(Post, Post.id == Notice.post_id).where(_in_sight())
    page = and_(Told.about != Subject.THREAD.value, _any_of(rows))
    left = [or_(page, and_(Told.about == Subject.THREAD.value, _any_of(seen)))]
    if choice is Choice.UNREAD:
        left.insert(0, Told.unread > 0)
    return [*left, *([_own()] if choice is Choice.MINE else [])]


def _any_of(rows: Select[Any]) -> ColumnElement[bool]:
    """Whether there is one. PostgreSQL reads all rows of a person for EXISTS in an OR, not for this."""
    return rows.limit(1).scalar_subquery().is_not(None)


def _choice_of_rows(choice: Choice, row: Any = Notification) -> list[ColumnElement[bool]]:
    if choice is Choice.UNREAD:
        return [row.read_at.is_(None)]
    named = [Named.MENTION.value, *sorted(CALLS)]
    return [row.reason.in_(named)] if choice is Choice.MENTIONS else []


def _out_of_sight() -> ColumnElement[bool]:
    # Written out, so that SQLite takes the index that holds these alone.
    return Post.gone != literal_column("''")


def _own() -> ColumnElement[bool]:
    """Pages that hold words of the actor, and threads they wrote in."""
    words = select(Contribution.page_id).where(
        Contribution.page_id == Told.about_id, Contribution.person_id == ME
    )
    wrote = aliased(Post)
    posts = select(wrote.id).where(wrote.thread_id == Told.about_id, wrote.author_id == ME)
    return or_(
        and_(Told.about == Subject.PAGE.value, _any_of(words)),
        and_(Told.about == Subject.THREAD.value, _any_of(posts)),
    )


def _gone(actor: Person, threads: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """How many rows of these threads tell of posts that are out of sight, and how many are unread."""
    if not threads:
        return {}
    rows = session().execute(_gone_of(), {"me": actor.id, "threads": threads})
    return {about_id: (int(total), int(unread)) for about_id, total, unread in rows}


@cache
def _gone_of() -> Select[int, Any, Any]:
    own = select(func.count()).where(OWN, Notification.notice_id == Notice.id)
    total = func.sum(own.correlate(Notice).scalar_subquery())
    unread = func.sum(own.where(UNREAD).correlate(Notice).scalar_subquery())
    return (
        select(Notice.about_id, total, unread)
        .join(Post, Post.id == Notice.post_id)
        .where(_out_of_sight(), Notice.about_id.in_(bindparam("threads", expanding=True)))
        .group_by(Notice.about_id)
    )


def _latest(
    actor: Person, newest: Sequence[int], choice: Choice
) -> Mapping[tuple[str, int], list[Notification]]:
    """The newest rows of things by their newest notice, with who did it, the newest row first."""
    found: dict[tuple[str, int], list[Notification]] = defaultdict(list)
    for row in session().scalars(_latest_of(choice), {"me": actor.id, "newest": newest}):
        if row is not None:
            found[row.about, row.about_id].append(row)
    return found


@cache
def _latest_of(choice: Choice) -> Select[Any]:
    shown = Notification.notice_id >= func.coalesce(_last_shown(choice), 0)
    keys = (getattr(Told, key) == getattr(Notification, key) for key in THING)
    # Outer joins, so that SQLite begins with the few things and not with all rows of a person.
    rows: Select[Any] = (
        select(Notification)
        .select_from(Told)
        .outerjoin(Notification, and_(*keys, shown, *_choice_of_rows(choice)))
        .outerjoin(Notification.notice)
        .outerjoin(Notice.actor)
        .outerjoin(Post, Post.id == Notice.post_id)
        .options(
            contains_eager(Notification.notice)
            .contains_eager(Notice.actor)
            .load_only(Person.handle, Person.name, Person.picture)
        )
        .where(THEIRS, Told.newest.in_(bindparam("newest", expanding=True)), _in_sight())
        .order_by(Notification.notice_id.desc())
    )
    return rows


def _last_shown(choice: Choice) -> Any:
    """The notice of the last row of a thing that is shown; nothing where there are fewer."""
    row, notice, post = aliased(Notification), aliased(Notice), aliased(Post)
    rows = (
        select(row.notice_id)
        .join(notice, notice.id == row.notice_id)
        .outerjoin(post, post.id == notice.post_id)
        .where(*(getattr(row, key) == getattr(Told, key) for key in THING))
        .where(func.coalesce(post.gone, Gone.NO.value) == Gone.NO.value)
    )
    last = (
        rows.where(*_choice_of_rows(choice, row))
        .order_by(row.notice_id.desc())
        .offset(LATEST - 1)
        .limit(1)
    )
    return last.correlate(Told).scalar_subquery()


THING = ("person_id", "about", "about_id")
