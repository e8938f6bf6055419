"""A random history in the database, for as long as one example lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import time
from typing import Any

from sqlalchemy import insert, update

from essp.core.db import session
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import About, Post, Thread, ThreadTopic
from essp.people.models import Person
from essp.spaces.models import Champion, Membership, Space
from essp.stats.models import Deed, DepartmentStay, Presence
from essp.topics.models import Topic
from essp.wiki.models import Page
from tests.stats.history_shapes import (
    PAGES,
    PEOPLE,
    QUIET,
    STANDS_FOR,
    History,
    moment,
)  # fmt: skip


@contextmanager
def written(history: History) -> Iterator[History]:
    """The history in the database, until the end of the block."""
    session().rollback()
    with session().begin_nested() as savepoint:
        for table, rows in _tables(history):
            if rows:
                session().execute(insert(table), rows)
        for each in history.people.values():  # whoever is above must be there first
            if each.above is not None:
                above = update(Person).where(Person.id == each.id).values(manager_id=each.above)
                session().execute(above)
        try:
            yield history
        finally:
            savepoint.rollback()
            session().expunge_all()


def _tables(history: History) -> Iterator[tuple[type, list[dict[str, Any]]]]:
    early = moment(600, time(9))
    yield Person, [
        {"id": each.id, "handle": f"p{each.id}", "name": f"P {each.id}", "name_key": f"p {each.id}",
         "created_at": early, "joined_at": each.joined_at, "left_at": each.left_at, "invited_at": each.invited_at,
         "role": each.role, "department": each.department,
         "away_from": each.away[0] if each.away else None, "away_until": each.away[1] if each.away else None}
        for each in history.people.values()
    ]  # fmt: skip
    yield Space, [
        {"id": each.id, "slug": f"s{each.id}", "name": f"S {each.id}", "name_key": f"s {each.id}",
         "access": each.access.value, "practice": each.practice, "created_at": early,
         "created_by_id": PEOPLE[0]}
        for each in history.places.values()
    ]  # fmt: skip
    yield Page, [
        {"id": number, "uid": f"g{number}", "slug": f"g{number}", "title": f"G {number}",
         "title_key": f"g {number}", "created_at": early, "updated_at": early,
         "updated_by_id": PEOPLE[0], "revision_number": 1, "approved_number": None,
         "archived_at": None, "template": False, **history.page(number)}
        for number in sorted({*PAGES, *history.pages})
    ]  # fmt: skip
    yield Topic, [
        {"id": each, "uid": f"o{each}", "slug": f"o{each}", "created_at": early,
         "merged_into_id": None if each == stands_for else stands_for,
         "opened_at": None if each == QUIET else early}
        for each, stands_for in STANDS_FOR.items()
    ]  # fmt: skip
    for model, of in ((Membership, "members"), (Champion, "champions")):
        yield (
            model,
            [
                {"space_id": each.id, "person_id": person, "since": since}
                for each in history.places.values()
                for person, since in getattr(each, of).items()
            ],
        )
    yield (
        DepartmentStay,
        [
            {"person_id": each.id, "since": since, "department": name}
            for each in history.people.values()
            for since, name in each.stays
        ],
    )
    yield from _talk_tables(history)
    yield (
        Deed,
        [
            asdict(each) | {"verb": each.verb.value, "kind": each.kind.value}
            for each in history.deeds
        ],
    )
    yield Presence, [asdict(each) for each in history.presences]
    yield from history.more


def _talk_tables(history: History) -> Iterator[tuple[type, list[dict[str, Any]]]]:
    threads = [
        {"id": each.id, "uid": f"t{each.id}", "space_id": each.space_id, "kind": each.kind,
         "title": f"T {each.id}", "author_id": each.author_id, "at": each.at,
         "closed_at": each.closed_at, "closed_by_id": each.author_id if each.closed_at else None,
         "outcome": each.outcome, "posts": len(each.posts),
         "people": len({post.author_id for post in each.posts}),
         "accepted": len({mark.post_id for mark in each.accepted if mark.ended_at is None}),
         "answered_at": min((mark.at for mark in each.accepted if mark.ended_at is None), default=None),
         "last_number": len(each.posts), "imported_upto": each.imported_upto,
         "last_at": max(post.at for post in each.posts), "last_by_id": each.posts[-1].author_id,
         "merged_into_id": each.merged_into_id, "about_id": each.page,
         "about_kind": About.PASSAGE.value if each.page else ""}
        for each in history.talks
    ]  # fmt: skip
    # A thread that was merged points to another, which must be there first.
    yield Thread, sorted(threads, key=lambda row: row["merged_into_id"] is not None)
    yield Post, [
        {"id": post.id, "uid": f"p{post.id}", "thread_id": post.thread_id, "number": post.number,
         "parent_id": post.parent_id, "author_id": post.author_id, "at": post.at, "text": "x",
         "html": "x", "plain": "x", "remark": post.remark, "gone": post.gone,
         "gone_at": post.gone_at, "via": post.via}
        for each in history.talks
        for post in each.posts
    ]  # fmt: skip
    yield ThreadTopic, [
        {"thread_id": each.id, "topic_id": topic, "source": "set"}
        for each in history.talks
        for topic in each.topics
    ]  # fmt: skip
    yield (
        Acceptance,
        [
            asdict(mark) | {"asked": True, "revision": 1}
            for each in history.talks
            for mark in each.accepted
        ],
    )
