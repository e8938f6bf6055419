"""What people of other departments wrote lately, where the reader follows nothing: for the one in eight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true

from essp.core.db import session
from essp.discussions.models import Thread
from essp.home.fresh import edited, new_thread, readable_place
from essp.home.interests import Interests
from essp.home.ranking import Candidate, Reason
from essp.notifications.models import Subject
from essp.people.models import Person
from essp.wiki.models import Page, Revision

POOL = 60  # of threads, and of pages

ELSEWHERE = ("outside", 0)


def pool(who: Interests, since: datetime) -> Sequence[Candidate]:
    """What is new outside the actor's spaces and department, as far as they may read it."""
    found = []
    for about, rows in (("thread", _threads(who, since)), ("page", _pages(who, since))):
        found += [
            Candidate(about, row.id, ELSEWHERE, row.at, Reason.OUTSIDE, row.space_id)
            for row in session().execute(rows)
        ]
    return found


def _threads(who: Interests, since: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(Thread.id, Thread.last_at.label("at"), Thread.space_id)
        .join(Person, Person.id == Thread.last_by_id)
        .where(new_thread(who, since), Thread.listed(), _elsewhere(who, Thread), _other(who))
        .order_by(Thread.last_at.desc())
        .limit(POOL)
    )


def _pages(who: Interests, since: datetime) -> Select[*tuple[Any, ...]]:
    changed = edited(who, since).join(Person, Person.id == Revision.author_id).where(_other(who))
    made = changed.subquery()
    return (
        select(Page.id, made.c.at, Page.space_id)
        .join(made, made.c.page_id == Page.id)
        .where(Page.in_use(), _elsewhere(who, Page))
        .order_by(made.c.at.desc())
        .limit(POOL)
    )


def _elsewhere(who: Interests, table: type[Thread] | type[Page]) -> ColumnElement[bool]:
    """Where the actor may read, and follows nothing and muted nothing."""
    near = {*who.spaces, *who.silent(Subject.SPACE)}
    return and_(readable_place(who, table), (table.space_id + 0).not_in(near))


def _other(who: Interests) -> ColumnElement[bool]:
    """Somebody of another department; anybody for who has none themselves."""
    own = who.actor.department
    return and_(Person.department != own, Person.department != "") if own else true()
