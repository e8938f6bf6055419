"""The gate of the live line: who may connect at all, asked before a connection takes a thread."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterable
from typing import Any

from flask import Flask

from essp.core.reader import reader
from essp.core.wire import Wire, Wires

GATE = "essp-gate"
PATH = "/socket.io"
POLITE = 3.0  # seconds for browsers to hang up too
PATIENT = 10.0  # seconds for the last ones that came in meanwhile


class Gate:
    """The application, which lets in connections of people who are signed in, and not too many.

    It agrees to no compression of them: what is told is short, and each line would keep 200 KB for it.
    """

    def __init__(self, app: Flask, wsgi: Any, wires: Wires) -> None:
        self._app, self._wsgi, self.wires = app, wsgi, wires
        app.extensions[GATE] = self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            answer: Iterable[bytes] = self._wsgi(environ, start_response)
            return answer
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        with self._app.request_context(environ):
            who = reader()
            person_id = None if who is None else who.id
        if person_id is None:
            return _refused(start_response, "401 Unauthorized")
        if not self.wires.admit(person_id):
            return _refused(start_response, "503 Service Unavailable")
        try:
            # The answer of a connection is given when it has ended.
            return list(self._wsgi(environ, start_response))
        finally:
            self.wires.release(person_id)

    def close(self) -> None:
        """Let nobody in any more, and send away who is; whoever does not go is cut off."""
        self.wires.closing = True
        begun = time.monotonic()
        told: set[Wire] = set()
        while (wires := self.wires.open()) and time.monotonic() - begun < PATIENT:
            for each in set(wires) - told:
                each.hang_up()
            told |= set(wires)
            if time.monotonic() - begun > POLITE:
                for each in wires:
                    each.drop()
            time.sleep(0.1)


def close_when_told(app: Flask) -> None:
    """Close the gate once this process is told to stop: each open line would keep it waiting.

    To be called in the main thread, after the server has said what it does when it is told to stop.
    """
    before = signal.getsignal(signal.SIGTERM)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        return
    told = threading.Event()

    def stop(number: int, frame: Any) -> None:
        told.set()
        before(number, frame)

    def wait() -> None:
        told.wait()
        app.extensions[GATE].close()

    # Made now: a signal may come at a moment at which no thread can be made.
    threading.Thread(target=wait, name="gate", daemon=True).start()
    signal.signal(signal.SIGTERM, stop)


def _refused(start_response: Any, status: str) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain"), ("Retry-After", "60")])
    return [status.encode()]
