"""The conversations of the demonstration: who asked, who answered, and what was accepted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from essp.core.db import session
from essp.core.text.anchors import Anchor
from essp.demo.model import DemoEnd, DemoPost, DemoThread
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import Author, uid_of
from essp.discussions.answering import accept
from essp.discussions.closing import close_thread
from essp.discussions.mark_models import Meaning
from essp.discussions.models import About, Kind, Outcome, Post, Thread
from essp.discussions.passages import Pointed, comment
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.discussions.reacting import confirm, react, said_of
from essp.discussions.reading import mark_read
from essp.discussions.subjects import find_subject
from essp.notifications.marking import read_all
from essp.notifications.models import Notice
from essp.people.models import Person
from essp.spaces.models import Membership

Deed = tuple[datetime, Callable[[], None]]
OF_POSTS = ("accepted_by", "helpful", "thanks")
OF_THREADS = ("said", "confirmed_by")
READ_UP_TO = datetime(2026, 11, 8, tzinfo=TIME_ZONE)


def read_threads(folder: Path) -> tuple[DemoThread, ...]:
    """The conversations that the files of a folder describe."""
    found: list[DemoThread] = []
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            tables = tomllib.load(file)["thread"]
        found += (_thread({"space": path.stem} | table) for table in tables)
    return tuple(found)


def _thread(table: dict[str, Any]) -> DemoThread:
    posts = tuple(
        DemoPost(**_timed(each) | {name: tuple(each.get(name, ())) for name in OF_POSTS})
        for each in table.pop("post", ())
    )
    ended = table.pop("end", None)
    lists = {name: tuple(table.get(name, ())) for name in OF_THREADS}
    return DemoThread(
        **{"title": ""} | _timed(table) | lists,
        posts=posts,
        end=DemoEnd(**_timed(ended)) if ended else None,
    )


def _timed(table: dict[str, Any]) -> dict[str, Any]:
    return table | {"at": table["at"].replace(tzinfo=TIME_ZONE)}


class Talkers:
    """What people said, as deeds with their times."""

    def __init__(self, people: Mapping[str, Person], author: Author) -> None:
        self.people, self.author = people, author
        self.uids: dict[str, list[str]] = {}

    def deeds(self, thread: DemoThread) -> Iterator[Deed]:
        """Beginning the thread, each reply with what was said of it, and the end."""
        yield thread.at, partial(self._begin, thread)
        for number, post in enumerate(thread.posts, start=1):
            yield post.at, partial(self._reply, thread, number)
        if thread.end is not None:
            yield thread.end.at, partial(self._end, thread, thread.end)
        last = max(post.at for post in (*thread.posts, thread.end or thread))
        if last < READ_UP_TO:
            yield last, partial(self._read, thread)

    def _begin(self, demo: DemoThread) -> None:
        thread = self._comment(demo) if demo.quote else self._thread(demo)
        thread.uid = uid_of(_name(demo))
        first = self._named(demo, 0, opening_of(thread))
        self.uids[_name(demo)] = [first]
        for handle in demo.said:
            meaning = said_of(demo.kind, opening=True)[0]
            react(self.people[handle], first, meaning, on=True)
        for handle in demo.confirmed_by:
            confirm(self.people[handle], thread.uid)

    def _thread(self, demo: DemoThread) -> Thread:
        actor = self.people[demo.by]
        about = None
        if demo.page:
            page = self.author.pages[demo.space, demo.page]
            about = find_subject(actor, About.PAGE, page.uid)
        return start_thread(
            actor, self.author.spaces[demo.space], Kind(demo.kind), title=demo.title, text=demo.text,
            topics=demo.topics, about=about, asks_confirmation=demo.asks_confirmation, via="demo",
        )  # fmt: skip

    def _comment(self, demo: DemoThread) -> Thread:
        page = self.author.pages[demo.space, demo.page]
        at = Pointed(page.revision_number, Anchor(demo.quote))
        made = comment(self.people[demo.by], page.uid, at, text=demo.text)
        return session().get_one(Thread, made.thread_id)

    def _reply(self, demo: DemoThread, number: int) -> None:
        said, uids = demo.posts[number - 1], self.uids[_name(demo)]
        post = reply(self.people[said.by], uids[said.to], text=said.text, via="demo")
        uids.append(self._named(demo, number, post))
        for meaning, handles in ((Meaning.HELPFUL, said.helpful), (Meaning.THANKS, said.thanks)):
            for handle in handles:
                react(self.people[handle], uids[-1], meaning, on=True)
        for handle in said.accepted_by:
            accept(self.people[handle], uids[-1])

    def _end(self, demo: DemoThread, end: DemoEnd) -> None:
        uid = uid_of(_name(demo))
        close_thread(self.people[end.by], uid, Outcome(end.outcome), reason=end.reason)

    def _read(self, demo: DemoThread) -> None:
        """Whoever belongs to the space has read it by now."""
        thread = session().scalars(select(Thread).where(Thread.uid == uid_of(_name(demo)))).one()
        members = select(Membership.person_id).where(Membership.space_id == thread.space_id)
        for person in session().scalars(select(Person).where(Person.id.in_(members))).all():
            mark_read(person, thread, range(1, thread.last_number + 1))

    def _named(self, demo: DemoThread, number: int, post: Post) -> str:
        """Give a post the uid that it has each time the organisation is built."""
        post.uid = uid_of(f"{_name(demo)}/{number}")
        session().flush()
        return post.uid


def read_news() -> None:
    """Nobody has news of what is older than two weeks; once all of it was told."""
    until = session().scalar(select(func.max(Notice.id)).where(Notice.at < READ_UP_TO))
    for person in session().scalars(select(Person)).all() if until else ():
        read_all(person, until or 0)


def _name(demo: DemoThread) -> str:
    return f"{demo.space}/talk/{demo.title or demo.quote}"
