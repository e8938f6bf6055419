"""The wires of the live line: what is told to many is packed once and written to each at once.

The library lets a thread of each line pack and send what it finds in a queue. For one message to two
thousand lines that wakes two thousand threads, which then wait for each other. Here whoever tells
writes the same bytes to every socket itself; a line that is busy gets its message by the queue.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from simple_websocket import ConnectionClosed, Server
from wsproto.frame_protocol import CloseReason, FrameProtocol
from wsproto.utilities import ProtocolError

WIRE = "essp.wire"
# Engine.IO says that it is a message (4), Socket.IO what it is about.
EVENT, OVER = "42", "41"
KINDS = "0123456"  # of packets that Engine.IO knows
FLOOD = 1000  # messages of any kind
WINDOW = 10.0  # seconds


def packed(event: str, told: Mapping[str, Any]) -> bytes:
    """An event as the bytes that a WebSocket carries to any browser."""
    return _frame(EVENT + json.dumps([event, told], separators=(",", ":")))


def _frame(said: str) -> bytes:
    return bytes(FrameProtocol(client=False, extensions=[]).send_data(said, fin=True))


def carry(socketio: Any, wires: Wires) -> None:
    """Let the lines of this server be carried by wires; the library names no setting for it."""
    engine = socketio.server.eio
    engine._async = {**engine._async, "websocket": partial(Wire, wires)}


class Wires:
    """The open connections of this process, of people who are signed in, so many at a time."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.closing = False
        self._most, self._most_of_one = most, most_of_one
        self._of_person: Counter[int] = Counter()
        self._wires: set[Wire] = set()
        self._lock = threading.Lock()

    def admit(self, person_id: int) -> bool:
        """Let a person connect; `release` them when it has ended. False when there are too many."""
        with self._lock:
            full = self._of_person.total() >= self._most
            if self.closing or full or self._of_person[person_id] >= self._most_of_one:
                return False
            self._of_person[person_id] += 1
            return True

    def release(self, person_id: int) -> None:
        """A connection of this person has ended."""
        with self._lock:
            self._of_person[person_id] -= 1
            if not self._of_person[person_id]:
                del self._of_person[person_id]

    def open(self) -> list[Wire]:
        """Those that stand."""
        with self._lock:
            return list(self._wires)

    def keep(self, wire: Wire) -> None:
        """Count a wire in."""
        with self._lock:
            self._wires.add(wire)

    def forget(self, wire: Wire) -> None:
        """Count a wire out."""
        with self._lock:
            self._wires.discard(wire)


class _Socket(Server):  # type: ignore[misc]
    """The library's WebSocket, whose reader never ends without waking whoever waits for a message."""

    def _thread(self) -> None:
        try:
            super()._thread()
        except ProtocolError:
            self.drop()
        finally:
            self.connected = False
            self.event.set()

    def drop(self) -> None:
        """End the connection without a word."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


class Wire(SimpleWebSocketWSGI):  # type: ignore[misc]
    """One WebSocket, as Engine.IO drives it; found in the environment of its request."""

    def __init__(self, wires: Wires, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self._wires, self._largest = wires, server.max_http_buffer_size
        self._writing = threading.Lock()
        self._since, self._messages = time.monotonic(), 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ[WIRE] = self
        # Without a limit of its own the library would collect a message of any size first.
        self.ws = _Socket(environ, max_message_size=self._largest)
        self._wires.keep(self)
        try:
            self.app(self)
        finally:
            self._wires.forget(self)
        # How the servers are told that the socket was taken from them.
        raise StopIteration if self.ws.mode == "gunicorn" else ConnectionError

    def wait(self) -> Any:
        """The next message; None ends the line: for what is no packet of Engine.IO, and for too many."""
        said = super().wait()
        fits = isinstance(said, str) and said[:1] and said[0] in KINDS
        return said if fits and not self._flooded() else None

    def _flooded(self) -> bool:
        now = time.monotonic()
        if now - self._since > WINDOW:
            self._since, self._messages = now, 0
        self._messages += 1
        return self._messages > FLOOD

    def send(self, message: str | bytes) -> None:
        """Send one message, waiting until the socket takes it."""
        with self._writing:
            super().send(message)

    def push(self, frame: bytes) -> bool:
        """Write a packed event now; False when it must go by the queue.

        Whoever has not read for so long that nothing more fits is cut off, and connects anew.
        """
        plain = not isinstance(self.ws.sock, ssl.SSLSocket)
        if not plain or not self._writing.acquire(blocking=False):
            return False
        try:
            whole = self.ws.sock.send(frame, socket.MSG_DONTWAIT) == len(frame)
        except OSError:
            whole = False
        finally:
            self._writing.release()
        if not whole:
            self.drop()
        return True

    def hang_up(self) -> None:
        """Say to the browser that this process goes away; it connects anew by itself."""
        with suppress(ConnectionClosed, OSError), self._writing:
            self.ws.close(CloseReason.GOING_AWAY)

    def end(self) -> None:
        """Say that it is over, so that the browser does not connect anew, and end the connection."""
        with suppress(ConnectionClosed, OSError), self._writing:
            self.ws.sock.send(_frame(OVER))
            self.ws.close(CloseReason.POLICY_VIOLATION)
        self.drop()

    def drop(self) -> None:
        """End the connection without a word."""
        self.ws.drop()
