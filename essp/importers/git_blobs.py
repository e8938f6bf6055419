"""The contents of files in a git repository, read through one long-living process."""

from __future__ import annotations

import subprocess
from contextlib import AbstractContextManager
from typing import IO

from essp.importers.git_repository import CHUNK, Repository

Started = AbstractContextManager[tuple[subprocess.Popen[bytes], IO[bytes]]]


class BrokenObjectError(Exception):
    """An object is missing or its bytes are damaged."""


class Blobs:
    """The contents of files, read through one long-living git process."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._running: tuple[Started, subprocess.Popen[bytes]] | None = None

    def size_and_bytes(self, identity: str, limit: int) -> tuple[int, bytes | None]:
        """The size of an object and its bytes, or None for them when it is larger than `limit`.

        Raises BrokenObjectError when it is missing or damaged.
        """
        size, content = self._ask(identity, limit)
        if size < 0:
            raise BrokenObjectError(identity)
        return size, content

    def close(self) -> None:
        """End the git process."""
        if self._running is not None:
            context, _process = self._running
            self._running = None
            context.__exit__(None, None, None)

    def _process(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            context = self._repository.started("cat-file", "--batch", given=subprocess.PIPE)
            process, _complaints = context.__enter__()
            self._running = (context, process)
        return self._running[1]

    def _ask(self, identity: str, limit: int) -> tuple[int, bytes | None]:
        process = self._process()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(identity.encode() + b"\n")
            process.stdin.flush()
            fields = process.stdout.readline().split()
        except BrokenPipeError:
            fields = []
        if len(fields) != 3:
            if not fields:
                self.close()
            return -1, None
        size = int(fields[2])
        content = _take(process.stdout, size, keep=size <= limit)
        if process.stdout.read(1) != b"\n":
            self.close()
            return -1, None
        return size, content


def _take(stream: IO[bytes], size: int, *, keep: bool) -> bytes | None:
    """Read `size` bytes; without `keep` they are read in pieces and let go."""
    if keep:
        return stream.read(size)
    while size > 0 and (piece := stream.read(min(size, CHUNK))):
        size -= len(piece)
    return None
