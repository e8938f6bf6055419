"""Threads and posts as the shapes that programs get, and what is overtaken as a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from essp.api import thread_shapes as shapes
from essp.api.shapes import PersonRef
from essp.api.telling import named, topic_ref, url
from essp.core.db import session
from essp.core.rest import Problem
from essp.discussions.leading import leads_of
from essp.discussions.mark_models import Acceptance, Reaction
from essp.discussions.models import Post, Thread
from essp.discussions.queries import Overtaken
from essp.discussions.subjects import Subject, subjects_of
from essp.discussions.topical import topics_of
from essp.people.models import Person
from essp.spaces.models import Space


@contextmanager
def overtaken_is_told() -> Iterator[None]:
    """Answer with 409 where somebody was first."""
    try:
        yield
    except Overtaken as overtaken:
        raise Problem(409, str(overtaken.reason)) from None


def thread_refs(actor: Person, threads: Sequence[Thread]) -> list[shapes.ThreadRef]:
    """Threads without their posts; their spaces and authors are loaded."""
    about = subjects_of(actor, threads)
    return [shapes.ThreadRef(**_fields(each, about.get(each.id))) for each in threads]


def thread_told(actor: Person, thread: Thread) -> shapes.ThreadTold:
    """A thread that the actor found, with its opening post."""
    first = session().scalars(posts_in(thread).where(Post.parent_id.is_(None))).all()
    into = session().get(Thread, thread.merged_into_id) if thread.merged_into_id else None
    closed_by = session().get(Person, thread.closed_by_id) if thread.closed_by_id else None
    about = subjects_of(actor, [thread]).get(thread.id)
    return shapes.ThreadTold(
        **_fields(thread, about),
        topics=[topic_ref(each) for each in topics_of(thread)],
        asks_confirmation=thread.asks_confirmation,
        closed_at=thread.closed_at,
        closed_by=named(closed_by) if closed_by is not None else None,
        closing_reason=thread.closing_reason,
        merged_into=into.uid if into is not None else None,
        leads=[
            shapes.LeadTold(
                way=each.way.value, here=each.here, title=each.title, url=url(each.url),
                by=named(each.by),
            )
            for each in leads_of(actor, thread)
        ],
        opening=next(iter(posts_told(first)), None),
    )  # fmt: skip


def posts_in(thread: Thread) -> Any:
    """The posts of a thread with their authors, to be narrowed and ordered."""
    return select(Post).options(joinedload(Post.author)).where(Post.thread_id == thread.id)


def posts_told(posts: Sequence[Post]) -> list[shapes.PostTold]:
    """Posts of readable threads with what people left on them."""
    ids = [each.id for each in posts]
    parents, accepted, said = _parents(posts), _accepted(ids), _reactions(ids)
    texts = {row.id: row.text for row in session().execute(_texts(ids))}
    return [
        shapes.PostTold(
            uid=each.uid,
            number=each.number,
            parent=parents.get(each.parent_id or 0),
            author=named(each.author),
            at=each.at,
            text=None if each.gone else texts[each.id],
            remark=each.remark,
            revision=each.revision,
            edited_at=each.edited_at,
            gone=each.gone or None,  # type: ignore[arg-type]
            gone_note=each.gone_note,
            accepted_by=accepted[each.id],
            reactions=said[each.id],
            url=url(f"/posts/{each.uid}"),
        )
        for each in posts
    ]


def _fields(thread: Thread, about: Subject | None) -> dict[str, Any]:
    author = session().get_one(Person, thread.author_id)
    return {
        "uid": thread.uid,
        "title": thread.title,
        "kind": thread.kind,
        "space": session().get_one(Space, thread.space_id).slug,
        "language": thread.language,
        "author": named(author),
        "at": thread.at,
        "about": _subject(about) if about is not None else None,
        "posts": thread.posts,
        "people": thread.people,
        "accepted": thread.accepted,
        "support": thread.support,
        "last_at": thread.last_at,
        "closed": thread.closed,
        "outcome": thread.outcome or None,
        "url": url(f"/t/{thread.uid}"),
    }


def _subject(about: Subject) -> shapes.SubjectTold:
    return shapes.SubjectTold(kind=about.kind.value, title=about.title, url=url(about.url))


def _texts(ids: Collection[int]) -> Select[int, str]:
    return select(Post.id, Post.text).where(Post.id.in_(ids))


def _parents(posts: Sequence[Post]) -> Mapping[int, str]:
    ids = {each.parent_id for each in posts if each.parent_id is not None}
    rows = session().execute(select(Post.id, Post.uid).where(Post.id.in_(ids)))
    return {row.id: row.uid for row in rows}


def _accepted(ids: Collection[int]) -> Mapping[int, list[PersonRef]]:
    found: dict[int, list[PersonRef]] = defaultdict(list)
    rows = session().scalars(
        select(Acceptance)
        .options(joinedload(Acceptance.person))
        .where(Acceptance.post_id.in_(ids), Acceptance.ended_at.is_(None))
        .order_by(Acceptance.id)
    )
    for each in rows:
        found[each.post_id].append(named(each.person))
    return found


def _reactions(ids: Collection[int]) -> Mapping[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = session().execute(
        select(Reaction.post_id, Reaction.meaning, func.count())
        .where(Reaction.post_id.in_(ids))
        .group_by(Reaction.post_id, Reaction.meaning)
        .order_by(Reaction.meaning)
    )
    for post_id, meaning, count in rows:
        found[post_id][meaning] = count
    return found
