"""The search index is damaged on disk: pages and saves work, search degrades, a rebuild heals."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.core.worker import do_all
from essp.people.models import Person
from essp.search import indexing, live
from essp.search.backends.whoosh import WhooshIndex
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.texts import text_of
from tests.hardening.closing import unwritable


def truncate(folder: Path) -> None:
    for file in files(folder):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


def garble(folder: Path) -> None:
    for file in files(folder):
        file.write_bytes(bytes(byte ^ 0x5A for byte in file.read_bytes()))


def empty(folder: Path) -> None:
    for file in files(folder):
        file.write_bytes(b"")


def lose_half(folder: Path) -> None:
    for file in files(folder)[::2]:
        file.unlink()


def replace_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("this is no folder")


def files(folder: Path) -> list[Path]:
    """The engine's files, those that only tell or lock aside."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != folder)


@pytest.mark.parametrize(
    "damage", [truncate, garble, empty, lose_half, shutil.rmtree, replace_by_a_file]
)
def test_a_damaged_index_costs_no_save_and_is_healed(
    damage: Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    femke: Person,
    space: Space,
    browser_of: Callable[[Person], FlaskClient],
) -> None:
    folder = tmp_path / "index"
    monkeypatch.setattr(live, "index", lambda: opened[-1])
    opened = [WhooshIndex(folder)]
    with transaction():
        page = create_page(femke, space, title="Congestion playbook", text="Start.\n").page
    indexing.rebuild()
    opened[-1].close()
    damage(folder)
    opened.append(WhooshIndex(folder))
    browser = browser_of(femke)
    form = {"text": "Start at dawn.\n", "based_on": "1"}
    assert browser.submit(f"/p/{page.uid}/edit", form).status_code == 303
    assert text_of(page) == "Start at dawn.\n"
    for path in ("/search?q=congestion", "/switch?q=cong", "/", f"/s/{space.slug}"):
        assert browser.get(path).status_code == 200, path
    do_all()
    if folder.is_file():
        folder.unlink()
    indexing.rebuild()
    assert not indexing.check().found
    assert "Congestion playbook" in browser.get("/search?q=dawn").text
    opened[-1].close()


def test_an_index_that_cannot_be_written_costs_no_save_and_still_answers(
    tmp_path: Path,
    own_index: None,
    femke: Person,
    space: Space,
    browser_of: Callable[[Person], FlaskClient],
) -> None:
    with transaction():
        page = create_page(femke, space, title="Congestion playbook", text="Start.\n").page
    do_all()
    browser = browser_of(femke)
    with unwritable(tmp_path / "index"):
        form = {"text": "Start at dawn.\n", "based_on": "1"}
        assert browser.submit(f"/p/{page.uid}/edit", form).status_code == 303
        do_all()
        assert text_of(page) == "Start at dawn.\n"
        assert page.slug in browser.get("/search?q=congestion").text
        for path in ("/switch?q=cong", "/", f"/s/{space.slug}"):
            assert browser.get(path).status_code == 200, path
    waiting = session().query(jobs.Job).filter_by(task="search.rebuild")
    assert waiting.count() == 1
    waiting.update({"run_at": clock.now()})
    do_all()
    assert waiting.count() == 0
    assert not indexing.check().found
    assert page.slug in browser.get("/search?q=dawn").text
