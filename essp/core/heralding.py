"""The herald: what was committed anywhere, told to the open pages of this process.

Commands, workers and other web processes share nothing with this one but the database, so the herald
looks there: a thread that reads what came since it last looked, twice a second while a line is open,
and at once after each commit of its own process. Nobody's request waits for it. Processes without
open lines do nothing at all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import structlog
from flask import Flask, current_app
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from essp.core.db import session

log = structlog.get_logger(__name__)
PAUSE = 0.5  # seconds between two looks
BEHIND = 500  # rows that were begun earlier may be committed later: so far back is looked again
ROUND = 30.0  # seconds between two rounds of what is done now and then
HERALD = "essp-herald"

Work = Callable[[], None]


@dataclass
class Tail:
    """The rows of a table that are new, each told once, whatever the order they are committed in.

    `column` is the growing key; `only` narrows the rows; `tell` gets their keys.
    """

    column: InstrumentedAttribute[int]
    tell: Callable[[Sequence[int]], None]
    only: Callable[[], ColumnElement[bool]] | None = None
    _newest: int = 0
    _seen: set[int] = field(default_factory=set)

    def begin(self) -> None:
        """Count all that is there as told."""
        self._newest = session().scalar(select(func.max(self.column))) or 0
        self._seen = set(self._rows())

    def look(self) -> None:
        """Tell what has come."""
        rows = self._rows()
        fresh = [each for each in rows if each not in self._seen]
        self._newest = max([self._newest, *fresh])
        self._seen = set(rows)
        if fresh:
            self.tell(fresh)

    def _rows(self) -> Sequence[int]:
        rows = select(self.column).where(self.column > self._newest - BEHIND).order_by(self.column)
        if self.only is not None:
            rows = rows.where(self.only())
        return session().scalars(rows).all()


@dataclass
class Herald:
    """One of a process. Without a thread of its own it works where it is called: for tests."""

    context: Callable[[], AbstractContextManager[object]]
    listens: Callable[[], bool]
    tails: Sequence[Tail]
    often: Sequence[Work]
    rounds: Sequence[Work]
    ends: Sequence[Work]
    threaded: bool
    _arrived: threading.Event = field(default_factory=threading.Event)
    _waiting: dict[str, Work] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _awake: bool = False

    def begin(self) -> None:
        """A line was opened: listen from now on."""
        with self._lock:
            if self._awake:
                return
            for tail in self.tails:
                tail.begin()
            self._awake = True
            if self.threaded:
                threading.Thread(target=self._run, name="herald", daemon=True).start()

    def wake(self) -> None:
        """Something was committed here: look at once."""
        if self._awake and self.threaded:
            self._arrived.set()
        elif self._awake:
            self._look()

    def soon(self, key: str, work: Work) -> None:
        """Do this with the next look, once however often it was asked for meanwhile."""
        if not self.threaded:
            return work()
        with self._lock:
            self._waiting[key] = work
        return None

    def _run(self) -> None:
        rounds_at = time.monotonic()
        while self._goes_on():
            self._arrived.wait(PAUSE)
            self._arrived.clear()
            try:
                with self.context():
                    self._look()
                    self._each(self.often)
                    self._catch_up()
                    if time.monotonic() - rounds_at > ROUND:
                        rounds_at = time.monotonic()
                        self._each(self.rounds)
            except Exception:
                log.exception("the herald could not look")
                time.sleep(PAUSE)
        with self.context():
            self._each(self.ends)

    def _goes_on(self) -> bool:
        with self._lock:
            self._awake = self.listens()
            return self._awake

    def _look(self) -> None:
        if not self.listens():
            self._awake = False
            return
        self._each([tail.look for tail in self.tails])

    def _catch_up(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        self._each(list(waiting.values()))

    def _each(self, works: Sequence[Work]) -> None:
        for work in works:
            try:
                work()
            except Exception:
                log.exception("the herald could not tell")
                session().rollback()


def install(
    app: Flask,
    *,
    listens: Callable[[], bool],
    tails: Sequence[Tail],
    often: Sequence[Work] = (),
    rounds: Sequence[Work] = (),
    ends: Sequence[Work] = (),
) -> None:
    """Let this application's herald follow these tables while `listens`.

    With each look it does what is to be done `often`, twice a minute its `rounds`, and at the `ends`
    of listening the rest.
    """
    app.extensions[HERALD] = Herald(
        app.app_context, listens, tails, often, rounds, ends, threaded=not app.config["TESTING"]
    )


def begin() -> None:
    """A line was opened in this process."""
    _herald().begin()


def wake() -> None:
    """Something that open pages may hear of was committed in this process."""
    herald = current_app.extensions.get(HERALD)
    if herald is not None:
        herald.wake()


def soon(key: str, work: Work) -> None:
    """Do this with the next look, once however often it was asked for meanwhile."""
    _herald().soon(key, work)


def _herald() -> Herald:
    herald: Herald = current_app.extensions[HERALD]
    return herald
