"""A browser's end of a wire, and a served site with one person, for tests over a real socket."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import update
from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    RejectConnection,
    TextMessage,
)

from essp.core import clock, realtime
from essp.core.db import session, transaction
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person, SignIn


@dataclass
class Site:
    """A served site; `cookie` gives that of a sign-in of its one person."""

    app: Flask
    port: int
    person_id: int

    def cookie(self, **sign_in: Any) -> str:
        with self.app.app_context(), transaction():
            person = session().get_one(Person, self.person_id)
            token = sessions.begin_sign_in(person, **{"days": 1, **sign_in})
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        return str(signer.dumps({TOKEN: token}))

    def end_sign_ins(self) -> None:
        with self.app.app_context(), transaction():
            session().execute(update(SignIn).values(ended_at=clock.now()))

    def lines(self) -> set[str]:
        return {each.line for each in self.app.extensions[realtime.LINES].views()}


@dataclass
class Browser:
    """A browser's end of a wire, as wide awake as the test wants it."""

    sock: socket.socket
    status: int = 0
    name: str = ""
    heard: list[str] = field(default_factory=list)
    closed: int | None = None
    agreed: Any = ()
    protocol: WSConnection = field(default_factory=lambda: WSConnection(ConnectionType.CLIENT))

    def say(self, text: str | bytes) -> None:
        event = TextMessage(text) if isinstance(text, str) else BytesMessage(text)
        self.sock.sendall(self.protocol.send(event))

    def ask(self, event: str, **sent: Any) -> Any:
        self.say("420" + json.dumps([event, sent]))
        said = self.until("430")
        return json.loads(said[3:])[0] if said else None

    def until(self, start: str) -> str | None:
        """The next message that begins so; None when the wire ended before."""
        while not (found := [each for each in self.heard if each.startswith(start)]):
            if not self.read():
                return None
        self.heard.remove(found[0])
        return found[0]

    def ends(self) -> bool:
        while self.read():
            pass
        return True

    def read(self) -> bool:
        try:
            data = self.sock.recv(65536)
        except ConnectionError:
            data = b""
        if data:
            self.protocol.receive_data(data)
        for event in self.protocol.events() if data else ():
            self._take(event)
        return bool(data) and self.closed is None

    def _take(self, event: Any) -> None:
        if isinstance(event, AcceptConnection):
            self.status, self.agreed = 101, event.extensions
        elif isinstance(event, RejectConnection):
            self.status, self.closed = event.status_code, 0
        elif isinstance(event, TextMessage):
            self.heard.append(event.data)
        elif isinstance(event, Ping):
            self.sock.sendall(self.protocol.send(event.response()))
        elif isinstance(event, CloseConnection):
            self.closed = event.code
            self.sock.sendall(self.protocol.send(event.response()))
