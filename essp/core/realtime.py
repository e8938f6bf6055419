"""The live line: open pages and the site tell each other what happens now.

Whoever is signed in may open a line from a page of this site. A line belongs to a person and shows one
thing at a time; who may hear of that thing is asked by whoever tells, each time anew. Nothing that
must not be lost goes this way: a page works without a line.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, g, request
from flask_socketio import SocketIO

from essp.core import heralding, wire
from essp.core.decision import NotFound, Refused
from essp.core.gate import Gate
from essp.core.reader import reader
from essp.core.wire import Wire, Wires

log = structlog.get_logger(__name__)

LARGEST = 16_384  # bytes of one message
PING = 45  # seconds; a proxy commonly hangs up after a minute of silence
MOST_OF_ONE_PERSON = 60
MOST_EVENTS = 40  # of one line in a window of time
FLOOD = 400
WINDOW = 10.0  # seconds
LINES = "essp-lines"

Sent = Mapping[str, Any]
Handler = Callable[[str, Sent], Mapping[str, Any]]


@dataclass(frozen=True)
class View:
    """One open page: its line, whose it is, and the thing it shows, such as `page:12`."""

    line: str
    person_id: int
    sign_in_id: int
    subject: str = ""
    writing: bool = False


class Lines:
    """The open lines of this process, whose they are and what they show."""

    def __init__(self, most: int, gone: Iterable[Callable[[View], None]]) -> None:
        self.gone = tuple(gone)
        self._most = most
        self._views: dict[str, View] = {}
        self._wires: dict[str, Wire] = {}
        self._events: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def add(self, view: View, along: Wire | None) -> bool:
        """Count a line in; False when there are too many, in all or of this person."""
        with self._lock:
            own = sum(1 for each in self._views.values() if each.person_id == view.person_id)
            if len(self._views) >= self._most or own >= MOST_OF_ONE_PERSON:
                return False
            self._views[view.line] = view
            if along is not None:
                self._wires[view.line] = along
            return True

    def remove(self, line: str) -> View | None:
        """Count a line out; gives what it showed."""
        with self._lock:
            self._events.pop(line, None)
            self._wires.pop(line, None)
            return self._views.pop(line, None)

    def turn(self, line: str, subject: str, writing: bool) -> View | None:
        """Let a line show something else; gives what it showed before."""
        with self._lock:
            before = self._views.get(line)
            if before is not None:
                self._views[line] = replace(before, subject=subject, writing=writing)
            return before

    def views(self) -> list[View]:
        """Every open line with what it shows, the first first."""
        with self._lock:
            return list(self._views.values())

    def wires(self, lines: Collection[str]) -> list[tuple[str, Wire | None]]:
        """The connection of each of these lines; None for a line without one of its own."""
        with self._lock:
            return [(line, self._wires.get(line)) for line in lines]

    def count_event(self, line: str) -> int:
        """Count an event of a line in; gives how many there were in this window of time."""
        now = time.monotonic()
        with self._lock:
            since, before = self._events.get(line, (now, 0))
            if now - since > WINDOW:
                since, before = now, 0
            self._events[line] = (since, before + 1)
            return before + 1


def install(
    app: Flask,
    *,
    url: str,
    most: int,
    heard: Mapping[str, Handler],
    gone: Iterable[Callable[[View], None]],
) -> None:
    """Answer lines under `/socket.io`, at most `most` at a time.

    `heard` says who answers each event: it gets the line and what was sent, and its answer goes back.
    `gone` are told each view that ended, or made way for another thing.
    """
    socketio = SocketIO(
        app,
        async_mode="threading",
        cors_allowed_origins=partial(_own_site, urlsplit(url).netloc),
        transports=["websocket"],
        max_http_buffer_size=LARGEST,
        ping_interval=PING,
        manage_session=False,
        # One event of a line after the other: many at once keep nobody else waiting.
        async_handlers=False,
    )
    wires = Wires(most, MOST_OF_ONE_PERSON)
    wire.carry(socketio, wires)
    app.wsgi_app = Gate(app, app.wsgi_app, wires)  # type: ignore[method-assign]
    lines = app.extensions[LINES] = Lines(most, gone)
    socketio.on_event("connect", partial(_connected, lines))
    socketio.on_event("disconnect", partial(_disconnected, lines))
    for name, handler in heard.items():
        socketio.on_event(name, partial(_answered, lines, handler))
    socketio.on_event("*", partial(_unknown, lines))


def send(lines: Collection[str], event: str, told: Mapping[str, Any]) -> None:
    """Tell open pages something; nothing happens for those that are gone."""
    if not lines:
        return
    frame = wire.packed(event, told)
    found = _lines().wires(lines)
    left = [line for line, along in found if along is None or not along.push(frame)]
    if left:
        current_app.extensions["socketio"].emit(event, told, to=left)


def views() -> list[View]:
    """The open lines of this process with what they show."""
    return _lines().views()


def is_open(app: Flask) -> bool:
    """Whether any line of this process is open."""
    return bool(app.extensions[LINES].views())


def looking_at(subject: str) -> list[View]:
    """The lines of this process that show a thing."""
    return [each for each in views() if each.subject == subject]


def look(line: str, subject: str, *, writing: bool = False) -> None:
    """A line shows this thing from now on; its own edge has asked whether it may."""
    before = _lines().turn(line, subject, writing)
    if before is not None and before.subject not in {"", subject}:
        _say_gone(before)


def look_away(line: str) -> None:
    """A line shows nothing any more."""
    look(line, "")


def cut(line: str) -> None:
    """End a line: whoever holds it may not hear any more."""
    found = _lines().wires([line])
    current_app.extensions["socketio"].server.disconnect(line)
    for _name, along in found:
        if along is not None:
            along.end()


def _own_site(configured: str, origin: str | None, environ: Mapping[str, Any]) -> bool:
    # Behind a proxy the request may name the inner host: the configured address counts too.
    return origin is None or urlsplit(origin).netloc in {configured, environ.get("HTTP_HOST")}


def _lines() -> Lines:
    lines: Lines = current_app.extensions[LINES]
    return lines


def _say_gone(view: View) -> None:
    for work in _lines().gone:
        work(view)


def _connected(lines: Lines, _auth: Any = None) -> bool:
    who = reader()
    along = request.environ.get(wire.WIRE)
    if who is None or not lines.add(View(_line(), who.id, g.sign_in_id), along):
        return False
    heralding.begin()
    return True


def _disconnected(lines: Lines, _reason: Any = None) -> None:
    view = lines.remove(_line())
    if view is not None and view.subject:
        _say_gone(view)


def _answered(lines: Lines, handler: Handler, *sent: Any) -> Mapping[str, Any]:
    if refused := _refused(lines):
        return refused
    if len(sent) != 1 or not isinstance(sent[0], dict):
        return {"error": "malformed"}
    try:
        return handler(_line(), sent[0])
    except (NotFound, Refused):
        return {"error": "missing"}
    except Exception:
        log.exception("an event on the live line failed")
        return {"error": "failed"}


def _unknown(lines: Lines, *_sent: Any) -> Mapping[str, Any]:
    return _refused(lines) or {"error": "unknown"}


def _refused(lines: Lines) -> Mapping[str, Any] | None:
    """Why an event is not looked at: too many at once, or of a person who is signed out."""
    events = lines.count_event(_line())
    if events > FLOOD:
        cut(_line())
    if events > MOST_EVENTS:
        return {"error": "too many"}
    if reader() is None:
        cut(_line())
        return {"error": "signed out"}
    return None


def _line() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
