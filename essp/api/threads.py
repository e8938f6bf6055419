"""Conversations for programs: found, read, begun, closed and opened again."""

from __future__ import annotations

from sqlalchemy.orm import contains_eager, joinedload

from essp.api import thread_shapes as shapes
from essp.api.listing import cut
from essp.api.operations import KEYED, operation, save_key
from essp.api.shapes import Paging
from essp.api.thread_telling import (
    overtaken_is_told,
    posts_in,
    posts_told,
    thread_refs,
    thread_told,
)
from essp.core.db import session, transaction
from essp.core.decision import require
from essp.core.rest import Reply, place_of
from essp.discussions.closing import close_as_duplicate, close_thread, reopen_thread
from essp.discussions.listing import Wanted, matching
from essp.discussions.models import Kind, Outcome, Post, Thread, ThreadTopic
from essp.discussions.posting import start_thread
from essp.discussions.queries import find_thread
from essp.discussions.subjects import subject_meant
from essp.people.current import me
from essp.search.collecting import parts_of
from essp.search.searching import search
from essp.spaces.models import Space
from essp.spaces.policy import read as may_read
from essp.spaces.queries import find_space, standing
from essp.topics.queries import find_topic

VIA = "api"
FOUND = 200


@operation("GET", "/threads", shapes.Threads, query=shapes.ThreadQuestion, problems=[400, 403, 404])
def list_threads(query: shapes.ThreadQuestion) -> shapes.Threads:
    """List the threads you may read, the last begun first."""
    space = _readable(query.space) if query.space else None
    kind = Kind(query.kind) if query.kind else None
    about = subject_meant(me(), query.about or "")
    wanted = matching(me(), space, Wanted(kind, query.state or "", about))
    if query.topic:
        topic = find_topic(me(), query.topic)
        carried = ThreadTopic.thread_id == Thread.id
        wanted = wanted.join(ThreadTopic, carried & (ThreadTopic.topic_id == topic.id)).distinct()
    if query.q and query.q.strip():
        wanted = wanted.where(Thread.id.in_(_found(query.q)))
    if query.cursor:
        wanted = wanted.where(Thread.id < place_of(query.cursor))
    told = (contains_eager(Thread.space), joinedload(Thread.author))
    rows = session().scalars(
        wanted.options(*told).order_by(Thread.id.desc()).limit(query.limit + 1)
    )
    shown, following = cut(rows.all(), query.limit, lambda last: last.id)
    return shapes.Threads(items=thread_refs(me(), shown), next=following)


@operation(
    "POST", "/spaces/<slug>/threads", shapes.ThreadTold, body=shapes.ThreadGiven, status=201,
    problems=[403, 404], headers=KEYED,
)  # fmt: skip
def begin_thread(slug: str, body: shapes.ThreadGiven) -> Reply:
    """Begin a thread in a space. The same Idempotency-Key again makes no second one."""
    space = _readable(slug)
    with transaction():
        thread = start_thread(
            me(), space, Kind(body.kind), title=body.title, text=body.text,
            about=subject_meant(me(), body.about), topics=body.topics,
            asks_confirmation=body.asks_confirmation, save_key=save_key(), via=VIA,
            told=body.told,
        )  # fmt: skip
        uid = thread.uid
    return Reply(_told(uid), 201, {"Location": f"/api/v1/threads/{uid}"})


@operation("GET", "/threads/<talk>", shapes.ThreadTold, problems=[404])
def read_thread(talk: str) -> shapes.ThreadTold:
    """Read a thread with its opening post, what it is about and where it leads."""
    return _told(talk)


@operation("GET", "/threads/<talk>/posts", shapes.Posts, query=Paging, problems=[400, 404])
def list_posts(talk: str, query: Paging) -> shapes.Posts:
    """List the posts of a thread in the order they came; `parent` makes them a tree."""
    thread = find_thread(me(), talk)
    after = place_of(query.cursor) if query.cursor else 0
    wanted = posts_in(thread).where(Post.number > after).order_by(Post.number)
    rows = session().scalars(wanted.limit(query.limit + 1)).all()
    shown, following = cut(rows, query.limit, lambda last: last.number)
    return shapes.Posts(items=posts_told(shown), next=following)


@operation(
    "POST", "/threads/<talk>/close", shapes.ThreadTold, body=shapes.EndGiven,
    problems=[403, 404, 409],
)  # fmt: skip
def close(talk: str, body: shapes.EndGiven) -> shapes.ThreadTold:
    """Close a thread with an outcome; it takes no replies until somebody opens it again."""
    with overtaken_is_told(), transaction():
        if body.outcome == Outcome.DUPLICATE.value:
            close_as_duplicate(me(), talk, body.other)
        else:
            close_thread(me(), talk, Outcome(body.outcome), reason=body.reason)
    return _told(talk)


@operation("POST", "/threads/<talk>/reopen", shapes.ThreadTold, problems=[403, 404, 422, 429])
def reopen(talk: str) -> shapes.ThreadTold:
    """Open a closed thread again; one that is open stays so."""
    with transaction():
        reopen_thread(me(), talk)
    return _told(talk)


def _told(uid: str) -> shapes.ThreadTold:
    return thread_told(me(), find_thread(me(), uid))


def _readable(slug: str) -> Space:
    space = find_space(me(), slug)
    require(may_read(me(), space, standing(me(), space)))
    return space


def _found(text: str) -> list[int]:
    return [parts_of(key)[1] for key in search(me(), text, kind="thread", sample=FOUND).sample]
