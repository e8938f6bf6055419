"""Operators see how the machine fares, and nothing of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from essp.app import create_app
from essp.core import jobs
from essp.core.db import Base, db, transaction

TOKEN = {"Authorization": "Bearer a-token-of-operators"}


@pytest.fixture
def operated(tmp_path: Path) -> Flask:
    """A site whose numbers are read."""
    app = create_app(
        Settings(
            data=tmp_path, testing=True, secret_key="test",
            metrics_token="a-token-of-operators", log_level="critical",
        )
    )  # fmt: skip
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


def test_the_numbers_tell_of_the_process_its_requests_the_queue_and_the_database(
    operated: Flask,
) -> None:
    with operated.app_context(), transaction():
        jobs.enqueue(next(iter(jobs._tasks.values())), space_id=7)
    client = operated.test_client()
    client.get("/healthz")
    client.get("/people/femke-de-boer")
    client.open("/healthz", method="BREW")
    told = client.get("/metrics", headers=TOKEN)
    assert told.status_code == 200 and told.mimetype == "text/plain"
    assert told.headers["Cache-Control"] == "no-store"
    assert 'essp_requests_total{method="GET",status="2xx"} 1.0' in told.text
    assert 'method="other"' in told.text and "BREW" not in told.text
    for name in (
        "process_cpu_seconds_total", 'essp_jobs{state="waiting"} 1.0', "essp_database_up 1.0",
        "essp_request_seconds_bucket", "essp_jobs_oldest_seconds",
    ):  # fmt: skip
        assert name in told.text
    assert "femke" not in told.text and "/people" not in told.text


def test_without_the_token_the_numbers_are_refused_and_without_the_setting_not_there(
    operated: Flask, app: Flask
) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer é"}):
        answer = operated.test_client().get("/metrics", headers=headers)
        assert answer.status_code == 401
        assert "essp_" not in answer.text and "WWW-Authenticate" in answer.headers
    assert app.test_client().get("/metrics", headers=TOKEN).status_code == 404
    assert (
        app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    )


def test_a_database_that_does_not_answer_is_told_of(operated: Flask) -> None:
    with operated.app_context():
        Base.metadata.drop_all(db.engine)
    told = operated.test_client().get("/metrics", headers=TOKEN)
    assert told.status_code == 200 and "essp_database_up 0.0" in told.text
