"""Bytes and records compared: what is missing or damaged, and what is left over and may go.

Every version of every file is kept for ever, and pages refer to files, not to bytes: so bytes are left
over only when no version names them, as after an upload whose record was never written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import delete, select

from essp.attachments import folder
from essp.attachments.models import Attachment, AttachmentVersion, FileText, StoredFile
from essp.core import clock
from essp.core.db import session

YOUNG = timedelta(hours=1)  # an upload may be writing its record still
_HEX = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{62}")
_SMALL = re.compile(r"([0-9a-f]{62})-\d+\.webp")


@dataclass(frozen=True)
class Faults:
    """What is wrong, as the hashes of contents; `left_over` counts bytes nobody refers to."""

    files: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    left_over: int

    @property
    def found(self) -> bool:
        """Whether content that somebody refers to is gone or not what it was."""
        return bool(self.missing or self.damaged)


@dataclass(frozen=True)
class Collected:
    """What was removed: contents, small pictures, and what had come in half."""

    contents: int
    small: int
    halves: int
    size: int


def check(*, thorough: bool = True, told: Callable[[], None] = lambda: None) -> Faults:
    """Compare every content with its record; `thorough` reads all of its bytes."""
    missing, damaged, count = [], [], 0
    for digest, size in session().execute(select(StoredFile.sha256, StoredFile.size)).all():
        count += 1
        path = folder.path_of(digest)
        if not path.is_file():
            missing.append(digest)
        elif path.stat().st_size != size or (thorough and _digest(path) != digest):
            damaged.append(digest)
        told()
    left = sum(1 for _ in _left_over(clock.now()))
    return Faults(count, tuple(missing), tuple(damaged), left)


def collect() -> Collected:
    """Remove bytes that no version refers to, small pictures of what is gone, and half uploads.

    Nothing younger than an hour is touched. Call inside a transaction.
    """
    _forget_unused()
    present = clock.now()
    contents = [(path, path.stat().st_size) for path in _left_over(present)]
    kept = set(session().scalars(select(StoredFile.sha256)))
    small = [path for path, digest in _small_pictures() if digest not in kept]
    halves = [path for path in folder.folder().glob("incoming-*") if _is_old(path, present)]
    for path in (*(path for path, _size in contents), *small, *halves):
        path.unlink(missing_ok=True)
    return Collected(len(contents), len(small), len(halves), sum(size for _path, size in contents))


def how_many() -> int:
    """How many contents there are to check."""
    return len(session().scalars(select(StoredFile.sha256)).all())


def _forget_unused() -> None:
    """Take out the records of contents that no version names any longer."""
    named = select(AttachmentVersion.sha256).union(select(Attachment.sha256))
    old = clock.now() - YOUNG
    unused = session().scalars(
        select(StoredFile.sha256).where(
            StoredFile.sha256.not_in(named), StoredFile.created_at < old
        )
    )
    for digest in unused.all():
        session().execute(delete(FileText).where(FileText.sha256 == digest))
        session().execute(delete(StoredFile).where(StoredFile.sha256 == digest))


def _left_over(present: datetime) -> Iterator[Path]:
    """Contents on the disk that have no record, and have had none for a while."""
    kept = set(session().scalars(select(StoredFile.sha256)))
    for path, digest in _contents():
        if digest not in kept and _is_old(path, present):
            yield path


def _contents() -> Iterator[tuple[Path, str]]:
    for shelf in sorted(folder.folder().iterdir()):
        if _HEX.fullmatch(shelf.name) and shelf.is_dir():
            for path in sorted(shelf.iterdir()):
                if _REST.fullmatch(path.name):
                    yield path, shelf.name + path.name


def _small_pictures() -> Iterator[tuple[Path, str]]:
    for path in sorted((folder.folder() / "small").glob("??/*.webp")):
        if found := _SMALL.fullmatch(path.name):
            yield path, path.parent.name + found[1]


def _is_old(path: Path, present: datetime) -> bool:
    return present.timestamp() - path.stat().st_mtime > YOUNG.total_seconds()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
