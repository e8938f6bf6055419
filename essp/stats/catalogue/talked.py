"""What becomes of conversations: how deep they go, whether they are opened again or repeated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, case, exists, func, select, true
from sqlalchemy.orm import aliased

from essp.core.figures import middle, rank
from essp.discussions.models import Outcome, Post
from essp.stats import questions as q
from essp.stats.asking import Asked, Axis
from essp.stats.measures import Reading
from essp.stats.models import Deed, Usage
from essp.stats.verbs import MIGRATION, Did, Opened, Thing

PROMISE = 2.0  # working days within which a question has a response
COVERED = timedelta(days=7)
ALONE = timedelta(days=14)
SOLVED = timedelta(days=30)
MOST_STEPS = 120  # of a curve
EVERYWHERE = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT, Axis.TOPIC)
FEW = 5
Rows = Sequence[Row[Any]]


def closings(asked: Asked) -> Any:
    """Conversations closed in the window; `part` of them were opened again before its end."""
    again = aliased(Deed)
    counted = (
        Deed.day >= asked.first, Deed.day <= asked.day, Deed.kind == Thing.THREAD.value,
        Deed.verb == Did.RESOLVE.value, ~Deed.bot, asked.places(Deed.space_id),
        true() if asked.imported else Deed.source != MIGRATION,
    )  # fmt: skip
    opened = exists().where(
        again.kind == Deed.kind, again.object_id == Deed.object_id, again.at >= Deed.at,
        again.verb == Did.REOPEN.value, again.day <= asked.day,
    )  # fmt: skip
    key = asked.key(Deed.space_id, Deed.department).label("key")
    return select(
        key,
        func.count(Deed.object_id.distinct()).label("whole"),
        func.count(case((opened, Deed.object_id)).distinct()).label("part"),
        func.count(Deed.actor_id.distinct()).label("people"),
    ).where(*counted).group_by(key)  # fmt: skip


def trees(asked: Asked) -> Any:
    """Every post of the conversations that began in the window; `person_id` began it."""
    begun = q.threads(asked, asked.since, asked.now).subquery()
    return (
        select(
            begun.c.key, begun.c.id.label("thread_id"), begun.c.person_id, Post.id, Post.parent_id,
            Post.author_id,
        )
        .join(Post, Post.thread_id == begun.c.id)
        .where(Post.at < asked.now, q.in_sight(Post, asked))
        .order_by(Post.thread_id, Post.number)
    )  # fmt: skip


def depth(rows: Rows) -> Reading:
    """How deep conversations go: the mean, what nine in ten do not exceed, and their people."""
    deep: dict[int, int] = {}
    most: defaultdict[int, int] = defaultdict(int)
    taking_part: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        # What replies to a post that is out of sight hangs from the opening one.
        deep[row.id] = 0 if row.parent_id is None else deep.get(row.parent_id, 0) + 1
        most[row.thread_id] = max(most[row.thread_id], deep[row.id])
        taking_part[row.thread_id].add(row.author_id)
    depths = [float(each) for each in most.values()]
    parts = {
        "p90": rank(depths, 0.9),
        "people": middle([float(len(each)) for each in taking_part.values()]),
    }
    value = sum(depths) / len(depths) if depths else None
    return Reading(value, len(depths), len({row.author_id for row in rows}), None, parts)


def composing(asked: Asked) -> Any:
    """Days on which somebody was shown, while asking, what may answer it; `part` asked nothing then."""
    looked, did = aliased(Usage), aliased(Deed)
    opened = exists().where(
        looked.person_id == Usage.person_id, looked.day == Usage.day,
        looked.verb == Opened.SUGGESTION_OPEN.value,
    )  # fmt: skip
    wrote = exists().where(
        did.actor_id == Usage.person_id, did.day == Usage.day, did.verb == Did.ASK.value,
        ~did.bot, did.source != MIGRATION,
    )  # fmt: skip
    key = asked.key(Usage.space_id, Usage.department).label("key")
    each = (
        select(key, Usage.person_id, Usage.day, func.max(case((and_(opened, ~wrote), 1), else_=0))
               .label("went"))
        .where(
            Usage.verb == Opened.SUGGESTED.value, Usage.day >= asked.first, Usage.day <= asked.day
        )
        .group_by(key, Usage.person_id, Usage.day)
        .subquery()
    )  # fmt: skip
    return select(
        each.c.key, func.count().label("whole"), func.sum(each.c.went).label("part"),
        func.count(each.c.person_id.distinct()).label("people"),
    ).group_by(each.c.key)  # fmt: skip


def repeated(asked: Asked) -> Any:
    """Questions of the window, and which were closed as asked before."""
    asked_here = q.asked_in(asked, asked.since, asked.now).add_columns(
        case((q.closed_with(asked, [Outcome.DUPLICATE]), 1), else_=0).label("same")
    )
    each = asked_here.subquery()
    return select(
        each.c.key, func.count().label("whole"), func.sum(each.c.same).label("part"),
        func.count(each.c.person_id.distinct()).label("people"),
    ).group_by(each.c.key)  # fmt: skip
