"""Working out who wrote what of the next pages on a second core, while this process writes one.

The other process knows no database: it is given texts with the numbers of their authors and gives
back what `follow` would. Whatever goes wrong with it, the work is done here instead. It ends with
the pipe, and so also when this process is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from essp.core.text.authorship import Authorship
from essp.core.text.lineage import Lineage, Step, follow

# Below this many revisions the other process costs more than it saves.
WORTH_A_PROCESS = 300
ROOT = Path(__file__).parents[2]
Task = tuple[str, Sequence[Step]]


class Ahead:
    """Attributions worked out ahead, one at a time. Use as a context manager."""

    def __init__(self, revisions: int) -> None:
        """`revisions` is how many are to come."""
        self._line: Connection | None = None
        self._asked: Task | None = None
        self._found: tuple[Task, Lineage] | None = None
        self._wanted = revisions >= WORTH_A_PROCESS and len(os.sched_getaffinity(0)) > 1

    def __enter__(self) -> Ahead:
        if self._wanted:
            self._line, theirs = Pipe()
            command = [sys.executable, "-m", "essp.importers.ahead", str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
            theirs.close()
        return self

    def __exit__(self, *error: object) -> None:
        if self._line is not None:
            self._line.close()
        if self._wanted:
            self._process.terminate()
            self._process.wait()

    def prepare(self, steps: Sequence[Step], *, goes_on: bool = False) -> None:
        """Have the saves worked out, from the empty text or from where those before them ended."""
        self._collect()
        before, words = "", Authorship.empty()
        if goes_on:
            if self._found is None:
                return
            (_before, earlier), lineage = self._found
            before, words = earlier[-1].text, lineage.words
        self._ask(before, words, steps)

    def follow(self, before: str, words: Authorship, steps: Sequence[Step]) -> Lineage:
        """What `follow` gives: from what was prepared, where it is just that."""
        task = (before, steps)
        if self._found is None or self._found[0] != task:
            self._collect()
        if self._found is not None and self._found[0] == task:
            return self._found[1]
        return follow(before, words, steps)

    def _ask(self, before: str, words: Authorship, steps: Sequence[Step]) -> None:
        if self._line is None:
            return
        try:
            self._line.send((before, words.dumps(), steps))
        except OSError:
            self._give_up()
        else:
            self._asked = (before, steps)

    def _collect(self) -> None:
        """Take what was asked for. It is always taken before more is sent: else both could wait."""
        if self._line is None or self._asked is None:
            return
        task, self._asked = self._asked, None
        try:
            sizes, state = self._line.recv()
        except (EOFError, OSError):
            self._give_up()
        else:
            self._found = task, Lineage(sizes, Authorship.loads(state))

    def _give_up(self) -> None:
        assert self._line is not None
        self._line.close()
        self._line = None


def _serve(line: Connection) -> None:
    """Answer until the line is closed. Ctrl+C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            before, state, steps = line.recv()
            lineage = follow(before, Authorship.loads(state), steps)
            line.send((lineage.sizes, lineage.words.dumps()))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
