"""What people of other departments wrote lately, where the reader follows nothing: for the one in eight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, select, true, union_all

from essp.discussions.models import Thread
from essp.home.fresh import SHAPES, edited, new_thread, readable_place
from essp.home.interests import Interests, Shape, listed, rows_of
from essp.home.ranking import Candidate, Reason
from essp.people.models import Person
from essp.wiki.models import Page, Revision

POOL = 60  # of threads, and of pages

ELSEWHERE = ("outside", 0)


def pool(who: Interests, since: datetime) -> Sequence[Candidate]:
    """What is new outside the actor's spaces and department, as far as they may read it."""
    of_others = _of_others(who.shape, bool(who.actor.department))
    rows = rows_of(of_others, {**who.values, "since": since})
    return [
        Candidate(row.about, row.id, ELSEWHERE, row.at, Reason.OUTSIDE, row.space_id)
        for row in rows
    ]


@lru_cache(SHAPES)
def _of_others(shape: Shape, department: bool) -> Select[Any]:
    threads = _threads(shape, department).subquery()
    pages = _pages(shape, department).subquery()
    return select(union_all(select(threads), select(pages)).subquery())


def _threads(shape: Shape, department: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal("thread").label("about"), Thread.id, Thread.last_at.label("at"), Thread.space_id
        )
        .join(Person, Person.id == Thread.last_by_id)
        .where(new_thread(shape), Thread.listed(), _elsewhere(Thread), _other(department))
        .order_by(Thread.last_at.desc())
        .limit(POOL)
    )  # fmt: skip


def _pages(shape: Shape, department: bool) -> Select[*tuple[Any, ...]]:
    changed = edited(shape).join(Person, Person.id == Revision.author_id).where(_other(department))
    made = changed.subquery()
    return (
        select(literal("page").label("about"), Page.id, made.c.at, Page.space_id)
        .join(made, made.c.page_id == Page.id)
        .where(Page.in_use(), _elsewhere(Page))
        .order_by(made.c.at.desc())
        .limit(POOL)
    )


def _elsewhere(table: type[Thread] | type[Page]) -> ColumnElement[bool]:
    """Where the actor may read, and follows nothing and muted nothing."""
    return and_(readable_place(table), (table.space_id + 0).not_in(listed("near")))


def _other(department: bool) -> ColumnElement[bool]:
    """Somebody of another department; anybody for who has none themselves."""
    other = and_(Person.department != bindparam("department"), Person.department != "")
    return other if department else true()
