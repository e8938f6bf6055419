"""How fast home is: `python -m bench home`.

On the generated site of 20,000 pages with 500,000 posts: somebody who belongs to twelve spaces and
follows topics, people, pages and thousands of conversations comes back after two days, and after
thirty. Processor time of the request.
"""

from __future__ import annotations

import random
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, func, insert, select

from bench.site import site
from bench.talk_site import fill
from bench.timing import measured
from essp.core import clock
from essp.core.db import session, transaction
from essp.discussions.mark_models import ThreadReading
from essp.discussions.models import Post, Thread
from essp.home.models import HomeVisit
from essp.notifications.models import Notice, Notification, Subject, Watch
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces.models import Membership, Space
from essp.topics.models import Topic
from essp.wiki.models import Page

FOLLOWED = {Subject.TOPIC: (Topic, 30), Subject.PERSON: (Person, 25), Subject.PAGE: (Page, 200)}
THREADS = 3_000
DIRECT = 60


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    app = site()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        fill()
        posts = session().scalar(select(func.count()).select_from(Post)) or 0
        reader = _busy_reader()
        with transaction():
            token = sessions.begin_sign_in(reader, days=1)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    rows = [("posts", f"{posts:,}")]
    for days in (2, 30):
        _away(app, reader, days)
        for name, path in (("by place", "/"), ("by time", "/?view=time")):
            rows.append((f"home after {days} days, {name}", measured(app, browser, path)))
    return rows


def _busy_reader() -> Person:
    """The second person of the site, with all that they follow."""
    chance = random.Random(3)
    reader = session().scalars(select(Person).order_by(Person.id).offset(1).limit(1)).one()
    with transaction():
        for table in (Membership, Watch, ThreadReading, Notification):
            session().execute(delete(table).where(table.person_id == reader.id))
        now = clock.now()
        spaces = session().scalars(select(Space.id).order_by(Space.id).limit(12)).all()
        session().execute(
            insert(Membership),
            [{"space_id": each, "person_id": reader.id, "since": now} for each in spaces],
        )
        followed = [
            (subject, each)
            for subject, (table, count) in FOLLOWED.items()
            for each in chance.sample(list(session().scalars(select(table.id))), count)
        ]
        threads = chance.sample(list(session().scalars(select(Thread.id))), THREADS)
        followed += [(Subject.THREAD, each) for each in threads]
        session().execute(
            insert(Watch),
            [
                {"person_id": reader.id, "subject": subject.value, "subject_id": each, "at": now,
                 "level": "normal"}
                for subject, each in followed
            ],
        )  # fmt: skip
        session().execute(
            insert(ThreadReading),
            [
                {"thread_id": each, "person_id": reader.id, "upto": chance.randint(1, 10),
                 "beyond": "", "at": now}
                for each in threads[: THREADS // 2]
            ],
        )  # fmt: skip
        _told(reader, threads[:DIRECT])
    return reader


def _told(reader: Person, threads: list[int]) -> None:
    """Mentions that nobody opened yet."""
    session().execute(delete(Notice).where(Notice.key.startswith("bench:")))
    for thread_id in threads:
        post = session().scalars(select(Post).where(Post.thread_id == thread_id).limit(1)).one()
        notice = Notice(
            key=f"bench:{thread_id}", kind="named", about="thread", about_id=thread_id, number=1,
            post_id=post.id, actor_id=post.author_id, at=post.at,
        )  # fmt: skip
        session().add(notice)
        session().flush()
        session().add(
            Notification(
                person_id=reader.id, about="thread", about_id=thread_id, notice_id=notice.id,
                reason="mention", reason_id=0, direct=True,
            )
        )  # fmt: skip


def _away(app: Flask, reader: Person, days: int) -> None:
    """Let the reader have been here last so long ago."""
    with app.app_context(), transaction():
        session().execute(delete(HomeVisit).where(HomeVisit.person_id == reader.id))
        moment = clock.now() - timedelta(days=days)
        session().add(HomeVisit(person_id=reader.id, at=clock.now(), seen_until=moment))
