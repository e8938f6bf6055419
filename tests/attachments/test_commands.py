"""`essp files`: damage is named, and only what nobody refers to is ever removed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from essp.attachments import changing, checking, folder, pictures
from essp.attachments.cli import files
from essp.attachments.models import Attachment, StoredFile
from essp.attachments.storing import store
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from tests.attachments.pictures import picture

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Any:
    """Run a command on a folder of files of this test alone."""
    usual = folder._choose[0]
    folder.use_folder_of(lambda: tmp_path / "files")
    yield lambda *words: CliRunner().invoke(files, list(words), obj=app)
    folder.use_folder_of(usual)


@pytest.fixture
def plan(run: Run, space: Space, femke: Person, session: Session) -> Attachment:
    stored = store(femke, space, "plan.txt", b"The first plan")
    session.commit()
    return stored


def aged(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (time.time() - 7200,) * 2)


def test_what_is_missing_or_damaged_is_named(plan: Attachment, run: Run) -> None:
    assert run("check").exit_code == 0
    path = folder.path_of(plan.sha256)
    path.write_bytes(b"The other plan")
    told = run("check")
    assert told.exit_code == 1 and plan.sha256 in told.output and "damaged" in told.output
    assert run("check", "--quick").exit_code == 0
    path.unlink()
    told = run("check", "--quick", "--json")
    assert told.exit_code == 1 and '"missing": [' in told.output


def test_what_no_version_refers_to_is_removed_and_every_version_stays(
    plan: Attachment, run: Run, femke: Person, session: Session
) -> None:
    first = plan.sha256
    with transaction():
        changing.replace_file(femke, plan, take_in("b.png", picture()))
        changing.archive_file(femke, plan)
    orphan = take_in("c.png", picture(size=(9, 9)))
    small = [pictures.small_path(each, "image/png", 96) for each in (plan.sha256, orphan.sha256)]
    half = folder.folder() / "incoming-abc"
    half.write_bytes(b"half")
    kept = [folder.path_of(first), folder.path_of(plan.sha256), small[0]]
    aged(half, folder.path_of(orphan.sha256), *kept)
    told = run("collect")
    assert told.exit_code == 0 and "1 contents" in told.output and "1 half uploads" in told.output
    assert all(path.is_file() for path in kept)
    assert not half.exists() and not small[1].exists()
    assert not folder.path_of(orphan.sha256).exists()
    assert run("check").exit_code == 0


def test_what_somebody_may_be_sending_right_now_stays(run: Run, app: Flask) -> None:
    coming = take_in("c.txt", b"on its way")
    assert "0 contents" in run("collect").output
    aged(folder.path_of(coming.sha256))
    # The same bytes again: they are wanted from now on, though their record is not written yet.
    take_in("d.txt", b"on its way")
    assert "0 contents" in run("collect").output


def test_a_record_without_versions_goes_with_its_bytes(
    run: Run, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = take_in("c.txt", b"never put anywhere")
    from essp.attachments.storing import remember

    with transaction():
        remember(coming)
    monkeypatch.setattr(checking, "YOUNG", checking.YOUNG * 0)
    aged(folder.path_of(coming.sha256))
    time.sleep(0.01)
    assert "1 contents" in run("collect").output
    assert session.get(StoredFile, coming.sha256) is None
