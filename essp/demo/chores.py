"""The work that a year of deeds leaves to the worker, done at once before the demonstration opens.

Done job by job, each with its own commits, it takes longer than the year itself. What is made anew as a
whole at the end is not made piece by piece before it, and nobody is told of what a site in use would have
let go of by now, since it was read long ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.jobs import Job
from essp.core.worker import do_all
from essp.demo.page_file import TIME_ZONE
from essp.expertise import rebuilding
from essp.search import indexing

TOLD_SINCE = datetime(2026, 7, 1, tzinfo=TIME_ZONE)
TELLS = "notifications.tell_of_"
MADE_ANEW = (
    "search.page", "search.thread", "search.person", "search.topic", "search.space", "search.file",
    "expertise.page", "expertise.thread", "expertise.page_anew", "expertise.weigh_page",
    "expertise.weigh_thread", "expertise.weigh_person", "expertise.weigh_owned",
)  # fmt: skip
TOGETHER = 200


def do_them() -> None:
    """Leave nothing to the worker; both indexes stand when this is done."""
    while some := _due():
        with transaction():
            _run(some)
            _done(Job.id.in_([job.id for job in some]))
    indexing.rebuild()
    rebuilding.rebuild()
    do_all()


def _due() -> Sequence[Job]:
    """What there is to do by now, in its order, so much at a time."""
    with transaction():
        _done(Job.task.in_(MADE_ANEW))
        _done(Job.task.startswith(TELLS, autoescape=True), Job.created_at < TOLD_SINCE)
    due = select(Job).where(Job.dead_at.is_(None), Job.run_at <= clock.now())
    return session().scalars(due.order_by(Job.run_at, Job.id).limit(TOGETHER)).all()


def _done(*which: ColumnElement[bool]) -> None:
    session().execute(delete(Job).where(*which))


def _run(some: Sequence[Job]) -> None:
    for number, job in enumerate(some):
        known = jobs.task_named(job.task)
        if not known.batch:
            known.run(**job.arguments)
        elif job.task not in {each.task for each in some[:number]}:
            known.run([dict(each.arguments) for each in some if each.task == job.task])
