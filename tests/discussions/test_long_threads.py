"""A thread of a thousand posts opens with as many questions to the database as a short one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, insert

from essp.core import clock
from essp.core.db import db, session
from essp.discussions.models import Post
from essp.discussions.queries import opening_of
from tests.discussions.talking import answer, ask

MOST = 6  # who asks, the thread, its tree, its marks, what is shown, and how much news there is


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.split()[0] in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}:
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_thousand_posts_take_at_most_six_questions(browser_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    opening, top = opening_of(thread), answer(ruben, thread)
    now = clock.now()
    session().execute(
        insert(Post),
        [
            {"uid": f"post{number:06}", "thread_id": thread.id, "number": number, "at": now,
             "parent_id": (opening.id, top.id)[number % 2], "author_id": (femke.id, ruben.id)[number % 2],
             "text": "Words.", "html": "<p>Words.</p>", "plain": "Words.", "links": [],
             "revision": 1, "gone": "", "gone_note": "", "via": "import"}
            for number in range(3, 1001)
        ],
    )  # fmt: skip
    thread.last_number = 1000
    session().commit()
    browser = browser_of(ruben)
    browser.get(f"/t/{thread.uid}")
    browser.set_cookie("reads", "1")
    uid = thread.uid
    session().expunge_all()
    with counted() as asked:
        page = browser.get(f"/t/{uid}?part=9")
    assert page.status_code == 200 and page.text.count('data-post="') == 40
    assert len(asked) <= MOST, asked
