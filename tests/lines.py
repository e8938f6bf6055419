"""Live lines for tests: a window of a browser that hears what is told to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from essp.core import realtime
from essp.people.models import Person


class Window:
    """A window of a browser with a live line; each message is a request of its own."""

    def __init__(self, app: Flask, browser: FlaskClient) -> None:
        self.app = app
        with app.app_context():
            socketio = app.extensions["socketio"]
            self.line = socketio.test_client(app, flask_test_client=browser)

    def emit(self, *sent: Any) -> Any:
        with self.app.app_context():
            return self.line.emit(*sent, callback=True)

    def disconnect(self) -> None:
        with self.app.app_context():
            self.line.disconnect()

    def is_connected(self) -> bool:
        return bool(self.line.is_connected())

    def get_received(self) -> list[dict[str, Any]]:
        return list(self.line.get_received())


Open = Callable[[Person | None], Window]


@pytest.fixture
def open_line(app: Flask, browser_of: Callable[[Person], FlaskClient]) -> Iterator[Open]:
    """A live line from the browser of a person; ended after the test."""
    windows: list[Window] = []

    def open_line(person: Person | None) -> Window:
        windows.append(Window(app, browser_of(person) if person else app.test_client()))
        return windows[-1]

    yield open_line
    for window in windows:
        if window.is_connected():
            window.disconnect()
    assert not realtime.is_open(app)


def told(window: Window, event: str) -> list[Any]:
    """What a window heard of an event since it was last asked."""
    return [each["args"][0] for each in window.get_received() if each["name"] == event]
