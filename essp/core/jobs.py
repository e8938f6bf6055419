"""Work that must not be lost: rows written in the transaction of what asks for them.

A worker leases a job, runs it and deletes it; a job whose worker died is leased again; one that fails
is tried again later and later, and after the last attempt stays as a dead letter for an operator.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from essp.core import clock
from essp.core.db import Base, after_commit, session

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
BATCH = 200

arrived = threading.Event()


class Job(Base):
    """One piece of work. `key` holds equal work together until it begins; then it is emptied."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "dead_at", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    run_at: Mapped[datetime]
    created_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    dead_at: Mapped[datetime | None]


_ONCE = {
    "sqlite": insert_sqlite(Job).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": insert_postgresql(Job).on_conflict_do_nothing(index_elements=["key"]),
}


@dataclass(frozen=True)
class Task:
    """A named function that a job calls. A batch task gets a list of argument sets at once."""

    name: str
    run: Callable[..., None]
    batch: bool = False


_tasks: dict[str, Task] = {}


def task(name: str, *, batch: bool = False) -> Callable[[Callable[..., None]], Task]:
    """Declare a function as a task under a name that stays the same for ever."""

    def declare(function: Callable[..., None]) -> Task:
        _tasks[name] = Task(name, function, batch)
        return _tasks[name]

    return declare


def task_named(name: str) -> Task:
    """The task of that name; raises KeyError for one that this version does not know."""
    return _tasks[name]


def enqueue(wanted: Task, /, *, delay: timedelta = timedelta(0), **arguments: Any) -> None:
    """Ask for work in the present transaction. Equal work that has not begun is asked for once."""
    enqueue_all([(wanted, arguments)], delay=delay)


def enqueue_all(
    work: Sequence[tuple[Task, dict[str, Any]]], *, delay: timedelta = timedelta(0)
) -> None:
    """Ask for several pieces of work, each a task with its arguments, as `enqueue` does."""
    moment = clock.now()
    current = session()
    current.flush()
    rows = [
        {
            "task": wanted.name,
            "arguments": arguments,
            "key": _key(wanted, arguments),
            "run_at": moment + delay,
            "created_at": moment,
            "attempts": 0,
        }
        for wanted, arguments in work
    ]
    current.execute(_ONCE[current.get_bind().dialect.name], rows)
    after_commit(arrived.set)


def _key(wanted: Task, arguments: dict[str, Any]) -> str:
    said = json.dumps(arguments, sort_keys=True).encode()
    return f"{wanted.name}:{hashlib.sha256(said).hexdigest()}"


def lease(limit: int = BATCH) -> list[Job]:
    """Take the next due job, with others of the same batch task. Call inside a transaction."""
    moment = clock.now()
    due = (
        select(Job)
        .where(Job.dead_at.is_(None), Job.run_at <= moment)
        .where((Job.leased_until.is_(None)) | (Job.leased_until < moment))
        .order_by(Job.run_at, Job.id)
        .with_for_update(skip_locked=True)
    )
    first = session().scalars(due.limit(1)).first()
    if first is None:
        return []
    found = [first]
    known = _tasks.get(first.task)
    if known is not None and known.batch:
        found = list(session().scalars(due.where(Job.task == first.task).limit(limit)))
    for job in found:
        job.leased_until = moment + LEASE
        job.attempts += 1
        job.key = None
    return found


def finish(done: list[Job]) -> None:
    """The work is done: its rows go."""
    session().execute(delete(Job).where(Job.id.in_([job.id for job in done])))


def postpone(failed: list[Job], error: str) -> None:
    """The work failed: try again later, or keep it as a dead letter after the last attempt."""
    moment = clock.now()
    for job in failed:
        last = job.attempts >= ATTEMPTS
        session().execute(
            update(Job)
            .where(Job.id == job.id)
            .values(
                leased_until=None,
                last_error=error[:2000],
                run_at=moment + timedelta(seconds=2**job.attempts),
                dead_at=moment if last else None,
            )
        )


def waiting(of: str = "") -> int:
    """How many jobs are still to be done, of tasks whose name begins so; dead letters not counted."""
    count = select(func.count()).select_from(Job).where(Job.dead_at.is_(None))
    return session().scalar(count.where(Job.task.startswith(of, autoescape=True))) or 0


def dead() -> list[Job]:
    """Jobs that were given up after the last attempt, oldest first."""
    return list(session().scalars(select(Job).where(Job.dead_at.is_not(None)).order_by(Job.id)))
