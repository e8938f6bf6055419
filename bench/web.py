"""How fast the screens are: `python -m bench web`.

The page view is measured against a bare Flask view that renders the same HTML from one SQLite read,
in the same run; the others by their 95th percentile on this machine.
"""

from __future__ import annotations

import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import event, select

from bench.site import Size, site
from essp.core.db import db, session, transaction
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.wiki.models import Page, Rendering

ROUNDS = 150
LEAST_OF = 20
SIZE = Size()


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    app = site(SIZE)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        reader, pages = _reader(), _pages()
        token = _sign_in(reader)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    rows = _page_view(app, browser, pages)
    for name, path in (
        ("history", "/p/{}/history"),
        ("compare, two texts", "/p/{}/compare?from=1&to=10"),
        ("compare, side by side", "/p/{}/compare?from=1&to=10&view=side"),
        ("who wrote what", "/p/{}/authors"),
        ("edit form", "/p/{}/edit"),
    ):
        rows.append(_row(name, [_timed(browser, path.format(uid)) for uid, _path in pages]))
    rows.append(_row("recent changes", [_timed(browser, "/changes") for _ in range(30)]))
    rows.append(_row("home", [_timed(browser, "/") for _ in range(30)]))
    saves, reads = _saves_and_reads(app, browser, pages)
    rows.append(_row("save", saves))
    rows.append(_row("page view, somebody's first after another's save", reads))
    return rows


def _reader() -> Person:
    return session().scalars(select(Person).limit(1)).one()


def _sign_in(person: Person) -> str:
    with transaction():
        return sessions.begin_sign_in(person, days=30)


def _pages() -> list[tuple[str, str]]:
    """Pages of about 20 KB of HTML, which is what the targets speak of."""
    rows = session().execute(
        select(Page.uid, Space.slug, Page.slug)
        .join(Page.space)
        .where(Space.access == Access.OPEN.value, Page.words > 1_500)
        .limit(ROUNDS)
    )
    return [(uid, f"/s/{space}/{slug}") for uid, space, slug in rows]


def _timed(browser: FlaskClient, path: str) -> float:
    started = time.perf_counter()
    answer = browser.get(path)
    took = time.perf_counter() - started
    assert answer.status_code == 200, (path, answer.status)
    return took


def _least(browser: FlaskClient, paths: list[str]) -> float:
    """Processor time of a view in seconds: the least that each path took, which others on the machine
    hardly change."""
    least = [float("inf")] * len(paths)
    for _round in range(LEAST_OF):
        for place, path in enumerate(paths):
            started = time.thread_time()
            browser.get(path)
            least[place] = min(least[place], time.thread_time() - started)
    return statistics.mean(least)


def _save(browser: FlaskClient, uid: str, number: int) -> float:
    form = browser.get(f"/p/{uid}/edit?fresh=1").text
    based_on = re.search(r'name="based_on" value="(\d+)"', form)
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.S)
    assert based_on and text
    changed = f"{text[1]}\n\nA closing line, number {number} of [[Page {number}]].\n"
    data = {"text": changed, "based_on": based_on[1], "summary": "Adds a line"}
    started = time.perf_counter()
    answer = browser.post(f"/p/{uid}/edit", data=data)
    took = time.perf_counter() - started
    assert answer.status_code == 303, answer.status
    return took


def _saves_and_reads(
    app: Flask, browser: FlaskClient, pages: list[tuple[str, str]]
) -> tuple[list[float], list[float]]:
    """A save of each page, and the view of another reader that follows it."""
    with app.app_context():
        token = _sign_in(session().scalars(select(Person).offset(1).limit(1)).one())
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie[TOKEN] = token
    _timed(other, pages[0][1])
    saves, reads = [], []
    for number, (uid, path) in enumerate(pages):
        saves.append(_save(browser, uid, number))
        reads.append(_timed(other, path))
    return saves, reads


def _page_view(
    app: Flask, browser: FlaskClient, pages: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    with app.app_context():
        htmls = list(
            session().scalars(
                select(Rendering.html)
                .join(Page, Page.id == Rendering.page_id)
                .where(Page.uid.in_([uid for uid, _path in pages]))
            )
        )
    bare = _bare(htmls)
    first = [_timed(browser, path) for _uid, path in pages]
    ours, theirs = [], []
    for number, (_uid, path) in enumerate(pages * 3):
        ours.append(_timed(browser, path))
        theirs.append(_timed(bare, f"/{number % len(htmls)}"))
    few = [path for _uid, path in pages[:40]]
    least = _least(browser, few), _least(bare, [f"/{number}" for number in range(len(htmls))][:40])
    queries = _queries(app, lambda: _timed(browser, pages[0][1]))
    return [
        _row("page view, first after a change", first),
        _row("page view", ours),
        _row("bare Flask + Jinja, same HTML, one read", theirs),
        (
            "first view against bare",
            f"{statistics.median(first) / statistics.median(theirs):.2f} x",
        ),
        ("page view against bare", f"{statistics.median(ours) / statistics.median(theirs):.2f} x"),
        ("the same by the least processor time", f"{least[0] / least[1]:.2f} x"),
        ("queries of a page view", str(queries)),
        ("HTML of a page", f"{statistics.median(map(len, htmls)) / 1000:.0f} KB"),
    ]


def _bare(htmls: list[str]) -> FlaskClient:
    """The yardstick: one read from SQLite and one small template."""
    path = Path(tempfile.mkdtemp()) / "bare.db"
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, html TEXT)")
    connection.executemany("INSERT INTO page VALUES (?, ?)", list(enumerate(htmls)))
    connection.commit()
    app = Flask("bare")

    @app.get("/<int:number>")
    def page(number: int) -> str:
        (html,) = connection.execute("SELECT html FROM page WHERE id = ?", (number,)).fetchone()
        return render_template_string(
            "<!doctype html><title>Page</title>{{ html|safe }}", html=html
        )

    return app.test_client()


def _queries(app: Flask, work: Callable[[], object]) -> int:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    work()
    event.remove(engine, "before_cursor_execute", listen)
    return sum(not each.startswith(("BEGIN", "COMMIT", "ROLLBACK")) for each in seen)


def _row(name: str, seconds: list[float]) -> tuple[str, str]:
    ordered = sorted(seconds)
    p95 = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
    return (
        name,
        f"median {statistics.median(ordered) * 1000:.1f} ms, 95th percentile {p95 * 1000:.1f} ms",
    )
