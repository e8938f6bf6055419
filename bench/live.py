"""How fast a post reaches 2,000 open browsers: `python -m bench live`.

The real server (`essp serve`, one process) runs on a throw-away folder; 2,000 people, each with a
sign-in of their own, hold a line to it from this process and look at one thread. Somebody replies;
measured is the time from sending that form until the last line has heard of it.
"""

from __future__ import annotations

import asyncio
import os
import re
import resource
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert, select

from bench.lines import Line, connect
from bench.served import Server, served
from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.schema import bring_up_to_date
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.discussions.queries import opening_of
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces import governing

LINES = int(os.environ.get("LINES_OF_BENCH", "2000"))
POSTS = 5
AT_A_TIME = 40
PATIENCE = 300  # seconds for all of it, at the most
SECRET = "bench"


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    _allow_files(LINES + 500)
    with tempfile.TemporaryDirectory() as folder:
        stage = _furnish(Path(folder))
        with served(Path(folder), {"ESSP_LINES": str(LINES), "ESSP_SECRET_KEY": SECRET}) as server:
            return asyncio.run(asyncio.wait_for(_measure(server, stage), PATIENCE))


@dataclass(frozen=True)
class Stage:
    """What the bench needs to know of the site: its thread, the first post, a cookie for each person."""

    thread: str
    post: str
    cookies: Sequence[str]


async def _measure(server: Server, stage: Stage) -> list[tuple[str, str]]:
    alone = server.memory()
    begun = time.perf_counter()
    lines = await _open(server, stage)
    opened = time.perf_counter() - begun
    before = server.processor_time()
    posts = [await _post(server, stage, lines, number) for number in range(POSTS)]
    took = (server.processor_time() - before) / POSTS
    idle = await _idle(server)
    full = server.memory()
    for line in lines:
        line.writer.close()
    first, last, answered = (sorted(each) for each in zip(*posts, strict=True))
    return [
        (f"{len(lines)} lines opened", f"{opened:.1f} s"),
        ("a post sent until the first line heard of it", _spread(first)),
        ("a post sent until the last line heard of it", _spread(last)),
        ("the author's request", _spread(answered)),
        ("processor time of the server for a post", f"{took:.2f} s"),
        ("memory of the server without lines, with all", f"{alone} MB, {full} MB"),
        ("memory of a line", f"{(full - alone) * 1024 / len(lines):.0f} KB"),
        ("processor of the server while nothing happens", f"{idle * 100:.0f} %"),
    ]


async def _open(server: Server, stage: Stage) -> list[Line]:
    """All lines, so many at a time; each shows the thread."""
    gate = asyncio.Semaphore(AT_A_TIME)

    async def one(cookie: str) -> Line:
        async with gate:
            line = await connect(server.port, cookie)
            line.task = asyncio.create_task(line.listen(stage.thread))
            await line.ready.wait()
            return line

    return list(await asyncio.gather(*map(one, stage.cookies)))


async def _post(
    server: Server, stage: Stage, lines: Sequence[Line], number: int
) -> tuple[float, float, float]:
    """Seconds until the first and the last line heard of a reply, and of the author's request."""
    begun, answered = await asyncio.to_thread(_reply, server.url, stage, number)
    others = lines[1:]  # the author hears nothing of their own post
    while any(len(line.heard) <= number for line in others):
        await asyncio.sleep(0.01)
    times = [line.heard[number] - begun for line in others]
    return min(times), max(times), answered


def _reply(url: str, stage: Stage, number: int) -> tuple[float, float]:
    """Send a reply as a browser does; gives when, and the seconds until it was answered."""
    form, cookie = _ask(f"{url}/posts/{stage.post}/reply", stage.cookies[0])
    token = re.search(rb'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    fields = {"csrf_token": token[1].decode(), "text": f"Reply number {number}."}
    begun = time.perf_counter()
    _ask(f"{url}/posts/{stage.post}/reply", cookie, urllib.parse.urlencode(fields))
    return begun, time.perf_counter() - begun


def _ask(address: str, cookie: str, sent: str | None = None) -> tuple[bytes, str]:
    """What is answered, and the cookie from then on."""
    asked = urllib.request.Request(address, data=sent.encode() if sent else None)
    asked.add_header("Cookie", f"essp={cookie}")
    asked.add_header("Referer", address)
    opener = urllib.request.build_opener(_Stay)
    with opener.open(asked, timeout=60) as answer:
        new = re.match(r"essp=([^;]+)", answer.headers.get("Set-Cookie", ""))
        return answer.read(), new[1] if new else cookie


class _Stay(urllib.request.HTTPRedirectHandler):
    """A post is answered once it was sent on: where it leads is not looked at."""

    def http_error_303(self, *args: object) -> object:
        return args[1]


async def _idle(server: Server) -> float:
    """The share of one processor that the server takes with all lines open and nothing to tell."""
    before, begun = server.processor_time(), time.perf_counter()
    await asyncio.sleep(30)
    return (server.processor_time() - before) / (time.perf_counter() - begun)


def _furnish(folder: Path) -> Stage:
    """People with sign-ins, and a thread that all of them read."""
    app = create_app(Settings(data=folder, secret_key=SECRET))
    bring_up_to_date(app)
    with app.app_context():
        with transaction():
            session().execute(insert(Person), [_person(number) for number in range(LINES)])
        with transaction():
            people = list(session().scalars(select(Person).order_by(Person.id)))
            space = governing.create_space(people[0], name="Operations")
            thread = start_thread(
                people[0], space, Kind.DISCUSSION, title="Who lifts it?", text="After office hours."
            )
            tokens = [sessions.begin_sign_in(each, days=1) for each in people]
        return Stage(thread.uid, opening_of(thread).uid, [_cookie(app, each) for each in tokens])


def _person(number: int) -> dict[str, object]:
    return {
        "handle": f"person-{number}", "name": f"Person {number}", "name_key": f"person {number}",
        "email": f"person-{number}@example.org", "created_at": clock.now(),
        "joined_at": clock.now(), "role": "administrator" if number == 0 else "member",
    }  # fmt: skip


def _cookie(app: Flask, token: str) -> str:
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps({TOKEN: token}))


def _allow_files(most: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < most:
        raise SystemExit(f"{most} open files are needed, and this account may have {hard}.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _spread(seconds: Sequence[float]) -> str:
    return f"median {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s"
