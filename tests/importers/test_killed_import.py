"""A process that imports is killed at any moment; run again, it ends where a clean run ends."""

from __future__ import annotations

import multiprocessing
import sqlite3
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import Base, db, session, transaction
from essp.importers import loading
from essp.importers.git import GitSource
from essp.people.models import Person

LEFT = """
SELECT page.slug, page.title, page.archived_at IS NULL, revision.number, revision.kind,
       revision.title, revision.summary, revision.at, revision.size, revision.words_added,
       person.email, revision_text.whole, hex(revision_text.data), import_item."change"
FROM revision JOIN page ON page.id = revision.page_id
JOIN person ON person.id = revision.author_id
JOIN revision_text ON revision_text.page_id = page.id AND revision_text.number = revision.number
JOIN import_item ON import_item.page_id = page.id AND import_item.number = revision.number
ORDER BY page.slug, revision.number
"""
COUNTS = ("page", "revision", "person", "import_page", "import_item", "contribution", "space")


def run(data: Path, repository: Path, told: Connection) -> None:
    """Import in this process, telling when a batch begins and ends."""
    data.mkdir(exist_ok=True)
    address = f"sqlite:///{data}/essp.db"
    app = create_app(Settings(data=data, database=address, secret_key="test", testing=True))
    write = loading.PageWriter.write

    def telling(*arguments, **options):
        told.send("begin")
        write(*arguments, **options)
        told.send("end")

    whole = patch.object(loading.PageWriter, "write", telling)
    with app.app_context(), whole, patch.object(loading, "REVISIONS_AT_ONCE", 3):
        Base.metadata.create_all(db.engine)
        with transaction():
            actor = session().get(Person, 1)
            if actor is None:
                actor = Person(handle="importer", name="I", name_key="i", created_at=clock.now())
                session().add(actor)
        with GitSource(repository) as source:
            loading.load(actor, "way", source)
    told.send("finished")


def in_another_process(data: Path, repository: Path, kill_after: int | None) -> None:
    """Import in a process of its own; kill it once it has told so many things."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=run, args=(data, repository, there)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    there.close()
    said = []
    while "finished" not in said and (kill_after is None or len(said) < kill_after):
        said.append(here.recv())
    if kill_after is not None:
        process.kill()
    process.join(60)
    assert process.exitcode == (0 if kill_after is None else -9)


def state(data: Path):
    with sqlite3.connect(data / "essp.db") as database:
        counts = [database.execute(f"SELECT count(*) FROM {name}").fetchone() for name in COUNTS]
        return counts, database.execute(LEFT).fetchall()


def test_an_import_killed_again_and_again_ends_as_a_clean_one(history, tmp_path):
    for number in range(8):
        history.commit(
            f"Step {number}",
            f"P{number} <p{number % 3}@example.org>",
            **{
                "a.md": f"# A\n\n{'word ' * number}\n",
                "b/index.md": f"# B {number // 6}\n\n[a](../a.md)\n{number}\n",
                "b/c.txt": f"{number}\n",
            },
        )
    in_another_process(tmp_path / "clean", history.folder, None)
    clean = state(tmp_path / "clean")
    assert len(clean[1]) == 24
    for told in (1, 2, 5, 6):
        in_another_process(tmp_path / "killed", history.folder, told)
    in_another_process(tmp_path / "killed", history.folder, None)
    assert state(tmp_path / "killed") == clean
