"""The worker: does the jobs, one batch after the other, until it is told to stop.

One worker at a time writes the search index. In the embedded default it is a thread of the single web
process and is woken by each commit that asks for work; as `essp worker` it looks twice a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import structlog

from essp.core import jobs
from essp.core.db import session, transaction

log = structlog.get_logger(__name__)
PAUSE = 0.5
AFTER_A_FAULT = 60.0

Context = Callable[[], AbstractContextManager[object]]
Watch = Callable[[], float]


class Worker:
    """Runs jobs inside the application's context, which `context` opens.

    Each of `watches` looks at something outside again and again, in a thread of its own so that no job
    waits for it; it gives the seconds until it is to look again.
    """

    def __init__(self, context: Context, watches: Sequence[Watch] = ()) -> None:
        self.context = context
        self.watches = watches
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        """Run in a thread of this process."""
        self.thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Finish the present batch and end."""
        self.stopping.set()
        jobs.arrived.set()
        if self.thread is not None:
            self.thread.join(timeout=10)

    def run(self) -> None:
        """Do what is due, wait for more, until stopped."""
        for each in self.watches:
            threading.Thread(target=self._watch, args=(each,), name="watch", daemon=True).start()
        while not self.stopping.is_set():
            jobs.arrived.clear()
            try:
                busy = self.do_next()
            except Exception:
                log.exception("the worker could not reach its jobs")
                busy = False
                time.sleep(PAUSE)
            if not busy:
                jobs.arrived.wait(PAUSE)

    def _watch(self, look: Watch) -> None:
        while not self.stopping.is_set():
            pause = AFTER_A_FAULT
            try:
                with self.context():
                    pause = look()
            except Exception:
                log.exception("something outside could not be looked at")
            self.stopping.wait(pause)

    def do_next(self) -> bool:
        """Do one batch; False when nothing was due."""
        with self.context():
            return do_next()


def do_next() -> bool:
    """Lease one batch, run it, and settle it; False when nothing was due."""
    with transaction():
        leased = jobs.lease()
    if not leased:
        session().rollback()
        return False
    try:
        _run(leased)
    except Exception as error:
        log.exception("a job failed", task=leased[0].task, attempts=leased[0].attempts)
        session().rollback()
        with transaction():
            jobs.postpone(leased, f"{type(error).__name__}: {error}")
    else:
        with transaction():
            jobs.finish(leased)
    return True


def do_all() -> int:
    """Do everything that is due now; how many batches that were."""
    batches = 0
    while do_next():
        batches += 1
    return batches


def _run(leased: list[jobs.Job]) -> None:
    known = jobs.task_named(leased[0].task)
    if known.batch:
        known.run([dict(job.arguments) for job in leased])
    else:
        for job in leased:
            known.run(**job.arguments)
