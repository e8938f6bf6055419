"""A process that saves pages until it is killed, telling each save that it was promised.

A line `TITLE NUMBER MARK` is written once a save is answered; the background work is done in a thread,
as the embedded default does, and the process never ends by itself. With `full` it sends forms to a
disk that fills up, tells how each was answered, makes room again, and ends.
"""

from __future__ import annotations

import os
import random
import resource
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask

from config import Settings
from essp.app import create_app, worker_for
from essp.core import clock
from essp.core.db import Base, db, session, transaction
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces import governing
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of


def main(told: Connection, folder: Path, database: str, full: bool) -> None:
    """Save for ever, on a database that may hold what an earlier process saved."""
    os.dup2(told.fileno(), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    told.close()
    settings = Settings(data=folder, database=database, secret_key="x", log_level="error")
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        person = session().get(Person, 1) or _first_person()
        if full:
            _fill_the_disk(app, person)
        else:
            worker_for(app).start()
            _save_for_ever(person)


def _save_for_ever(person: Person) -> None:
    space, turn = session().get(Space, 1), 0
    while True:
        turn += 1
        with transaction():
            title = f"Page {clock.now().isoformat()}"
            page = create_page(person, space, title=title, text="begun0\n").page
        print(page.uid, 1, "begun0", flush=True)
        for number in range(1, 4):
            page = find_page(person, page.uid)
            with transaction():
                text = f"{text_of(page)}mark{turn}x{number}\n"
                edit_page(person, page, text=text, based_on=number)
            print(page.uid, number + 1, f"mark{turn}x{number}", flush=True)


def _fill_the_disk(app: Flask, person: Person) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction():
        page = create_page(person, session().get(Space, 1), title="Full", text="begun0\n").page
        token = sessions.begin_sign_in(person, days=1)
    browser, path = app.test_client(), f"/p/{page.uid}/edit"
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    assert browser.get(f"/s/operations/{page.slug}").status_code == 200
    free, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    folder = app.config["SETTINGS"].data
    room = max(file.stat().st_size for file in folder.iterdir()) + 200_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    for number in range(1, 200):
        text = "".join(f"mark{one} {random.random()}\n" for one in range(number * 10))
        answer = browser.post(path, data={"text": text, "based_on": str(number)})
        if answer.status_code != 303:
            break
        print(page.uid, number + 1, f"mark{number * 10 - 1}", flush=True)
    again = browser.get(f"/s/operations/{page.slug}").status_code
    said = "could not store" in answer.text and text[:200] in answer.text
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, most))
    later = browser.post(path, data={"text": text, "based_on": str(number)}).status_code
    print("full", answer.status_code, f"text-back:{said},read:{again},later:{later}", flush=True)


def _first_person() -> Person:
    with transaction():
        person = Person(
            handle="writer", name="Writer", name_key="writer", created_at=clock.now(),
            joined_at=clock.now(),
        )  # fmt: skip
        session().add(person)
        session().flush()
        governing.create_space(person, name="Operations")
    return person
