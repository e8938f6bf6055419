"""Working out on a second core who wrote what of the next pages, while this process writes one.

The other process knows no database: it is given texts with the numbers of their authors and gives
back what `follow` would, and what `render` makes of the last text. Whatever goes wrong with it, the
work is done here instead. It ends with the line, and so also when this process is killed.
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
from typing import NamedTuple

from essp.core.markdown import Rendered, render
from essp.core.text.authorship import Authorship
from essp.core.text.lineage import Lineage, Step, follow

# Below this many revisions the other process costs more than it saves.
WORTH_A_PROCESS = 300
ROOT = Path(__file__).parents[2]


class Task(NamedTuple):
    """Saves to follow from a text on; the language is that of the page."""

    before: str
    steps: Sequence[Step]
    language: str


class Done(NamedTuple):
    """A task, what became of the attribution, and the HTML of the last text."""

    task: Task
    lineage: Lineage
    rendered: Rendered

    def is_of(self, before: str, steps: Sequence[Step]) -> bool:
        """Whether these saves were followed."""
        return (self.task.before, self.task.steps) == (before, steps)


class Ahead:
    """Attributions worked out ahead, one at a time. Use as a context manager."""

    def __init__(self, revisions: int) -> None:
        """`revisions` is how many are to come."""
        self._line: Connection | None = None
        self._asked: Task | None = None
        self._done: Done | None = None
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

    def prepare(
        self, steps: Sequence[Step], *, goes_on: bool = False, language: str = "en"
    ) -> None:
        """Have the saves worked out, from the empty text or from where those before them ended."""
        self._collect()
        before, words = "", Authorship.empty()
        if goes_on:
            if self._done is None:
                return
            before, words = self._done.task.steps[-1].text, self._done.lineage.words
        self._ask(Task(before, steps, language), words)

    def follow(self, before: str, words: Authorship, steps: Sequence[Step]) -> Lineage:
        """What `follow` gives: from what was prepared, where it is just that."""
        if self._done is None or not self._done.is_of(before, steps):
            self._collect()
        if self._done is not None and self._done.is_of(before, steps):
            return self._done.lineage
        return follow(before, words, steps)

    def render(self, source: str, *, language: str) -> Rendered:
        """What `render` gives: of the last text that was prepared and followed, from there."""
        if self._done is not None:
            _before, steps, prepared_for = self._done.task
            if (steps[-1].text, prepared_for) == (source, language):
                return self._done.rendered
        return render(source, language=language)

    def _ask(self, task: Task, words: Authorship) -> None:
        if self._line is None:
            return
        try:
            self._line.send((task, words.dumps()))
        except OSError:
            self._give_up()
        else:
            self._asked = task

    def _collect(self) -> None:
        """Take what was asked for. It is always taken before more is sent: else both could wait."""
        if self._line is None or self._asked is None:
            return
        task, self._asked = self._asked, None
        try:
            sizes, state, rendered = self._line.recv()
        except (EOFError, OSError):
            self._give_up()
        else:
            self._done = Done(task, Lineage(sizes, Authorship.loads(state)), rendered)

    def _give_up(self) -> None:
        assert self._line is not None
        self._line.close()
        self._line = None


def _serve(line: Connection) -> None:
    """Answer until the line is closed. Ctrl+C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            (before, steps, language), state = line.recv()
            lineage = follow(before, Authorship.loads(state), steps)
            rendered = render(steps[-1].text, language=language)
            line.send((lineage.sizes, lineage.words.dumps(), rendered))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
