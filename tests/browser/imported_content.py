"""A conversation that came in from a mailing list, on the site of the browser's stories."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import select

from essp.core.db import session
from essp.discussions.models import Thread
from essp.importers.mbox import MailboxSource
from essp.importers.talk_loading import load_talk
from essp.people.models import Person

MAILS = (
    ("Anna Prins", 1, "", "Which joint lies under the road at Almelo?\n" * 12),
    (
        "Bert Kok",
        2,
        1,
        "".join(f"> line {n} of what Anna asked\n" for n in range(30)) + "\nNone.\n",
    ),
    (
        "Anna Prins",
        3,
        "<1@list> <2@list>",
        "> None.\n\nThen the map of 1987 is wrong.\n\n-- \nAnna\nroom 3\n",
    ),
    ("Carla Mulder", 4, "<1@list> <7@list>", "> the mail that nobody kept\n\nAsk the archive.\n"),
)


def add_imported(people: dict[str, Person]) -> dict[str, str]:
    """Import an archive of four mails, one of whose parents is missing, into a space of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "almelo.mbox")
        path.write_bytes(b"".join(_mail(*each) for each in MAILS))
        with MailboxSource(path) as source:
            load_talk(people["ilse"], "almelo-list", source)
    thread = select(Thread.uid).where(Thread.title == "Joints at Almelo")
    return {"talk_imported": session().scalars(thread).one()}


def _mail(name: str, number: int, to: str, text: str) -> bytes:
    address = name.lower().replace(" ", ".")
    named = f"References: {to}\n" if to else ""
    return (
        f"From {address}@example.org Fri May  1 08:00:00 2009\n"
        f"From: {name} <{address}@example.org>\nDate: Fri, 01 May 2009 08:0{number}:00 +0200\n"
        f"Message-ID: <{number}@list>\nSubject: {'Re: ' if to else ''}Joints at Almelo\n"
        f"{named}\n{text}\n"
    ).encode()
