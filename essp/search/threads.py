"""Conversations in the index and among the results: a thread with all its posts is one thing to find.

An accepted answer counts like a heading: it is what most people look for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from essp.core.db import session
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Post, Thread, ThreadTopic
from essp.people.models import Person
from essp.search.documents import Document, author_mark, topic_mark
from essp.search.languages import language_of
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.topics.queries import named


@dataclass(frozen=True)
class FoundThread:
    """A thread as a result: its title is its `name`; `accepted` counts its accepted answers."""

    id: int
    uid: str
    name: str
    kind: str
    posts: int
    accepted: int
    closed: bool
    at: datetime
    space_name: str
    text: str = ""

    @property
    def path(self) -> str:
        """Its address."""
        return f"/t/{self.uid}"


def found_threads(actor: Person, numbers: Sequence[int], *, with_text: bool) -> list[FoundThread]:
    """Those of these threads that the actor may read, with what their posts say."""
    rows = session().execute(
        select(Thread, Space.name)
        .join(Thread.space)
        .where(Thread.id.in_(numbers), Thread.listed(), readable_by(actor))
    )
    found = [(thread, space) for thread, space in rows]
    said = _said([thread.id for thread, _space in found]) if with_text else {}
    return [
        FoundThread(
            thread.id, thread.uid, thread.title, thread.kind, thread.posts, thread.accepted,
            thread.closed, thread.last_at, space,
            "\n".join(row[1] for row in said.get(thread.id, ())),
        )
        for thread, space in found
    ]  # fmt: skip


def thread_documents(numbers: Sequence[int]) -> Iterator[Document]:
    """The documents of those threads that are to be found."""
    said, topics = _said(numbers), _topics(numbers)
    answers = set(
        session().scalars(
            select(Acceptance.post_id).where(
                Acceptance.thread_id.in_(numbers), Acceptance.ended_at.is_(None)
            )
        )
    )
    for thread in session().scalars(
        select(Thread)
        .join(Thread.space)
        .where(Thread.id.in_(numbers), Thread.listed(), Space.practice.is_(False))
        .order_by(Thread.id)
    ):
        posts, (names, marks) = said.get(thread.id, []), topics[thread.id]
        body = "\n".join(row[1] for row in posts)
        people = {row[2]: (row[3], row[4]) for row in posts}
        yield Document(
            key=f"thread:{thread.id}",
            kind="thread",
            space_id=thread.space_id,
            open=False,
            title=thread.title,
            headings="\n".join(row[1] for row in posts if row[0] in answers),
            body=body,
            topics=names,
            authors=tuple(word for pair in people.values() for word in pair),
            language=language_of(f"{thread.title}\n{body}") or thread.language,
            updated=thread.last_at,
            space=str(thread.space_id),
            marks=(*map(author_mark, people), *marks),
        )


Said = tuple[int, str, int, str, str]  # id, words, author, their name and handle


def _said(numbers: Sequence[int]) -> dict[int, list[Said]]:
    """By thread what its posts in sight say, in the order they came."""
    rows = session().execute(
        select(Post.thread_id, Post.id, Post.plain, Person.id, Person.name, Person.handle)
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id.in_(numbers), Post.gone == "")
        .order_by(Post.thread_id, Post.at, Post.number)
    )
    found: dict[int, list[Said]] = defaultdict(list)
    for thread_id, post_id, plain, person_id, name, handle in rows:
        found[thread_id].append((post_id, plain, person_id, name, handle))
    return found


def _topics(numbers: Sequence[int]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By thread every name of its topics, and their marks."""
    rows = session().execute(
        select(ThreadTopic.thread_id, ThreadTopic.topic_id)
        .where(ThreadTopic.thread_id.in_(numbers))
        .order_by(ThreadTopic.thread_id, ThreadTopic.topic_id)
        .distinct()
    )
    carried = [(row[0], row[1]) for row in rows]
    told = named({topic_id for _thread, topic_id in carried}) if carried else {}
    found: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = defaultdict(lambda: ((), ()))
    for thread_id, topic_id in carried:
        if topic_id in told:
            names, marks = found[thread_id]
            words = (word.name for word in told[topic_id].words)
            found[thread_id] = (*names, *words), (*marks, topic_mark(told[topic_id].id))
    return found
