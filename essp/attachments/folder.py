"""The folder of files: bytes under the hash of their content, as `ab/cdef...`, each written once.

A file appears under its name only when it is whole and on the disk: it is written beside the others,
flushed, and renamed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 18


class FileTooLargeError(ValueError):
    """More bytes came than a file may have."""


@dataclass(frozen=True)
class Received:
    """Bytes that came in whole: where they wait, their hash and their number."""

    path: Path
    sha256: str
    size: int


def _nowhere() -> Path:
    raise RuntimeError("no folder of files is chosen: call use_folder_of() first")


_choose: list[Callable[[], Path]] = [_nowhere]


def use_folder_of(choose: Callable[[], Path]) -> None:
    """Set the function that tells the folder of files of the running application."""
    _choose[0] = choose


def folder() -> Path:
    """The folder of files, made if it is not there."""
    found = _choose[0]()
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 (64 hex digits) are kept."""
    return folder() / digest[:2] / digest[2:]


@contextmanager
def received(stream: BinaryIO, limit: int) -> Iterator[Received]:
    """Take bytes in; they are thrown away afterwards unless `keep` was called.

    Raises FileTooLargeError beyond `limit` bytes; no more than that is ever written.
    """
    handle, name = tempfile.mkstemp(prefix="incoming-", dir=folder())
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _copy(stream, file, limit)
            file.flush()
            os.fsync(file.fileno())
        yield Received(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def keep(incoming: Received) -> None:
    """Give received bytes their place; bytes that are there already stay as they are."""
    target = path_of(incoming.sha256)
    if target.exists() and target.stat().st_size == incoming.size:
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    incoming.path.replace(target)
    for changed in (target.parent, target.parent.parent):
        _flush_folder(changed)


def _copy(stream: BinaryIO, file: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileTooLargeError
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
