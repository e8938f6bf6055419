"""How much somebody contributed in each week of the last year, as far as the reader may read it.

By week and never by day or hour: it says when somebody was busy here, not when they work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from sqlalchemy import and_, case, func, select

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page, Revision

WEEKS = 52
DARKEST = 5


@dataclass(frozen=True)
class Week:
    """A week from its Monday: changes of pages, and posts in conversations."""

    monday: date
    changes: int
    posts: int


@dataclass(frozen=True)
class Year:
    """The last 52 weeks, the oldest first; the present one is the last."""

    weeks: Sequence[Week]

    @property
    def changes(self) -> int:
        """Changes of pages in all."""
        return sum(week.changes for week in self.weeks)

    @property
    def posts(self) -> int:
        """Posts in all."""
        return sum(week.posts for week in self.weeks)

    @property
    def most(self) -> int:
        """The highest number of either sort in one week."""
        return max((max(week.changes, week.posts) for week in self.weeks), default=0)

    def shade(self, number: int) -> int:
        """How dark a number is drawn: 0 for none, `DARKEST` for the highest, even steps between."""
        return -(-number * DARKEST // self.most) if self.most else 0


def year_of(actor: Person, person: Person, zone: tzinfo) -> Year:
    """The contributions of a person that the actor may read, in weeks of a time zone."""
    today = clock.now().astimezone(zone).date()
    last = today - timedelta(days=today.weekday())
    mondays = [last - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]
    bounds = [
        datetime.combine(each, time(), zone) for each in (*mondays, last + timedelta(weeks=1))
    ]
    changes = _counted(Revision.at, bounds, Revision.id)
    posts = _counted(Post.at, bounds, Post.id)
    edited = (
        changes.join(Page, Page.id == Revision.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(Revision.author_id == person.id, readable_by(actor))
    )
    said = (
        posts.join(Thread, Thread.id == Post.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .where(Post.author_id == person.id, Post.gone == "", readable_by(actor))
    )
    found = [session().execute(each).one() for each in (edited, said)]
    return Year(
        [
            Week(*week)
            for week in zip(mondays, *([n or 0 for n in row] for row in found), strict=True)
        ]
    )


def _counted(at: Any, bounds: Sequence[datetime], key: Any) -> Any:
    """One column for each week: how many rows have their moment in it."""
    weeks = pairwise(bounds)
    columns = [
        func.sum(case((and_(at >= since, at < until), 1), else_=0)) for since, until in weeks
    ]
    return select(*columns).select_from(key.class_).where(at >= bounds[0], at < bounds[-1])
