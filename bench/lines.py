"""Open browsers, many in one process: each a line as a browser holds it (Engine.IO 4, Socket.IO 5)."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from wsproto import ConnectionType, WSConnection
from wsproto.events import CloseConnection, Ping, Request, TextMessage
from wsproto.extensions import PerMessageDeflate


@dataclass
class Line:
    """One open browser: its connection, and when it heard of each post."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    protocol: WSConnection
    heard: list[float] = field(default_factory=list)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def say(self, text: str) -> None:
        """Send one message."""
        self.writer.write(self.protocol.send(TextMessage(text)))

    async def listen(self, thread: str) -> None:
        """Answer what the protocol asks, until the line ends."""
        async for message in self._messages():
            if message == "2":
                self.say("3")
            elif message.startswith("0"):
                self.say("40")
            elif message.startswith("40"):
                self.say("420" + json.dumps(["thread:open", {"uid": thread}]))
            elif message.startswith("430"):
                self.ready.set()
            elif message.startswith('42["thread:news"'):
                self.heard.append(time.perf_counter())

    async def _messages(self) -> AsyncIterator[str]:
        while data := await self.reader.read(4096):
            self.protocol.receive_data(data)
            for event in self.protocol.events():
                if isinstance(event, TextMessage):
                    yield event.data
                elif isinstance(event, Ping):
                    self.writer.write(self.protocol.send(event.response()))
                elif isinstance(event, CloseConnection):
                    self.writer.write(self.protocol.send(event.response()))
                    self.writer.close()
                    return


async def connect(port: int, cookie: str) -> Line:
    """Ask for a line as whoever has that cookie."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    protocol = WSConnection(ConnectionType.CLIENT)
    asked = Request(
        host=f"127.0.0.1:{port}",
        target="/socket.io/?EIO=4&transport=websocket",
        extra_headers=[(b"Cookie", f"essp={cookie}".encode())],
        extensions=[PerMessageDeflate()],  # as browsers do
    )
    writer.write(protocol.send(asked))
    return Line(reader, writer, protocol)
