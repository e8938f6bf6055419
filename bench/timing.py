"""How long a screen takes: processor time of the process, and questions to the database."""

from __future__ import annotations

import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from essp.core.db import db

ROUNDS = 30


def measured(app: Flask, browser: FlaskClient, path: str) -> str:
    """The median and the 95th percentile of a screen once it is warm, in ms, and its questions."""
    browser.get(path)
    took = sorted(_processor_time(browser, path) for _ in range(ROUNDS))
    median, high = (1000 * took[ROUNDS * part // 100] for part in (50, 95))
    return f"{median:.0f} ms, 95th percentile {high:.0f} ms, {_asked(app, browser, path)} queries"


def _processor_time(browser: FlaskClient, path: str) -> float:
    begun = time.process_time()
    answer = browser.get(path)
    took = time.process_time() - begun
    assert answer.status_code == 200, answer.status
    return took


def _asked(app: Flask, browser: FlaskClient, path: str) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            asked.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        browser.get(path)
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
