"""The live line: open pages and the site tell each other what happens now.

Whoever is signed in may open a line from a page of this site; who may hear what is asked by whoever
sends, each time anew. Nothing that must not be lost goes this way: a page works without a line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, request
from flask_socketio import SocketIO, disconnect

from essp.core.decision import NotFound, Refused
from essp.core.reader import reader

log = structlog.get_logger(__name__)

LARGEST = 16_384  # bytes of one message
MOST_OF_ONE_PERSON = 60
LINES = "essp-lines"

Sent = Mapping[str, Any]
Handler = Callable[[str, Sent], Mapping[str, Any]]


class Lines:
    """The open lines of this process and whose they are."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._whose: dict[str, int] = {}
        self._lock = threading.Lock()

    def add(self, line: str, person_id: int) -> bool:
        """Count a line in; False when there are too many, in all or of this person."""
        with self._lock:
            own = sum(1 for each in self._whose.values() if each == person_id)
            if len(self._whose) >= self._most or own >= MOST_OF_ONE_PERSON:
                return False
            self._whose[line] = person_id
            return True

    def remove(self, line: str) -> None:
        """Count a line out."""
        with self._lock:
            self._whose.pop(line, None)

    def whose(self) -> dict[str, int]:
        """The person of every open line."""
        with self._lock:
            return dict(self._whose)

    def all(self) -> list[str]:
        """Every open line."""
        with self._lock:
            return list(self._whose)


def install(
    app: Flask,
    *,
    url: str,
    most: int,
    heard: Mapping[str, Handler],
    gone: Callable[[str], None],
) -> None:
    """Answer lines under `/socket.io`, at most `most` at a time.

    `heard` says who answers each event: it gets the line and what was sent, and its answer goes back.
    `gone` is told each line that ended.
    """
    socketio = SocketIO(
        app,
        async_mode="threading",
        cors_allowed_origins=partial(_own_site, urlsplit(url).netloc),
        transports=["websocket"],
        max_http_buffer_size=LARGEST,
        manage_session=False,
    )
    lines = app.extensions[LINES] = Lines(most)
    socketio.on_event("connect", partial(_connected, lines))
    socketio.on_event("disconnect", partial(_disconnected, lines, gone))
    for name, handler in heard.items():
        socketio.on_event(name, partial(_answered, handler))


def send(line: str, event: str, told: Mapping[str, Any]) -> None:
    """Tell one open page something; nothing happens when it is gone."""
    current_app.extensions["socketio"].emit(event, told, to=line)


def open_lines() -> dict[str, int]:
    """The open lines of this process, each with the id of its person."""
    lines: Lines = current_app.extensions[LINES]
    return lines.whose()


def cut(line: str) -> None:
    """End a line: whoever holds it may not hear any more."""
    current_app.extensions["socketio"].server.disconnect(line)


def cut_all(app: Flask) -> None:
    """End every line: the process is about to stop."""
    for line in app.extensions[LINES].all():
        app.extensions["socketio"].server.disconnect(line)


def _own_site(configured: str, origin: str | None, environ: Mapping[str, Any]) -> bool:
    # Behind a proxy the request may name the inner host: the configured address counts too.
    return origin is None or urlsplit(origin).netloc in {configured, environ.get("HTTP_HOST")}


def _connected(lines: Lines, _auth: Any = None) -> bool:
    who = reader()
    return who is not None and lines.add(_line(), who.id)


def _disconnected(lines: Lines, gone: Callable[[str], None], _reason: Any = None) -> None:
    lines.remove(_line())
    gone(_line())


def _answered(handler: Handler, *sent: Any) -> Mapping[str, Any]:
    if reader() is None:
        disconnect()
        return {"error": "signed out"}
    if len(sent) != 1 or not isinstance(sent[0], dict):
        return {"error": "malformed"}
    try:
        return handler(_line(), sent[0])
    except (NotFound, Refused):
        return {"error": "missing"}
    except Exception:
        log.exception("an event on the live line failed")
        return {"error": "failed"}


def _line() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
