"""A process is killed in the middle of saving, or its disk is full: what was promised is there."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings
from essp.app import create_app
from essp.core import jobs
from essp.core.db import db, session
from essp.core.worker import do_all
from essp.people.models import Person
from essp.search import indexing
from essp.wiki import attribution
from essp.wiki.integrity import verify
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of
from tests import servers
from tests.hardening import writer_process

pytestmark = pytest.mark.slow
Promised = list[tuple[str, int, str]]
# Each is a process of its own, forked from one that has read the code and done nothing else.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([writer_process.__name__])


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test alone."""
    if request.param == "sqlite":
        yield sqlite_in(tmp_path)
    else:
        with servers.postgresql() as address:
            yield address


def sqlite_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'essp.db'}"


def write_until(
    folder: Path, database: str, enough: Callable[[Promised], bool], *, full: bool = False
) -> Promised:
    """What a process promised until there was enough of it, and it was killed."""
    heard, told = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(
        target=writer_process.main, args=(told, folder, database, full), daemon=True
    )
    process.start()
    told.close()
    promised: Promised = []
    with heard, os.fdopen(heard.fileno(), closefd=False) as lines:
        for line in lines:
            uid, number, mark = line.split()
            promised.append((uid, int(number), mark))
            if enough(promised):
                break
        process.kill()
        # What it still told before the signal came was promised too.
        for line in lines:
            if line.endswith("\n"):
                uid, number, mark = line.split()
                promised.append((uid, int(number), mark))
    process.join(30)
    # One that fell by itself would prove nothing.
    assert process.exitcode in {0, -signal.SIGKILL}
    process.close()
    return promised


def check_promises(folder: Path, database: str, promised: Promised) -> None:
    """Every promised save is there, the history is whole, and index and authorship catch up."""
    app = create_app(Settings(data=folder, database=database, secret_key="x", log_level="critical"))
    with app.app_context():
        person = session().get(Person, 1)
        assert promised
        for uid, number, mark in promised:
            assert mark in text_of(find_page(person, uid), number)
        assert all(attribution.check(page) for page in session().query(Page))
        assert verify() == []
        # Jobs that the killed process held are leased again when their time is over.
        session().query(jobs.Job).update({"leased_until": None})
        session().commit()
        do_all()
        assert indexing.check().found is False
        assert jobs.dead() == []
        db.session.remove()
        db.engine.dispose()


def test_a_process_killed_again_and_again_keeps_every_promise(
    tmp_path: Path, database: str
) -> None:
    promised: Promised = []
    for many in (1, 14):
        promised += write_until(tmp_path, database, lambda told, many=many: len(told) >= many)
    check_promises(tmp_path, database, promised)


def test_a_full_disk_gives_the_text_back_ends_no_promise_and_heals_by_itself(
    tmp_path: Path,
) -> None:
    database = sqlite_in(tmp_path)
    told = write_until(tmp_path, database, lambda told: told[-1][0] == "full", full=True)
    *promised, (_full, status, how) = told
    assert (status, how) == (503, "text-back:True,read:200,later:303")
    check_promises(tmp_path, database, promised)
