"""The folder of files: bytes under the hash of their content, as `ab/cdef...`, each written once.

Small pictures lie beside them, as `small/ab/cdef...-320.webp`: they can be drawn again. A file
appears under its name only when it is whole and on the disk: it is written beside the others,
flushed, and renamed.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 18
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileTooLargeError(ValueError):
    """More bytes came than a file may have."""


class DiskFullError(OSError):
    """There is no room for the bytes."""


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


_limit: list[Callable[[], int]] = [lambda: 20 << 20]


def use_limit_of(choose: Callable[[], int]) -> None:
    """Set the function that tells how many bytes a file may have."""
    _limit[0] = choose


def largest() -> int:
    """How many bytes a file may have."""
    return _limit[0]()


def folder() -> Path:
    """The folder of files, made if it is not there."""
    found = _choose[0]()
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 (64 hex digits) are kept."""
    return folder() / digest[:2] / digest[2:]


def holds(digest: str, size: int) -> bool:
    """Whether the bytes are there in full; from then on they count as wanted by somebody."""
    path = path_of(digest)
    if not path.is_file() or path.stat().st_size != size:
        return False
    # What nobody has wanted for long is collected as left over.
    path.touch()
    return True


def small_path_of(digest: str, width: int) -> Path:
    """Where the small picture of these bytes is kept, `width` pixels wide."""
    return folder() / "small" / digest[:2] / f"{digest[2:]}-{width}.webp"


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A file to be written, which takes its place at `target` when it is whole."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="incoming-", dir=folder())
    os.close(handle)
    path = Path(name)
    try:
        with _room():
            yield path
            path.replace(target)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def received(stream: BinaryIO, limit: int) -> Iterator[Received]:
    """Take bytes in; they are thrown away afterwards unless `keep` was called.

    Raises FileTooLargeError beyond `limit` bytes, of which no more is ever written, and
    DiskFullError.
    """
    with _room():
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=folder())
    path = Path(name)
    try:
        with _room(), os.fdopen(handle, "wb") as file:
            digest, size = _copy(stream, file, limit)
            file.flush()
            os.fsync(file.fileno())
        yield Received(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def keep(incoming: Received) -> None:
    """Give received bytes their place; bytes that are there already stay as they are."""
    target = path_of(incoming.sha256)
    with _room():
        if holds(incoming.sha256, incoming.size):
            return
        target.parent.mkdir(mode=0o700, exist_ok=True)
        incoming.path.replace(target)
        for changed in (target.parent, target.parent.parent):
            _flush_folder(changed)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise DiskFullError(fault.errno, "the disk is full") from fault
        raise


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
