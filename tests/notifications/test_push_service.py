"""A push service that is really asked over a line: told, and forgotten when it says that the browser is gone.

Only the two things that keep us from asking a machine in the house are taken away: the address must be
public, and the line is TLS. All else is what is asked in earnest.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from flask import Flask

from essp.core import clock, outgoing
from essp.core.db import session, transaction
from essp.notifications import push_browsers
from essp.notifications.models import Level, Subject
from essp.notifications.push_models import PushBrowser
from essp.notifications.watching import set_level
from essp.people import sessions
from essp.people.models import Person, SignIn
from essp.wiki.models import Page
from tests.notifications.conftest import Edit
from tests.notifications.test_pushing import TUESDAY, Browser


class PushService(HTTPServer):
    """Takes what it is sent, and answers with the next of its statuses."""

    def __init__(self, statuses: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.statuses, self.taken = statuses, list[tuple[str, dict[str, str], bytes]]()


class _Taking(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), content))
        self.send_response(self.server.statuses.pop(0))
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    running = PushService([201, 410])
    Thread(target=running.serve_forever, daemon=True).start()

    def connect(line: outgoing._Pinned) -> None:
        line.sock = socket.create_connection((line._address, running.server_port), 10)

    monkeypatch.setattr(outgoing, "_public_address", lambda _host: "127.0.0.1")
    monkeypatch.setattr(outgoing._Pinned, "connect", connect)
    with clock.held_at(TUESDAY):
        yield running
    running.shutdown()
    running.server_close()


def test_it_is_told_in_a_sealed_letter_and_after_a_410_never_again(
    app: Flask, service: PushService, femke: Person, ruben: Person, page: Page, edit: Edit
) -> None:
    browser = Browser()
    with transaction():
        set_level(ruben, Subject.PAGE, page.uid, Level.EVERYTHING)
        token = sessions.begin_sign_in(ruben, days=30, browser="Chromium")
        sign_in = session().query(SignIn).filter_by(token_hash=sessions.hashed(token)).one()
        push_browsers.begin(ruben, sign_in.id, browser.offered, everything=True)
    for _time in range(3):
        edit(femke, page)
    assert len(service.taken) == 2
    path, headers, content = service.taken[0]
    assert path == "/send/abc" and headers["Host"] == "push.example.com"
    assert json.loads(browser.read(content))["body"] == "1 thing is new for you."
    assert headers["Authorization"].startswith("vapid t=")
    assert session().query(PushBrowser).count() == 0
