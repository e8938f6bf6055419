"""What a log line tells of a failure, and what it must not."""

from __future__ import annotations

import json

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from essp.core import logging
from essp.core.db import session


@pytest.fixture(autouse=True)
def _as_it_was():
    kept = structlog.get_config()
    yield
    structlog.configure(**kept)


def sign_in(password: str) -> None:
    """Fail with a secret at hand."""
    raise ValueError("the key does not fit")


def test_a_failure_is_told_without_what_stood_in_its_variables(capsys) -> None:
    logging.install("info")
    try:
        sign_in("-".join(["long", "walk", "dike"]))
    except ValueError:
        structlog.get_logger().exception("a job failed", task="people.sign_in")
    line = capsys.readouterr().err
    told = json.loads(line)
    assert told["event"] == "a job failed"
    assert told["exception"][0]["exc_value"] == "the key does not fit"
    assert [frame["name"] for frame in told["exception"][0]["frames"]][-1] == "sign_in"
    assert "long-walk-dike" not in line


def test_a_failed_statement_is_told_without_its_values(app) -> None:
    with pytest.raises(DBAPIError) as failed:
        session().execute(text("SELECT :secret FROM nowhere"), {"secret": "long-walk-dike"})
    session().rollback()
    assert "nowhere" in str(failed.value)
    assert "long-walk-dike" not in str(failed.value)
