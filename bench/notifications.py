"""What telling people costs: `python -m bench notifications`.

A space with 20,000 members who all watch it, and one person with 100,000 notifications of 5,000 pages
in 40 spaces, first all of them unread, then half. Figures are processor time: the database is in the
process, and the machine may be busy with other work.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from bench.site import application
from essp.core import clock
from essp.core.db import Base, db, session, transaction
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.discussions.queries import opening_of
from essp.notifications import centre
from essp.notifications.centre import Choice
from essp.notifications.models import Notice, Notification, Watch
from essp.notifications.recipients import note_things
from essp.notifications.telling import tell_of_post, tell_of_revision
from essp.people.models import Person
from essp.spaces.governing import create_space
from essp.spaces.models import Access, Membership, Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page

PEOPLE, ROWS, PAGES, SPACES, ROUNDS = 20_000, 100_000, 5_000, 40, 9


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        with app.app_context():
            Base.metadata.create_all(db.engine)
            author = _people()
            rows = _telling(author)
            _many_rows(author)
            reader = session().get_one(Person, PEOPLE)
            rows += _reading(reader, "all unread")
            with transaction():
                half = update(Notification).where(Notification.notice_id % 2 == 0)
                session().execute(half.values(read_at=clock.now()))
            return rows + _reading(reader, "half read")


def _people() -> Person:
    moment = clock.now()
    with transaction():
        session().execute(
            insert(Person),
            [
                {"id": each, "handle": f"p{each}", "name": f"Person {each}", "role": "member",
                 "name_key": f"person {each}", "created_at": moment, "joined_at": moment}
                for each in range(1, PEOPLE + 2)
            ],
        )  # fmt: skip
    return session().get_one(Person, PEOPLE + 1)


def _telling(author: Person) -> list[tuple[str, str]]:
    moment = clock.now()
    with transaction():
        space = create_space(author, name="Everybody", access=Access.CLOSED)
        page = create_page(author, space, title="Plan", text="One.\n").page
        everybody = range(1, PEOPLE + 1)
        session().execute(
            insert(Membership),
            [{"space_id": space.id, "person_id": each, "since": moment} for each in everybody],
        )
        session().execute(
            insert(Watch),
            [
                {"person_id": each, "subject": "space", "subject_id": space.id, "at": moment,
                 "level": "everything"}
                for each in everybody
            ],
        )  # fmt: skip
    before = time.process_time()
    with transaction():
        edit_page(author, page, text="Two.\n", based_on=1)
    asked = time.process_time() - before
    before = time.process_time()
    tell_of_revision.run(page_id=page.id, number=2)
    told = time.process_time() - before
    return [
        ("a save that 20,000 people hear of", f"{asked * 1000:.1f} ms"),
        ("telling 20,000 people (job)", f"{told * 1000:.0f} ms"),
        *_calling(author, space),
    ]


def _calling(author: Person, space: Space) -> list[tuple[str, str]]:
    before = time.process_time()
    with transaction():
        thread = start_thread(
            author,
            space,
            Kind.DISCUSSION,
            title="Tonight",
            text=f"@space:{space.slug}",
            told=PEOPLE,
        )
        post = opening_of(thread)
    asked = time.process_time() - before
    before = time.process_time()
    tell_of_post.run(author.id, post.id, (), (f"space:{space.id}",))
    told = time.process_time() - before
    return [
        ("a post that calls 20,000 people", f"{asked * 1000:.1f} ms"),
        ("calling 20,000 people (job)", f"{told * 1000:.0f} ms"),
    ]


def _many_rows(author: Person) -> None:
    moment = clock.now() - timedelta(days=1)
    with transaction():
        spaces = [create_space(author, name=f"Space {number}") for number in range(SPACES)]
        session().execute(
            insert(Page), [_page(number, spaces, author, moment) for number in range(PAGES)]
        )
        first = 1_000
        notices = [_notice(first + number, author, moment) for number in range(ROWS)]
        session().execute(insert(Notice), notices)
        session().execute(
            insert(Notification),
            [
                {"person_id": PEOPLE, "notice_id": each["id"], "about": "page",
                 "about_id": each["about_id"], "direct": False, "reason_id": 1,
                 "reason": "mention" if each["id"] % 50 == 0 else "space"}
                for each in notices
            ],
        )  # fmt: skip
        note_things(Notification.person_id == PEOPLE)


def _page(number: int, spaces: list[Space], author: Person, moment: Any) -> dict[str, Any]:
    return {
        "id": 1_000 + number, "uid": f"b{number:09}", "space_id": spaces[number % SPACES].id,
        "slug": f"page-{number}", "title": f"Page {number}", "title_key": f"page {number}",
        "created_at": moment, "created_by_id": author.id, "updated_at": moment,
        "updated_by_id": author.id, "properties": {},
    }  # fmt: skip


def _notice(number: int, author: Person, moment: Any) -> dict[str, Any]:
    return {
        "id": number, "key": f"bench:{number}", "kind": "edited", "about": "page",
        "about_id": 1_000 + number * 7919 % PAGES, "number": 2, "actor_id": 1 + number % 500,
        "at": moment,
    }  # fmt: skip


def _reading(reader: Person, state: str) -> list[tuple[str, str]]:
    middle = centre.groups(reader)[-1].newest - ROWS // 40
    return [
        (f"{what}, {state}", f"{_measured(work):.1f} ms")
        for what, work in (
            ("the bell with 100,000 rows", lambda: centre.unread_count(reader)),
            ("the centre, first part", lambda: centre.groups(reader)),
            ("the centre, further on", lambda: centre.groups(reader, before=middle)),
            ("the centre, unread", lambda: centre.groups(reader, Choice.UNREAD)),
            ("the centre, mentions", lambda: centre.groups(reader, Choice.MENTIONS)),
        )
    ]


def _measured(work: Callable[[], Any]) -> float:
    """The median of some rounds, in milliseconds of processor time."""
    taken = []
    for _round in range(ROUNDS):
        session().expire_all()
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return statistics.median(taken) * 1000
