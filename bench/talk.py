"""Bringing conversations in: a real StackExchange dump and a mailbox that is made here.

Needs `ESSP_TEST_DATA`, a folder with `history-meta-stackexchange`; the mailbox is measured without it.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.site import application
from essp.core.db import Base, db, session, transaction
from essp.importers.mbox import MailboxSource
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.talk_loading import load_talk
from essp.people import accounts
from essp.people.models import Person, Role

MAILS, IN_A_THREAD, AUTHORS = 3_000, 12, 300
WORDS = ("cable", "station", "old", "nobody", "knows", "where", "its", "joint", "lies", "road")


def run() -> Iterator[tuple[str, str]]:
    """Posts a second of processor time, again when nothing is new, and memory."""
    data = Path(os.environ.get("ESSP_TEST_DATA", "../shared/data")) / "history-meta-stackexchange"
    with tempfile.TemporaryDirectory() as folder:
        if data.exists():
            yield from _measured("dump", Path(folder) / "dump", lambda: StackExchangeSource(data))
        box = Path(folder) / "list.mbox"
        _write(box)
        yield from _measured("mailbox", Path(folder) / "mail", lambda: MailboxSource(box))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield "memory at the most", f"{peak} MB"


def _measured(name, folder, source) -> Iterator[tuple[str, str]]:
    folder.mkdir()
    app = application(folder)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            actor = accounts.create_person(
                "Importer", "importer@example.org", password="a long enough one", site_name="x",
                role=Role.ADMINISTRATOR,
            ).id  # fmt: skip
        for again in ("", ", again"):
            begun = time.process_time()
            with source() as opened:
                ledger = load_talk(session().get_one(Person, actor), "talk", opened)
            seconds = time.process_time() - begun
            assert ledger.adds_up
            posts = ledger.counts["posts"]
            yield (
                f"{name}{again}",
                f"{posts} posts in {seconds:.1f} s: {posts / seconds:.0f} a second",
            )


def _write(path: Path) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(MAILS):
            first = number // IN_A_THREAD * IN_A_THREAD
            named = (
                f"References: <{first}@x> <{chance.randint(first, number - 1)}@x>\n"
                if number > first
                else ""
            )
            body = "\n".join(" ".join(chance.choice(WORDS) for _ in range(12)) for _ in range(25))
            file.write(
                f"From p@example.org Fri May  1 08:00:00 2009\nFrom: P{number % AUTHORS}"
                f" <p{number % AUTHORS}@example.org>\nMessage-ID: <{number}@x>\n"
                f"Date: Fri, 01 May 2009 {number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
                f" +0000\nSubject: Thread {first}\n{named}\n{body}\n\n"
            )
