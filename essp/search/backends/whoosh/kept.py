"""What every index of a folder has: its store, one kept state of it, and one name for its troubles."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from essp.search.backends import IndexBroken, IndexBusy
from essp.search.backends.whoosh.schema import make_schema
from essp.search.backends.whoosh.snapshot import Leaves, Snapshot
from essp.search.backends.whoosh.store import Store
from essp.search.backends.whoosh.writing import merge

T = TypeVar("T")


class KeptIndex:
    """An index of a folder. May be shared by threads; questions are answered one at a time."""

    def __init__(self, root: Path, schema: Callable[[], Any] = make_schema) -> None:
        self._store = Store(root, schema)
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._mark = (0, 0)
        self._leaves: Leaves = {}

    def tidy(self) -> bool:
        """Merge segments while nothing else is to be done."""
        with broken_when_it_fails(), self._store.writing():
            return merge(self._store.open(self._store.live()))

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        with self._lock:
            snapshot, self._snapshot, self._leaves = self._snapshot, None, {}
            if snapshot is not None:
                snapshot.close()

    def _ask(self, question: Callable[[Snapshot], T]) -> T:
        with self._lock:
            kept = self._snapshot
            try:
                return self._answered(question)
            except IndexBroken:
                if kept is None:
                    raise
            # The files of a kept state may be swapped for others at any moment: once more, afresh.
            return self._answered(question)

    def _answered(self, question: Callable[[Snapshot], T]) -> T:
        try:
            with broken_when_it_fails():
                return question(self._current())
        except IndexBroken:
            self._snapshot, self._leaves = None, {}
            raise

    def _current(self) -> Snapshot:
        mark, kept = self._store.mark(), self._snapshot
        if kept is not None and mark == self._mark and kept.current:
            return kept
        index = self._store.open(self._store.live())
        self._snapshot = Snapshot(index, self._leaves)
        self._mark, self._leaves = mark, self._snapshot.leaves
        if kept is not None:
            kept.close()
        return self._snapshot


@contextmanager
def broken_when_it_fails() -> Iterator[None]:
    """Whatever the engine stumbles over in damaged files has one name for the outside."""
    try:
        yield
    except (IndexBroken, IndexBusy):
        raise
    except Exception as error:
        raise IndexBroken(f"{type(error).__name__}: {error}") from error
