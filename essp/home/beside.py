"""What stands beside home: questions that wait in one's spaces, and new colleagues near one's work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Thread
from essp.home.interests import Interests
from essp.notifications import subjects
from essp.notifications.models import Subject
from essp.notifications.subjects import Named
from essp.people.models import Person
from essp.spaces.models import Membership

NEW = timedelta(days=30)
SHOWN = 3
PEOPLE = 4
LISTED = 8


def waiting_near(who: Interests) -> tuple[Sequence[Thread], int]:
    """Questions without an accepted answer in the actor's spaces, the oldest first, and how many."""
    if not who.spaces:
        return [], 0
    here = Thread.waiting(), Thread.space_id.in_(who.spaces)  # counted from an index alone
    first = session().scalars(
        select(Thread)
        .join(Thread.space)
        .options(contains_eager(Thread.space))
        .where(*here)
        .order_by(Thread.at)
        .limit(SHOWN)
    )
    found = first.all()
    if len(found) < SHOWN:
        return found, len(found)
    return found, session().scalar(select(func.count()).select_from(Thread).where(*here)) or 0


def new_colleagues(who: Interests) -> Sequence[Person]:
    """Who joined lately in the actor's department or one of their spaces, the newest first."""
    mine, theirs = aliased(Membership), aliased(Membership)
    together = select(theirs.person_id).where(
        theirs.person_id == Person.id,
        theirs.space_id.in_(select(mine.space_id).where(mine.person_id == who.actor.id)),
    )
    own = who.actor.department
    near = or_(together.exists(), *([Person.department == own] if own else []))
    return (
        session()
        .scalars(
            select(Person)
            .where(Person.joined_at > clock.now() - NEW, Person.left_at.is_(None))
            .where(Person.id != who.actor.id, near)
            .order_by(Person.joined_at.desc())
            .limit(PEOPLE)
        )
        .all()
    )


def followed_topics(who: Interests) -> Sequence[Named]:
    """The topics that the actor follows, by name."""
    found = subjects.names(who.actor, Subject.TOPIC, list(who.topics)[: 2 * LISTED])
    return _by_name({each.key: each for each in found.values()}.values())


def kept_pages(who: Interests) -> Sequence[Named]:
    """The pages that the actor watches, by name."""
    found = subjects.names(who.actor, Subject.PAGE, list(who.pages)[: 2 * LISTED])
    return _by_name(found.values())


def _by_name(things: Iterable[Named]) -> Sequence[Named]:
    return sorted(things, key=lambda each: each.title.casefold())[:LISTED]
