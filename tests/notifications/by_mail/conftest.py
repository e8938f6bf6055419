"""A conversation that can be answered by mail, and the mails that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask

from essp.core import clock, worker
from essp.core.db import transaction
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import start_thread
from essp.notifications import settings
from essp.notifications.mail_models import Rhythm
from essp.notifications.settings import Wanted
from essp.people.models import Person
from essp.spaces.models import Space
from tests.notifications.by_mail.letters import TUESDAY


@pytest.fixture(autouse=True)
def replies_are_taken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with_box = replace(app.config["SETTINGS"], mail_replies="reply@example.org")
    monkeypatch.setitem(app.config, "SETTINGS", with_box)
    with clock.held_at(TUESDAY):
        yield


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[EmailMessage]]:
    """The mails that were written since the test began, but for news told to others."""
    folder = app.config["SETTINGS"].data / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()

    def read() -> list[EmailMessage]:
        files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes(), policy=default) for path in files]

    return read


@pytest.fixture
def thread(femke: Person, ruben: Person, space: Space) -> Thread:
    """A question in which Femke named Ruben, who hears of it by mail at once."""
    with transaction():
        for person in (femke, ruben):
            wanted = Wanted(Rhythm.ONCE, Rhythm.ONCE, 0, 0, any_day=True)
            settings.choose(person, wanted)
        made = start_thread(femke, space, Kind.QUESTION, title="Outage", text="When, @ruben-haak?")
    worker.do_all()
    return made
