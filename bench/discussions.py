"""How fast conversations open: `python -m bench discussions`.

A thread of a thousand posts in branches of all depths, as its reader opens it at the first unread.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import db, session, transaction
from essp.core.ids import new_uid
from essp.core.schema import bring_up_to_date
from essp.discussions.models import Kind, Post, Thread
from essp.discussions.posting import start_thread
from essp.discussions.queries import held, opening_of
from essp.discussions.reading import mark_read
from essp.discussions.settling import settle
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces import governing

POSTS = 1_000
ROUNDS = 40
TEXT = "Check the load against the seasonal rating before you lift a limit in steps of one. " * 6


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    app = create_app(Settings(data=Path(tempfile.mkdtemp()), testing=True))
    bring_up_to_date(app)
    with app.app_context():
        uid, token = _long_thread()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    browser.set_cookie("reads", "1")
    rows = []
    for name, path in (
        ("thread of 1,000 posts, first unread", f"/t/{uid}"),
        ("thread of 1,000 posts, in order of time", f"/t/{uid}?view=time&part=3"),
    ):
        browser.get(path)
        took = sorted(_processor_time(browser, path) for _ in range(ROUNDS))
        rows.append(
            (
                name,
                f"{took[ROUNDS * 95 // 100] * 1000:.0f} ms, {_asked(app, browser, path)} queries",
            )
        )
    return rows


def _long_thread() -> tuple[str, str]:
    with transaction():
        people = [_person(number) for number in range(12)]
    with transaction():
        space = governing.create_space(people[0], name="Operations")
        thread = start_thread(people[0], space, Kind.QUESTION, title="Who lifts it?", text=TEXT)
        _add_posts(thread, people)
        settle(held(thread))
        mark_read(people[1], thread, range(1, POSTS // 2))
        return thread.uid, sessions.begin_sign_in(people[1], days=1)


def _add_posts(thread: Thread, people: list[Person]) -> None:
    chance, known = random.Random(1), [opening_of(thread).id]
    html = f'<div class="blk"><p>{TEXT}</p></div>'
    for number in range(2, POSTS + 1):
        parent = known[0] if chance.random() < 0.3 else chance.choice(known[-200:])
        row = {
            "uid": new_uid(), "thread_id": thread.id, "number": number, "at": clock.now(),
            "parent_id": parent, "author_id": chance.choice(people).id, "text": TEXT, "html": html,
            "plain": TEXT, "links": [], "revision": 1, "gone": "", "gone_note": "", "via": "import",
        }  # fmt: skip
        known.append(session().scalars(insert(Post).returning(Post.id), [row]).one())
    thread.last_number = POSTS
    session().flush()


def _person(number: int) -> Person:
    person = Person(
        handle=f"person-{number}", name=f"Person {number}", name_key=f"person {number}",
        created_at=clock.now(), joined_at=clock.now(),
    )  # fmt: skip
    session().add(person)
    return person


def _processor_time(browser: object, path: str) -> float:
    begun = time.process_time()
    answer = browser.get(path)  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status
    return time.process_time() - begun


def _asked(app: Flask, browser: object, path: str) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        browser.get(path)  # type: ignore[attr-defined]
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
