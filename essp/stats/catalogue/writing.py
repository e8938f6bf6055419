"""How measures of what is written are asked and read: repairs, pages made of talk, links, topics."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)  # fmt: skip
from sqlalchemy import String as Text
from sqlalchemy.orm import aliased

from essp.core.figures import Share
from essp.discussions.models import Kind as ThreadKind
from essp.discussions.models import Thread, ThreadTopic
from essp.spaces.models import Access, Space
from essp.stats.asking import Asked, Axis
from essp.stats.catalogue.contributing import part_with_middle
from essp.stats.catalogue.entitled import did, lately, things
from essp.stats.catalogue.reading_people import Rows
from essp.stats.measures import Reading
from essp.stats.models import Deed
from essp.stats.verbs import Did, Thing
from essp.topics.models import Topic
from essp.wiki.models import Kind, Link, Page, Revision
from essp.wiki.topic_models import PageTopic

ITEMS = frozenset({Did.CREATE_PAGE, Did.ASK, Did.POST})
SETTLES = frozenset({Did.RESOLVE, Did.PROMOTE})


def repaired(asked: Asked) -> Any:
    """Each edit, and when a later revision undid it or went back to before it."""
    key, counts = things(asked)
    undone = and_(Revision.kind == Kind.UNDONE.value, Revision.refers_to == Deed.number)
    back = and_(Revision.kind == Kind.RESTORED.value, Revision.refers_to < Deed.number)
    repair = and_(
        Revision.page_id == Deed.object_id, Revision.number > Deed.number,
        Revision.at < asked.now, or_(undone, back),
    )  # fmt: skip
    until = func.min(Revision.at).label("until")
    return (
        select(key.label("key"), Deed.at.label("since"), until, Deed.actor_id.label("person_id"))
        .outerjoin(Revision, repair)
        .where(did(asked, frozenset({Did.EDIT_PAGE})), lately(asked), counts)
        .group_by(Deed.id, key, Deed.at, Deed.actor_id)
    )


def repairs(rows: Rows) -> Reading:
    """The share of edits that were taken back, and after how many minutes."""
    return part_with_middle(
        rows, [(row.until - row.since).total_seconds() / 60 for row in rows if row.until]
    )


def promoted(asked: Asked) -> Any:
    """Conversations that came to an end, and those of which a page or an edit was made."""
    key, counts = things(asked)
    made = case((Deed.verb == Did.PROMOTE.value, Deed.object_id))
    return (
        select(
            key.label("key"),
            func.count(made.distinct()).label("part"),
            func.count(Deed.object_id.distinct()).label("whole"),
            func.count(Deed.actor_id.distinct()).label("people"),
        )
        .join(Thread, Thread.id == Deed.object_id)
        .where(Deed.kind == Thing.THREAD.value, Thread.kind != ThreadKind.COMMENT.value)
        .where(did(asked, SETTLES), lately(asked), counts)
        .group_by(key)
    )


def linked(asked: Asked) -> Any:
    """New pages with the links on them as they stand now, and pages in use without a link to them."""
    key, counts = things(asked)
    new = (
        select(
            key.label("key"), Deed.object_id.label("page_id"), func.min(Deed.actor_id).label("by")
        )
        .where(did(asked, frozenset({Did.CREATE_PAGE})), lately(asked), counts)
        .group_by(key, Deed.object_id)
        .subquery("new")
    )
    there = (
        select(Link.page_id, func.count().label("links"))
        .join(new, new.c.page_id == Link.page_id)
        .where(Link.target_id.is_not(None))
        .group_by(Link.page_id)
        .subquery("there")
    )
    begun = (
        select(
            new.c.key, func.coalesce(func.sum(there.c.links), 0).label("links"),
            func.count().label("pages"), func.count(new.c.by.distinct()).label("people"),
            literal(0).label("orphans"), literal(0).label("in_use"),
        )
        .outerjoin(there, there.c.page_id == new.c.page_id)
        .group_by(new.c.key)
    )  # fmt: skip
    return select(union_all(begun, _orphans(asked)).subquery("linked"))


def _orphans(asked: Asked) -> Any:
    """Pages in use, and those that no page links to which everyone or the readers of their space see."""
    key = cast(Page.space_id, Text) if asked.axis is Axis.SPACE else literal("")
    seen: ColumnElement[bool] = Link.space_id.in_(
        select(Space.id).where(Space.access == Access.OPEN.value)
    )
    if asked.axis is Axis.SPACE:
        seen = or_(seen, Link.space_id == Page.space_id)
    reached = (
        select(Link.page_id)
        .where(Link.target_id == Page.id, Link.page_id != Page.id, seen)
        .correlate(Page)
        .exists()
    )
    return (
        select(
            key.label("key"), literal(0), literal(0), literal(0),
            func.sum(case((reached, 0), else_=1)), func.count(),
        )
        .where(Page.in_use(), Page.created_at < asked.now, asked.places(Page.space_id))
        .group_by(*([Page.space_id] if asked.axis is Axis.SPACE else []))
        .having(func.count() > 0)
    )  # fmt: skip


def links(rows: Rows) -> Reading:
    """Links for each new page, and the share of all pages that nothing leads to."""
    number, pages, people, orphans, in_use = (
        sum(int(getattr(row, name) or 0) for row in rows)
        for name in ("links", "pages", "people", "orphans", "in_use")
    )
    parts = {
        "links": number, "orphans": orphans, "in_use": in_use,
        "orphaned": Share(orphans, in_use).value,
    }  # fmt: skip
    return Reading(number / pages if pages else None, pages, people, None, parts)


def tagged(asked: Asked) -> Any:
    """New pages and conversations, and those that carry a topic which everyone may know."""
    key, counts = things(asked)
    page = and_(Deed.kind == Thing.PAGE.value, _carries(PageTopic, PageTopic.page_id))
    thread = and_(Deed.kind == Thing.THREAD.value, _carries(ThreadTopic, ThreadTopic.thread_id))
    return (
        select(
            key.label("key"),
            func.sum(case((or_(page, thread), 1), else_=0)).label("part"),
            func.count().label("whole"),
            func.count(Deed.actor_id.distinct()).label("people"),
        )
        .where(did(asked, ITEMS), lately(asked), counts)
        .group_by(key)
    )


def _carries(table: Any, thing: Any) -> ColumnElement[bool]:
    stands_for = aliased(Topic)
    return (
        select(thing)
        .join(Topic, Topic.id == table.topic_id)
        .join(stands_for, stands_for.id == func.coalesce(Topic.merged_into_id, Topic.id))
        .where(thing == Deed.object_id, stands_for.opened_at.is_not(None))
        .correlate(Deed)
        .exists()
    )
