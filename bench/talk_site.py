"""Talk on the generated site: 500,000 posts in 100,000 threads, with topics, and one busy reader of it all.

Rows are written in bulk, as an import that tells nobody; it takes a few minutes, once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bench.site import Writer
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.discussions.models import Kind, Post, Thread, ThreadTopic
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics.models import Topic

KINDS = (Kind.QUESTION, Kind.QUESTION, Kind.QUESTION, Kind.DISCUSSION, Kind.IDEA)
DAYS = 730
BATCH = 2_000  # threads in one transaction
Row = dict[str, Any]


@dataclass(frozen=True)
class Talk:
    """How much is said: `each` posts a thread on the average, a few threads many more."""

    threads: int = 100_000
    each: int = 5
    topics: int = 300


def fill(talk: Talk = Talk()) -> None:
    """Write the talk that is not there yet; in an application's context."""
    made = session().scalar(select(func.count()).select_from(Thread)) or 0
    if made >= talk.threads:
        return
    started, chance = time.perf_counter(), random.Random(11)
    people = list(session().scalars(select(Person.id)))
    spaces = list(session().scalars(select(Space.id).order_by(Space.id)))
    topics, texts = _topics(talk, people[0]), _texts()
    first = (session().scalar(select(func.max(Thread.id))) or 0) + 1
    post_id = (session().scalar(select(func.max(Post.id))) or 0) + 1
    for start in range(made, talk.threads, BATCH):
        threads: list[Row] = []
        posts: list[Row] = []
        carried: list[Row] = []
        for number in range(start, min(start + BATCH, talk.threads)):
            rows = list(_posts(chance, talk, people, texts, first + number - made, post_id))
            post_id += len(rows)
            threads.append(_thread(chance, spaces, first + number - made, rows))
            posts += rows
            carried += _carried(chance, topics, first + number - made)
        with transaction():
            for table, values in ((Thread, threads), (Post, posts), (ThreadTopic, carried)):
                session().execute(insert(table), values)
        session().expunge_all()
        if start % 20_000 == 0:
            took = time.perf_counter() - started
            print(f"  {start:>6} threads, {post_id:>7} posts, {took:.0f} s", flush=True)


def _topics(talk: Talk, person_id: int) -> list[int]:
    now = clock.now()
    rows = [
        {"uid": new_uid(), "slug": f"bench-{number}", "lineage": "", "description": "",
         "opened_at": now, "created_at": now, "changes": 0}
        for number in range(talk.topics)
    ]  # fmt: skip
    with transaction():
        session().execute(insert(Topic), rows)
    return list(session().scalars(select(Topic.id).where(Topic.slug.startswith("bench-"))))


def _texts() -> list[str]:
    writer = Writer(5)
    return [writer.paragraph(25) for _ in range(500)]


def _posts(
    chance: random.Random, talk: Talk, people: list[int], texts: list[str], thread_id: int,
    first: int,
) -> Iterator[Row]:  # fmt: skip
    """The posts of a thread; one thread in a hundred is a long one."""
    count = talk.each * 20 if chance.random() < 0.01 else chance.randint(1, 2 * talk.each - 3)
    moment = clock.now() - timedelta(minutes=chance.randint(1, DAYS * 24 * 60))
    for number in range(1, count + 1):
        text = chance.choice(texts)
        parent = None if number == 1 else first + chance.randrange(number - 1)
        moment = min(moment + timedelta(minutes=chance.randint(1, 600)), clock.now())
        yield {
            "id": first + number - 1, "uid": new_uid(), "thread_id": thread_id, "number": number,
            "parent_id": parent, "author_id": chance.choice(people), "at": moment, "text": text,
            "html": f"<p>{text}</p>", "plain": text, "links": [], "revision": 1, "gone": "",
            "gone_note": "", "via": "bench",
        }  # fmt: skip


def _thread(chance: random.Random, spaces: list[int], thread_id: int, posts: list[Row]) -> Row:
    kind = chance.choice(KINDS)
    last: datetime = posts[-1]["at"]
    accepted = int(kind is Kind.QUESTION and len(posts) > 1 and chance.random() < 0.7)
    closed = last if chance.random() < 0.3 else None
    # A few spaces hold most of the talk, as in life.
    space = spaces[min(int(chance.paretovariate(0.8)) - 1, len(spaces) - 1)]
    return {
        "id": thread_id, "uid": new_uid(), "space_id": space, "kind": kind.value,
        "title": posts[0]["text"][:80], "author_id": posts[0]["author_id"], "at": posts[0]["at"],
        "posts": len(posts), "people": len({each["author_id"] for each in posts}),
        "accepted": accepted, "support": 0, "last_number": len(posts), "last_at": last,
        "last_by_id": posts[-1]["author_id"], "language": "en", "asks_confirmation": False,
        "closed_at": closed, "outcome": "dropped" if closed else "", "about_kind": "",
        "closing_reason": "",
    }  # fmt: skip


def _carried(chance: random.Random, topics: list[int], thread_id: int) -> list[Row]:
    some = chance.sample(topics, chance.randint(0, 3))
    return [{"thread_id": thread_id, "topic_id": each, "source": "set"} for each in some]
