"""Conversations that come from elsewhere, with their authors, times and earlier texts.

Nobody hears of them: one fact for each thread, so that search and lists learn of it. What comes in is
new to nobody, whoever reads the thread here already and whoever was never there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from essp.attachments.naming import named_in
from essp.core.db import session
from essp.core.decision import require
from essp.core.events import record
from essp.core.ids import clean_line
from essp.discussions.events import ThreadImported
from essp.discussions.files import adopt_imported, note_files
from essp.discussions.mark_models import Acceptance, Meaning, Reaction, ThreadReading
from essp.discussions.models import (
    Kind,
    Outcome,
    Post,
    PostRevision,
    Thread,
    ThreadLink,
    Way,
)
from essp.discussions.runs import Runs
from essp.discussions.settling import settle
from essp.discussions.texts import LONGEST_REASON, LONGEST_TITLE, Written, written
from essp.discussions.topical import MOST_TOPICS, keep_topics
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.queries import standing


@dataclass(frozen=True)
class Said:
    """One text of a post: who wrote it (by id) and when; `title` is the thread's at the time."""

    text: str
    by_id: int
    at: datetime
    title: str = ""


@dataclass(frozen=True)
class Incoming:
    """A post with every text it had, oldest first and at least one; the first says whose it is.

    `parent_uid` is what it replies to: a post of the thread, or one that comes before it here; None
    is the opening post. `remark` says that under a question it is no answer. `edited_at` tells of an
    edit whose earlier text is not known.
    """

    uid: str
    parent_uid: str | None
    texts: Sequence[Said]
    edited_at: datetime | None = None
    accepted_at: datetime | None = None
    remark: bool = False
    reactions: Sequence[tuple[int, Meaning, datetime]] = ()


def begin_imported(
    actor: Person, space: Space, *, uid: str, kind: Kind, title: str, posts: Sequence[Incoming],
    topics: Sequence[str] = (), via: str,
) -> Thread:  # fmt: skip
    """Make a thread of posts that came from elsewhere, the opening one first.

    Raises Refused when the actor may not write in the space, Invalid for a text that is no post;
    then the transaction must be given up.
    """
    require(spaces.edit(actor, space, standing(actor, space)))
    first = posts[0].texts[0]
    thread = Thread(
        uid=uid, space_id=space.id, kind=kind.value, title=clean_line(title)[:LONGEST_TITLE],
        language=space.language, author_id=first.by_id, at=first.at, last_at=first.at,
        last_by_id=first.by_id, posts=0,
    )  # fmt: skip
    thread.space = space
    session().add(thread)
    session().flush()
    opening = written(posts[0].texts[-1].text, posts[0].uid, thread.language)
    keep_topics(actor, thread, opening, ", ".join(topics[:MOST_TOPICS]))
    append_imported(actor, thread, posts, via=via)
    return thread


def append_imported(actor: Person, thread: Thread, posts: Sequence[Incoming], *, via: str) -> None:
    """Put further posts that came from elsewhere into a thread whose lock the caller holds."""
    first = thread.last_number + 1
    numbers = {post.uid: first + place for place, post in enumerate(posts)}
    ids: dict[str, int] = _ids({post.parent_uid for post in posts if post.parent_uid})
    with_files: list[str] = []
    for level in _levels(posts, ids):
        rows = [_row(thread, post, numbers[post.uid], ids, via) for post in level]
        made = session().execute(insert(Post).returning(Post.id, Post.uid), rows)
        ids |= {uid: number for number, uid in made}
        with_files += [str(row["uid"]) for row in rows if named_in(str(row["html"]))]
    thread.last_number += len(posts)
    if with_files:
        brought = select(Post).where(Post.uid.in_(with_files))
        adopt_imported(thread, session().scalars(brought).all())
    _add_all(PostRevision, [row for post in posts for row in _earlier(ids[post.uid], post.texts)])
    _add_all(Reaction, [row for post in posts for row in _reactions(ids[post.uid], post)])
    for post in posts:
        if post.accepted_at is not None:
            accept_imported(thread, ids[post.uid], len(post.texts), post.accepted_at)
    _read_by_everyone(thread, first)
    settle(thread)
    record(
        ThreadImported(
            actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, posts=len(posts)
        )
    )


def rewrite_imported(actor: Person, thread: Thread, post: Post, said: Said) -> None:
    """Let an imported post say what the source says now; what it said before is kept."""
    before = {
        "post_id": post.id, "number": post.revision, "text": post.text, "author_id": post.author_id,
        "title": thread.title if post.parent_id is None else "", "at": post.edited_at or post.at,
    }  # fmt: skip
    _add_all(PostRevision, [before])
    for name, value in _words(written(said.text, post.uid, thread.language)).items():
        setattr(post, name, value)
    if post.parent_id is None and said.title:
        thread.title = clean_line(said.title)[:LONGEST_TITLE]
    post.revision, post.edited_at = post.revision + 1, said.at
    session().flush()
    note_files(thread, [post], new=False)
    record(
        ThreadImported(actor_id=actor.id, thread_id=thread.id, space_id=thread.space_id, posts=1)
    )


def accept_imported(thread: Thread, post_id: int, revision: int, at: datetime) -> None:
    """Who asked accepted this answer, where the question came from."""
    given = select(Acceptance.id).where(
        Acceptance.post_id == post_id,
        Acceptance.person_id == thread.author_id,
        Acceptance.ended_at.is_(None),
    )
    if session().scalar(given) is None:
        session().add(
            Acceptance(
                post_id=post_id, thread_id=thread.id, person_id=thread.author_id, asked=True,
                revision=revision, at=at,
            )
        )  # fmt: skip


def close_imported(
    thread: Thread, outcome: Outcome, *, at: datetime, by_id: int | None, reason: str = ""
) -> None:
    """Close a thread as it was closed where it came from; who did it may be unknown."""
    thread.closed_at, thread.closed_by_id, thread.outcome = at, by_id, outcome.value
    thread.closing_reason = clean_line(reason)[:LONGEST_REASON]
    session().flush()


def link_imported(thread: Thread, other: Thread, *, at: datetime, by_id: int) -> bool:
    """Say that a thread asks the same as another one, unless that was said; whether it is new."""
    known = select(ThreadLink.id).where(
        ThreadLink.thread_id == thread.id,
        ThreadLink.other_id == other.id,
        ThreadLink.way == Way.DUPLICATE_OF.value,
    )
    if thread.id == other.id or session().scalar(known) is not None:
        return False
    session().add(
        ThreadLink(
            thread_id=thread.id, way=Way.DUPLICATE_OF.value, other_id=other.id, by_id=by_id, at=at
        )
    )
    session().flush()
    return True


def _levels(posts: Sequence[Incoming], there: dict[str, int]) -> Iterator[list[Incoming]]:
    """The posts in parts, each of which replies to what stands already; `there` grows meanwhile."""
    waiting = list(posts)
    while waiting:
        ready = [post for post in waiting if post.parent_uid is None or post.parent_uid in there]
        if not ready:
            raise ValueError("a post replies to none of its thread")
        yield ready
        waiting = [post for post in waiting if post.uid not in there]


def _row(
    thread: Thread, post: Incoming, number: int, ids: dict[str, int], via: str
) -> dict[str, object]:
    first, last = post.texts[0], post.texts[-1]
    found = written(last.text, post.uid, thread.language)
    return {
        "uid": post.uid, "thread_id": thread.id, "number": number,
        "parent_id": ids[post.parent_uid] if post.parent_uid else None,
        "author_id": first.by_id, "at": first.at, "revision": len(post.texts),
        "edited_at": last.at if len(post.texts) > 1 else post.edited_at, "via": via,
        "remark": post.remark,
    } | _words(found)  # fmt: skip


def _words(found: Written) -> dict[str, object]:
    return {
        "text": found.text, "html": found.html, "links": found.links, "plain": found.plain,
    }  # fmt: skip


def _earlier(post_id: int, texts: Sequence[Said]) -> Iterator[dict[str, object]]:
    for number, said in enumerate(texts[:-1], start=1):
        yield {
            "post_id": post_id, "number": number, "title": clean_line(said.title)[:LONGEST_TITLE],
            "text": said.text, "author_id": said.by_id, "at": said.at,
        }  # fmt: skip


def _reactions(post_id: int, post: Incoming) -> Iterator[dict[str, object]]:
    for person_id, meaning, at in post.reactions:
        yield {"post_id": post_id, "person_id": person_id, "meaning": meaning.value, "at": at}


def _add_all(table: type[PostRevision] | type[Reaction], rows: Sequence[dict[str, object]]) -> None:
    if rows:
        session().execute(insert(table), rows)


def _ids(uids: set[str]) -> dict[str, int]:
    if not uids:
        return {}
    return {
        uid: number
        for number, uid in session().execute(select(Post.id, Post.uid).where(Post.uid.in_(uids)))
    }


def _read_by_everyone(thread: Thread, first: int) -> None:
    """What came in, from the number `first` on, is new to nobody."""
    if thread.imported_upto == first - 1:
        thread.imported_upto = thread.last_number
    readings = select(ThreadReading).where(ThreadReading.thread_id == thread.id)
    for row in session().scalars(readings):
        runs = Runs.loads(row.upto, row.beyond).having(range(first, thread.last_number + 1))
        row.upto, row.beyond = runs.dumps()
