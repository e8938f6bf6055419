"""Numbers for whoever operates the site, as Prometheus reads them: the process, requests, queue, database.

They say how the machine fares and nothing of people: no name, no department, no space and no address
stands in them. Off until a token is set; each process tells of itself.
"""

from __future__ import annotations

import hmac
import time
from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from essp.core import clock
from essp.core.access import public
from essp.core.db import db, session
from essp.core.errors import answer
from essp.core.jobs import Job
from essp.home.site import blueprint

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)
_KEY = "essp.operators"


class Numbers:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.requests = Counter(
            "essp_requests", "Requests answered, by method and class of status.",
            ["method", "status"], registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "essp_request_seconds",
            "How long requests took.",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.jobs = Gauge(
            "essp_jobs",
            "Jobs that wait, are being done, or were given up.",
            ["state"],
            registry=self.registry,
        )
        self.oldest = Gauge(
            "essp_jobs_oldest_seconds",
            "For how long the job that is due longest waits.",
            registry=self.registry,
        )
        self.up = Gauge("essp_database_up", "Whether the database answers.", registry=self.registry)
        self.answer = Gauge(
            "essp_database_seconds", "How long it took to answer.", registry=self.registry
        )
        self.open = Gauge(
            "essp_database_connections",
            "Connections of this process that are in use.",
            registry=self.registry,
        )


def install(app: Flask) -> None:
    """Count the requests of this application, where a token says that somebody reads the numbers."""
    if app.config["SETTINGS"].metrics_token:
        app.extensions[_KEY] = Numbers()
        app.before_request(_begin)
        app.after_request(_count)


@blueprint.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Numbers of this process for Prometheus, by the token of the settings; not there without one."""
    wanted = current_app.config["SETTINGS"].metrics_token
    found = current_app.extensions.get(_KEY)
    if not wanted or found is None:
        return answer(404)
    sent = request.headers.get("Authorization", "")
    if not hmac.compare_digest(sent.encode(), f"Bearer {wanted}".encode()):
        refused = answer(401)
        refused.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return refused
    _look(found)
    response = Response(generate_latest(found.registry), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def _begin() -> None:
    g.essp_began = time.perf_counter()


def _count(response: Response) -> Response:
    found: Numbers = current_app.extensions[_KEY]
    method = request.method if request.method in METHODS else "other"
    found.requests.labels(method, f"{response.status_code // 100}xx").inc()
    began = g.pop("essp_began", None)
    if began is not None:
        found.seconds.observe(time.perf_counter() - began)
    return response


def _look(found: Numbers) -> None:
    """Ask the database how it and the queue fare."""
    pool = db.engine.pool
    found.open.set(pool.checkedout() if isinstance(pool, QueuePool) else 0)
    began = time.perf_counter()
    try:
        session().execute(text("SELECT 1"))
        _look_at_queue(found)
    except SQLAlchemyError:
        found.up.set(0)
        return
    found.up.set(1)
    found.answer.set(time.perf_counter() - began)


def _look_at_queue(found: Numbers) -> None:
    now = clock.now()
    alive = Job.dead_at.is_(None)
    states = {
        "waiting": alive & Job.leased_until.is_(None),
        "running": alive & Job.leased_until.is_not(None),
        "given up": Job.dead_at.is_not(None),
    }
    for state, condition in states.items():
        count = session().scalar(select(func.count()).select_from(Job).where(condition))
        found.jobs.labels(state).set(count or 0)
    due = session().scalar(select(func.min(Job.run_at)).where(states["waiting"]))
    waited = max(now - due, timedelta()) if due is not None else timedelta()
    found.oldest.set(waited.total_seconds())
