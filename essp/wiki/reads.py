"""Counting how often pages are read, without asking or keeping who reads them.

A view adds one to a number in the memory of the process, which costs no question to the database.
A thread of the process adds what came together to the table once a minute; what a process that was
killed had not written yet, a minute's worth at most, is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import structlog
from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from essp.core import clock
from essp.core.db import session, transaction
from essp.wiki.read_models import PageRead

log = structlog.get_logger(__name__)

PAUSE = 60.0  # seconds between two times that counts are written
LATELY, BEFORE = timedelta(days=30), timedelta(days=90)
BATCH = 500  # rows in one statement
MOST = 100_000  # pages and days that are counted in memory while nothing can be written: some 20 MB

Context = Callable[[], AbstractContextManager[object]]


class Counter:
    """Views of pages by day, until somebody writes them down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: dict[tuple[date, int], int] = {}
        self._context: Context | None = None
        self._thread: threading.Thread | None = None

    def write_within(self, context: Context) -> None:
        """From the first view on, write the counts inside such a context, again and again."""
        self._context = context

    def count(self, page_id: int) -> None:
        """Somebody opened the page."""
        seen = clock.now().date(), page_id
        with self._lock:
            if seen in self._views or len(self._views) < MOST:
                self._views[seen] = self._views.get(seen, 0) + 1
            if self._thread is None and self._context is not None:
                # Only now: a thread that was there before the server forks would stay behind.
                self._thread = threading.Thread(target=self._write_on, name="reads", daemon=True)
                self._thread.start()

    def take(self) -> dict[tuple[date, int], int]:
        """All counts so far; counting begins anew."""
        with self._lock:
            views, self._views = self._views, {}
        return views

    def give_back(self, views: dict[tuple[date, int], int]) -> None:
        """Counts that could not be written now; of too many, those of the first days are lost."""
        with self._lock:
            for seen, times in views.items():
                self._views[seen] = self._views.get(seen, 0) + times
            if len(self._views) > MOST:
                latest = sorted(self._views, reverse=True)[:MOST]
                self._views = {seen: self._views[seen] for seen in latest}

    def _write_on(self) -> None:
        pause = threading.Event()
        while self._context is not None:
            pause.wait(PAUSE)
            with self._context():
                write_reads()


_counter = Counter()
count = _counter.count
write_within = _counter.write_within
_after: list[Callable[[], None]] = []


_opened: list[Callable[[int, int], None]] = []


def when_opened(work: Callable[[int, int], None]) -> None:
    """Let this know, with their ids, whoever opens a page; said again it changes nothing."""
    if work not in _opened:
        _opened.append(work)


def opened(person_id: int, page_id: int) -> None:
    """Somebody opened the page, or looks at what changed on it."""
    for work in _opened:
        work(person_id, page_id)


def when_written(work: Callable[[], None]) -> None:
    """Do this in the transaction that writes counts; said again it changes nothing."""
    if work not in _after:
        _after.append(work)


def write_reads() -> int:
    """Add the counts of this process to the table; how many pages and days they were of."""
    views = _counter.take()
    if not views:
        return 0
    try:
        with transaction():
            _add(views)
            for work in _after:
                work()
    except Exception:
        log.exception("how often pages were read could not be written")
        _counter.give_back(views)
        return 0
    return len(views)


def reads_lately() -> dict[int, float]:
    """How often each page was opened in the last thirty days, and half of the sixty before."""
    today = clock.now().date()
    weighed = case(
        (PageRead.day > today - LATELY, PageRead.reads * 1.0), else_=PageRead.reads * 0.5
    )
    rows = session().execute(
        select(PageRead.page_id, func.sum(weighed))
        .where(PageRead.day > today - BEFORE)
        .group_by(PageRead.page_id)
    )
    return {row[0]: float(row[1]) for row in rows}


def _add(views: dict[tuple[date, int], int]) -> None:
    sqlite = session().get_bind().dialect.name == "sqlite"
    insert = insert_sqlite if sqlite else insert_postgresql
    # In one order for every process, so that two never wait for each other.
    rows = [{"page_id": seen[1], "day": seen[0], "reads": views[seen]} for seen in sorted(views)]
    for start in range(0, len(rows), BATCH):
        wanted = insert(PageRead).values(rows[start : start + BATCH])
        session().execute(
            wanted.on_conflict_do_update(
                index_elements=["page_id", "day"],
                set_={"reads": PageRead.reads + wanted.excluded.reads},
            )
        )
