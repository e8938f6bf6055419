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
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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
# So many batches of revisions are read before the first of them is written.
BATCHES = 3
ROOT = Path(__file__).parents[2]


class Task(NamedTuple):
    """Saves to follow from a text on; the language is that of the page."""

    before: str
    steps: Sequence[Step]
    language: str

    def is_of(self, before: str, steps: Sequence[Step]) -> bool:
        """Whether these saves are to be followed."""
        return (self.before, self.steps) == (before, steps)


class Done(NamedTuple):
    """What became of the attribution, and the HTML of the last text."""

    lineage: Lineage
    rendered: Rendered


class Ahead:
    """Attributions worked out ahead, one after the other. Use as a context manager.

    A thread holds the line to the other process: it sends one task and waits for the answer, so
    that neither process ever waits for the other to read.
    """

    def __init__(self, revisions: int) -> None:
        """`revisions` is how many are to come."""
        self._wanted = revisions >= WORTH_A_PROCESS and len(os.sched_getaffinity(0)) > 1
        self._pending: deque[tuple[Task, Future[Done | None]]] = deque()
        self._asked: Task | None = None
        self._words = Authorship.empty()
        self._last: tuple[Task, Done] | None = None

    def __enter__(self) -> Ahead:
        if self._wanted:
            self._line, theirs = Pipe()
            command = [sys.executable, "-m", "essp.importers.ahead", str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
            theirs.close()
            self._thread = ThreadPoolExecutor(1)
        return self

    def __exit__(self, *error: object) -> None:
        if self._wanted:
            self._process.terminate()
            self._process.wait()
            self._thread.shutdown(cancel_futures=True)
            self._line.close()

    def prepare(
        self, steps: Sequence[Step], *, goes_on: bool = False, language: str = "en"
    ) -> None:
        """Have the saves worked out, from the empty text or from where those before them ended."""
        if not self._wanted:
            return
        earlier, self._asked = self._asked, None
        if goes_on and earlier is None:
            return
        before = earlier.steps[-1].text if goes_on and earlier else ""
        self._asked = task = Task(before, steps, language)
        self._pending.append((task, self._thread.submit(self._worked_out, task, goes_on)))

    def follow(self, before: str, words: Authorship, steps: Sequence[Step]) -> Lineage:
        """What `follow` gives: from what was prepared, where it is just that."""
        done = self._taken(before, steps)
        return done.lineage if done is not None else follow(before, words, steps)

    def render(self, source: str, *, language: str) -> Rendered:
        """What `render` gives: of the last text that was prepared and followed, from there."""
        if self._last is not None:
            (_before, steps, prepared_for), done = self._last
            if (steps[-1].text, prepared_for) == (source, language):
                return done.rendered
        return render(source, language=language)

    def _taken(self, before: str, steps: Sequence[Step]) -> Done | None:
        """What was prepared for these saves; what was prepared before them is not asked for again."""
        if not any(task.is_of(before, steps) for task, _future in self._pending):
            return None
        while True:
            task, future = self._pending.popleft()
            if task.is_of(before, steps):
                done = future.result()
                self._last = (task, done) if done is not None else None
                return done

    def _worked_out(self, task: Task, goes_on: bool) -> Done | None:
        """In the thread: the answer of the other process, None when it cannot be had."""
        words = self._words if goes_on else Authorship.empty()
        try:
            self._line.send((task, words.dumps()))
            sizes, state, rendered = self._line.recv()
        except (EOFError, OSError):
            return None
        self._words = Authorship.loads(state)
        return Done(Lineage(sizes, self._words), rendered)


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
