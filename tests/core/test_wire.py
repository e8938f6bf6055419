"""The wire itself, over a real socket: who is let in, what does not fit, and how it ends."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from werkzeug.serving import make_server
from wsproto.events import (
    Request,
)
from wsproto.extensions import PerMessageDeflate

from essp.core import clock, gate, realtime, wire
from essp.core.db import session, transaction
from essp.people.models import SignIn
from tests.conftest import add_person, application
from tests.core.wires import Browser, Site

HEADER_OF_A_GIGABYTE = b"\x81\xff" + (1 << 30).to_bytes(8, "big") + b"\0\0\0\0"


Connect = Callable[[str | None], Browser]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("wire")
    with application(f"sqlite:///{folder / 'essp.db'}", Path(folder)) as app:
        with app.app_context(), transaction():
            person = add_person(session(), joined_at=clock.now())
            session().flush()
            person_id = person.id
        server = make_server("127.0.0.1", 0, app, threaded=True)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(app, server.port, person_id)
        server.shutdown()


@pytest.fixture
def connect(site: Site) -> Iterator[Connect]:
    opened: list[Browser] = []

    def connect(cookie: str | None) -> Browser:
        sock = socket.create_connection(("127.0.0.1", site.port), timeout=20)
        browser = Browser(sock)
        opened.append(browser)
        headers = [(b"Cookie", f"essp={cookie}".encode())] if cookie else []
        asked = Request(
            host=f"127.0.0.1:{site.port}", target="/socket.io/?EIO=4&transport=websocket",
            extra_headers=headers, extensions=[PerMessageDeflate()],
        )  # fmt: skip
        sock.sendall(browser.protocol.send(asked))
        while not browser.status and browser.read():
            pass
        return browser

    yield connect
    for browser in opened:
        browser.sock.close()
    wires = site.app.extensions[gate.GATE].wires
    until = time.monotonic() + 20
    while wires._of_person and time.monotonic() < until:
        time.sleep(0.005)


@pytest.fixture
def line(site: Site, connect: Connect) -> Browser:
    """A line of somebody who is signed in."""
    return opened(connect(site.cookie()))


def opened(browser: Browser) -> Browser:
    browser.until("0")
    browser.say("40")
    connected = browser.until("40")
    assert connected
    browser.name = json.loads(connected[2:])["sid"]
    return browser


def test_a_connection_without_a_living_sign_in_is_refused_before_it_takes_anything(
    site: Site, connect: Connect
) -> None:
    ended, old = site.cookie(), site.cookie(days=-1)
    site.end_sign_ins()
    assert [connect(each).status for each in (None, "x.y.z", ended, old)] == [401] * 4
    assert site.lines() == set()


def test_an_old_sign_in_that_was_not_used_for_long_is_refused(site: Site, connect: Connect) -> None:
    cookie = site.cookie(days=400)
    with site.app.app_context(), transaction():
        session().execute(update(SignIn).values(seen_at=clock.now() - timedelta(days=300)))
    assert connect(cookie).status == 401


def test_a_line_whose_sign_in_ended_meanwhile_is_told_and_ended(site: Site, line: Browser) -> None:
    assert line.ask("page:open", uid="zzzzzzzzzz") == {"error": "missing"}
    site.end_sign_ins()
    line.say('420["page:open",{"uid":"zzzzzzzzzz"}]')
    assert line.ends()
    assert "41" in line.heard
    assert line.name not in site.lines()


@pytest.mark.parametrize(
    "packet",
    ["x", "9", "", b"\x04bytes", "42", "42[", "42{}", '42["page:open"', "42[7]", "43[]", "4999",
     '451-["page:open",{"_placeholder":true,"num":0}]', "40/other,", "41", "1"],
)  # fmt: skip
def test_a_malformed_packet_hurts_nobody_else(
    site: Site, connect: Connect, line: Browser, packet: str | bytes
) -> None:
    broken = opened(connect(site.cookie()))
    broken.say(packet)
    broken.sock.close()
    assert line.ask("page:open", uid="zzzzzzzzzz") == {"error": "missing"}


@pytest.mark.parametrize("frame", [b"\x8f\x80\0\0\0\0", b"\x81\x05hello", b"\xff" * 64, b"\0" * 64])
def test_bytes_that_are_no_frame_end_their_line(site: Site, line: Browser, frame: bytes) -> None:
    line.sock.sendall(frame)
    line.ends()
    until = time.monotonic() + 20
    while line.name in site.lines() and time.monotonic() < until:
        time.sleep(0.005)
    assert line.name not in site.lines()


def test_a_message_that_is_too_large_ends_its_line_before_it_is_collected(line: Browser) -> None:
    line.sock.sendall(HEADER_OF_A_GIGABYTE + b"x" * (4 * realtime.LARGEST))
    line.ends()
    assert line.closed in {1009, None}  # None: what was not read makes the system cut it off


def test_a_flood_of_packets_of_any_kind_ends_its_line(
    line: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "FLOOD", 20)
    with suppress(OSError):
        for _number in range(40):
            line.say("6")
    assert line.ends()


def test_the_same_bytes_reach_every_line_that_is_told(site: Site, connect: Connect) -> None:
    lines = [opened(connect(site.cookie())) for _number in range(3)]
    with site.app.app_context():
        realtime.send([each.name for each in lines], "news", {"é": [1]})
    assert [json.loads((each.until("42") or "")[2:]) for each in lines] == [
        ["news", {"é": [1]}]
    ] * 3


def test_lines_are_not_compressed_as_each_would_keep_memory_for_it(line: Browser) -> None:
    assert line.agreed == []


def test_a_process_that_is_told_to_stop_closes_its_gate(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    closed = threading.Event()
    monkeypatch.setattr(site.app.extensions[gate.GATE], "close", closed.set)
    try:
        gate.close_when_told(site.app)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert closed.wait(20)
    assert told == [signal.SIGTERM]


def test_whoever_does_not_read_is_cut_off_and_keeps_nobody_waiting(
    site: Site, line: Browser
) -> None:
    with site.app.app_context():
        told = {"words": "x" * 60_000}
        for _number in range(500):
            realtime.send([line.name], "news", told)
    assert line.ends()


def test_too_many_connections_of_one_person_are_refused(
    site: Site, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.app.extensions[gate.GATE].wires, "_most_of_one", 2)
    cookie = site.cookie()
    assert sorted(connect(cookie).status for _number in range(3)) == [101, 101, 503]


def test_a_process_that_stops_sends_its_lines_away_and_takes_no_more(
    site: Site, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "POLITE", 0.3)
    awake, asleep = opened(connect(site.cookie())), opened(connect(site.cookie()))
    door = site.app.extensions[gate.GATE]
    closing = threading.Thread(target=door.close)
    closing.start()
    assert awake.ends()
    assert awake.closed == 1001
    assert connect(site.cookie()).status == 503
    closing.join()
    assert asleep.ends()
    assert door.wires.open() == []
    door.wires.closing = False
