"""A real community of questions, brought in once for all tests of a run: History Meta of StackExchange.

Its members have accounts here, as if they had come along, those who never wrote among them. What was
written stands as deeds that came from elsewhere: ask for it with `imported`. Who wrote without an account
there has none here.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from essp.core import clock
from essp.core.db import session
from essp.core.ids import key_of
from essp.discussions.models import Kind, Post, Thread
from essp.importers.models import ImportPerson
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.talk_loading import load_talk
from essp.people.models import Person, Role
from essp.stats.asking import Asked, Axis, day_of
from essp.stats.models import Deed
from essp.stats.verbs import MIGRATION, Did, Thing
from tests.conftest import add_person, application, real_data

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Community:
    """The application that it is in, and the days from its first post to its last. Use `app.app_context()`."""

    app: Flask
    folder: Path
    first: date
    last: date

    def asked(self, axis: Axis = Axis.SITE, window: int = 0) -> Asked:
        """The question for all its days, or the last so many, counting what was brought in."""
        days = window or (self.last - self.first).days + 1
        return Asked(self.last, days, UTC_ZONE, axis, imported=True)


@pytest.fixture(scope="session")
def history_meta(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Community]:
    """History Meta in a database of its own; skips with a clear line where its files are absent."""
    folder = real_data("history-meta-stackexchange")
    data = tmp_path_factory.mktemp("history_meta")
    with application(f"sqlite:///{data / 'essp.db'}", data) as app:
        with app.app_context():
            importer = add_person(session(), "Adrie Beheer", role=Role.ADMINISTRATOR.value)
            with StackExchangeSource(folder) as source:
                load_talk(importer, "answers", source)
            importer.left_at = importer.joined_at
            _everybody_has_an_account(folder)
            _tell_of_deeds()
            session().commit()
            bounds = session().execute(select(func.min(Post.at), func.max(Post.at))).one()
        yield Community(app, folder, *(day_of(each, UTC_ZONE) for each in bounds))


def _everybody_has_an_account(folder: Path) -> None:
    since = datetime(2011, 1, 1, tzinfo=UTC_ZONE)
    members = select(ImportPerson.person_id).where(
        ImportPerson.key.like("account:%") | ImportPerson.key.like("user:%")
    )
    session().execute(
        update(Person).where(Person.id.in_(members)).values(joined_at=since),
        execution_options={"synchronize_session": False},
    )
    wrote = session().scalar(select(func.count()).select_from(members.subquery())) or 0
    silent = len(ET.parse(folder / "Users.xml").getroot()) - wrote
    names = [f"Reader {number}" for number in range(silent)]
    session().execute(
        insert(Person),
        [
            {"handle": key_of(name).replace(" ", "-"), "name": name, "name_key": key_of(name),
             "created_at": clock.now(), "joined_at": since}
            for name in names
        ],
    )  # fmt: skip


def _tell_of_deeds() -> None:
    """What was written, as a nightly gathering would tell it, but of all days at once."""
    above = {post.id: post for post in session().scalars(select(Post))}
    threads = {thread.id: thread for thread in session().scalars(select(Thread))}
    rows = []
    for post in above.values():
        thread = threads[post.thread_id]
        parent = above.get(post.parent_id or 0)
        verb = _verb(thread, post, parent)
        rows.append(
            {
                "at": post.at, "day": day_of(post.at, UTC_ZONE), "actor_id": post.author_id,
                "department": "", "verb": verb.value, "space_id": thread.space_id,
                "kind": (Thing.POST if parent else Thing.THREAD).value,
                "object_id": post.id if parent else thread.id, "number": post.number,
                "to_id": parent.author_id if parent else None, "source": MIGRATION, "bot": False,
            }
        )  # fmt: skip
    session().execute(insert(Deed), rows)


def _verb(thread: Thread, post: Post, parent: Post | None) -> Did:
    if parent is None:
        return Did.ASK if thread.kind == Kind.QUESTION.value else Did.POST
    answers = thread.kind == Kind.QUESTION.value and parent.parent_id is None and not post.remark
    return Did.ANSWER if answers and post.author_id != thread.author_id else Did.REPLY
