"""The conversations of the demonstration: who asked, who answered, and what was accepted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from essp.core.db import session
from essp.demo.model import DemoPost, DemoThread
from essp.demo.page_file import TIME_ZONE
from essp.demo.pages import uid_of
from essp.discussions.answering import accept
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Post
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.discussions.reacting import react
from essp.people.models import Person
from essp.spaces.models import Space

Deed = tuple[datetime, Callable[[], None]]


def read_threads(path: Path) -> tuple[DemoThread, ...]:
    """The conversations that a file describes."""
    with path.open("rb") as file:
        return tuple(_thread(table) for table in tomllib.load(file)["thread"])


def _thread(table: dict[str, Any]) -> DemoThread:
    posts = tuple(
        DemoPost(**_timed(each) | {name: tuple(each.get(name, ())) for name in LISTS})
        for each in table.pop("post")
    )
    return DemoThread(**_timed(table), posts=posts)


LISTS = ("accepted_by", "helpful")


def _timed(table: dict[str, Any]) -> dict[str, Any]:
    return table | {"at": table["at"].replace(tzinfo=TIME_ZONE)}


class Talkers:
    """What people said, as deeds with their times."""

    def __init__(self, people: Mapping[str, Person], spaces: Mapping[str, Space]) -> None:
        self.people, self.spaces = people, spaces
        self.uids: dict[str, list[str]] = {}

    def deeds(self, thread: DemoThread) -> Iterator[Deed]:
        """Beginning the thread, and each reply with what was said of it."""
        yield thread.at, partial(self._begin, thread)
        for number, post in enumerate(thread.posts, start=1):
            yield post.at, partial(self._reply, thread, number)

    def _begin(self, demo: DemoThread) -> None:
        thread = start_thread(
            self.people[demo.by], self.spaces[demo.space], Kind(demo.kind), title=demo.title,
            text=demo.text, topics=demo.topics, via="demo",
        )  # fmt: skip
        thread.uid = uid_of(f"{demo.space}/talk/{demo.title}")
        self.uids[demo.title] = [self._named(demo, 0, opening_of(thread))]

    def _reply(self, demo: DemoThread, number: int) -> None:
        said, uids = demo.posts[number - 1], self.uids[demo.title]
        post = reply(self.people[said.by], uids[said.to], text=said.text, via="demo")
        uids.append(self._named(demo, number, post))
        for handle in said.helpful:
            react(self.people[handle], uids[-1], Meaning.HELPFUL, on=True)
        for handle in said.accepted_by:
            accept(self.people[handle], uids[-1])

    def _named(self, demo: DemoThread, number: int, post: Post) -> str:
        """Give a post the uid that it has each time the organisation is built."""
        post.uid = uid_of(f"{demo.space}/talk/{demo.title}/{number}")
        session().flush()
        return post.uid
