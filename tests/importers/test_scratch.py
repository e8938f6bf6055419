"""What a killed import left in the temporary folder goes with the next one, and nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from essp.importers import scratch

WAITING = """
from essp.importers.scratch import Scratch
held = Scratch()
print(held.path, flush=True)
input()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of its own, in which what was made counts as settled at once."""
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "SETTLED", 0.0)
    return tmp_path


def test_the_folder_of_a_killed_import_goes_with_the_next(temporary: Path) -> None:
    (temporary / "essp-import-of-nobody-known").mkdir()
    other = subprocess.Popen(
        [sys.executable, "-c", WAITING],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with other:
        assert other.stdout is not None
        folder = Path(other.stdout.readline().strip())
        (folder / "pack").write_text("much")
        mine = scratch.Scratch()
        assert folder.is_dir() and mine.path.is_dir()  # both are at work
        other.send_signal(signal.SIGKILL)
        other.wait()
        scratch.Scratch().remove()
        assert not folder.exists() and mine.path.is_dir()
    mine.remove()
    assert [each.name for each in temporary.iterdir()] == ["essp-import-of-nobody-known"]


def test_a_folder_that_was_just_made_is_left_alone(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scratch.Scratch()
    folder._lock.close()
    monkeypatch.setattr(scratch, "SETTLED", 60.0)
    scratch.remove_left()
    assert folder.path.is_dir()
