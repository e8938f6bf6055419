"""The contents of files in a git repository, read through one long-living process."""

from __future__ import annotations

import subprocess
from collections import deque
from contextlib import AbstractContextManager
from typing import IO

from essp.importers.git_repository import CHUNK, Repository

Started = AbstractContextManager[tuple[subprocess.Popen[bytes], IO[bytes]]]
Answer = tuple[int, bytes | None]
BROKEN: Answer = (-1, None)
MOST_AHEAD = 8


class BrokenObjectError(Exception):
    """An object is missing or its bytes are damaged."""


class Blobs:
    """Reads objects; those announced are read by git while we are still busy with others."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._running: tuple[Started, subprocess.Popen[bytes]] | None = None
        self._asked: deque[tuple[str, int]] = deque()
        self._answers: dict[tuple[str, int], Answer] = {}

    def announce(self, identity: str, limit: int) -> None:
        """This object will be wanted soon, with that limit."""
        wanted = (identity, limit)
        if len(self._asked) < MOST_AHEAD and wanted not in self._asked:
            self._ask(wanted)

    def size_and_bytes(self, identity: str, limit: int) -> Answer:
        """The size of an object and its bytes, or None for them when it is larger than `limit`.

        Raises BrokenObjectError when it is missing or damaged.
        """
        wanted = (identity, limit)
        if wanted not in self._answers:
            if wanted not in self._asked:
                self._ask(wanted)
            while wanted in self._asked:
                self._receive()
        # An object whose turn never came, since another broke the process, is asked for again.
        answer = self._answers.pop(wanted, None)
        if answer is None:
            return self.size_and_bytes(identity, limit)
        if answer[0] < 0:
            raise BrokenObjectError(identity)
        return answer

    def forget(self) -> None:
        """Nothing that was announced is wanted any more."""
        while self._asked:
            self._receive()
        self._answers.clear()

    def close(self) -> None:
        """End the git process."""
        self._asked.clear()
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

    def _ask(self, wanted: tuple[str, int]) -> None:
        stream = self._process().stdin
        assert stream is not None
        self._asked.append(wanted)
        try:
            stream.write(wanted[0].encode() + b"\n")
            stream.flush()
        except BrokenPipeError:
            # The process ended at an earlier object; reading that one's answer tells.
            return

    def _receive(self) -> None:
        """Take the answer to the question that was asked first; a broken one ends the process."""
        wanted = self._asked.popleft()
        stream = self._process().stdout
        assert stream is not None
        answer, alive = _answer(stream, wanted[1])
        self._answers[wanted] = answer
        if not alive:
            self.close()


def _answer(stream: IO[bytes], limit: int) -> tuple[Answer, bool]:
    """An answer of git, and whether it can answer further ones."""
    fields = stream.readline().split()
    if len(fields) != 3:
        return BROKEN, bool(fields)
    size = int(fields[2])
    content = _take(stream, size, keep=size <= limit)
    if stream.read(1) != b"\n":
        return BROKEN, False
    return (size, content), True


def _take(stream: IO[bytes], size: int, *, keep: bool) -> bytes | None:
    """Read `size` bytes; without `keep` they are read in pieces and let go."""
    if keep:
        return stream.read(size)
    while size > 0 and (piece := stream.read(min(size, CHUNK))):
        size -= len(piece)
    return None
