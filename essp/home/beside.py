"""What stands beside home: questions that wait in one's spaces, and new colleagues near one's work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased, load_only

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Thread
from essp.home.interests import ME, Interests, listed, rows_of
from essp.notifications import subjects
from essp.notifications.models import Subject
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.spaces.models import Membership, Space

NEW = timedelta(days=30)
SHOWN = 3
PEOPLE = 4
LISTED = 8

_HERE = Thread.waiting(), Thread.space_id.in_(listed("spaces"))  # counted from an index alone
_COUNT = select(func.count()).select_from(Thread).where(*_HERE)
_FIRST = (
    select(Thread.uid, Thread.title, Thread.at, Thread.posts, Space.name.label("space"))
    .join(Thread.space)
    .where(*_HERE)
    .order_by(Thread.at)
    .limit(SHOWN)
)


def waiting_near(who: Interests) -> tuple[Sequence[Any], int]:
    """Questions without an accepted answer in the actor's spaces, the oldest first, and how many."""
    if not who.spaces:
        return [], 0
    found = rows_of(_FIRST, who.values)
    if len(found) < SHOWN:
        return found, len(found)
    return found, session().scalar(_COUNT, who.values) or 0


_mine, _theirs = aliased(Membership), aliased(Membership)
_together = select(_theirs.person_id).where(
    _theirs.person_id == Person.id,
    (_theirs.space_id + 0).in_(select(_mine.space_id).where(_mine.person_id == ME)),
)
_COLLEAGUES = (
    select(Person)
    .options(
        load_only(Person.handle, Person.name, Person.picture, Person.department, Person.location)
    )
    # Who never left: said so that the database looks at who joined lately, not at everybody here.
    .where(func.coalesce(Person.left_at, Person.joined_at) == Person.joined_at)
    .where(Person.joined_at > bindparam("joined_since", type_=Person.joined_at.type))
    .where(Person.id != ME)
    .where(or_(
        (Person.department == bindparam("department")) & (Person.department != ""),
        _together.exists(),
    ))
    .order_by(Person.joined_at.desc())
    .limit(PEOPLE)
)  # fmt: skip


def new_colleagues(who: Interests) -> Sequence[Person]:
    """Who joined lately in the actor's department or one of their spaces, the newest first."""
    given = {**who.values, "joined_since": clock.now() - NEW}
    return session().scalars(_COLLEAGUES, given).all()


def followed_topics(who: Interests) -> Sequence[Named]:
    """The topics that the actor follows, by name."""
    return _by_name({each.key: each for each in who.names.values()}.values())


def kept_pages(who: Interests) -> Sequence[Named]:
    """The pages that the actor watches, by name."""
    found = subjects.names(who.actor, Subject.PAGE, list(who.pages)[: 2 * LISTED])
    return _by_name(found.values())


def _by_name(things: Iterable[Named]) -> Sequence[Named]:
    return sorted(things, key=lambda each: each.title.casefold())[:LISTED]
