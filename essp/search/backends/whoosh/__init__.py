"""Search with Whoosh: one folder, one writer, one kept searcher."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from essp.search.backends import Entry, Hit, Hits, IndexBroken, IndexBusy
from essp.search.backends.whoosh.answering import answer, entries, nearly_named
from essp.search.backends.whoosh.snapshot import Leaves, Snapshot
from essp.search.backends.whoosh.store import Store
from essp.search.backends.whoosh.suggesting import suggestion
from essp.search.backends.whoosh.worth import Reads
from essp.search.backends.whoosh.writing import fill, merge, write_batch
from essp.search.documents import Access, Document
from essp.search.query import Query

T = TypeVar("T")


class WhooshIndex:
    """The `Index` of a folder. May be shared by threads; questions are answered one at a time."""

    def __init__(self, root: Path) -> None:
        self._store = Store(root)
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._mark = (0, 0)
        self._leaves: Leaves = {}
        self._reads = Reads()

    def write(self, documents: Iterable[Document], deletions: Iterable[str] = ()) -> None:
        """Put documents in and take keys out in one commit."""
        batch, gone = list(documents), list(deletions)
        with _broken_when_it_fails(), self._store.writing():
            write_batch(self._store.open(self._store.live()), batch, gone)
            self._store.remember([*(document.key for document in batch), *gone])

    def search(
        self, query: Query, access: Access, limit: int = 10, offset: int = 0, sample: int = 0
    ) -> Hits:
        """The best matches: exact titles, then all words, then any."""
        return self._ask(lambda snapshot: answer(snapshot, query, access, limit, offset, sample))

    def alike(self, query: Query, access: Access, limit: int = 3) -> tuple[Hit, ...]:
        """What has nearly the words of the query for its name or title."""
        return self._ask(lambda snapshot: nearly_named(snapshot, query, access, limit))

    def suggest(self, query: Query, access: Access) -> Query | None:
        """The query with unknown words put right, if that finds something for this access."""
        return self._ask(lambda snapshot: suggestion(snapshot, query, access))

    def switch(self, typed: str, access: Access, limit: int = 8) -> list[Entry]:
        """Titles and names by what has been typed so far."""
        return self._ask(lambda snapshot: entries(snapshot, typed, access, limit))

    def weigh(self, reads: Mapping[str, float]) -> None:
        """Keep how much each document is read: beside the generations, so that it outlives them."""
        with _broken_when_it_fails(), self._store.writing():
            self._store.keep_reads(reads)

    def count(self) -> int:
        """How many documents the index holds."""
        return self._ask(lambda snapshot: int(snapshot.reader.doc_count()))

    def stamps(self) -> Iterator[tuple[str, str]]:
        """The key and stamp of every document held."""
        return iter(self._ask(lambda snapshot: list(_stamps(snapshot))))

    def rebuild(
        self, documents: Iterable[Document], again: Callable[[set[str]], Iterable[Document]]
    ) -> int:
        """Build a new generation beside the live one, catch up with it, and swap."""
        with self._store.rebuilding():
            with _broken_when_it_fails():
                folder = self._store.create()
            fill(self._store.open(folder), documents)
            with self._store.writing():
                keys = self._store.remembered()
                if keys:
                    write_batch(self._store.open(folder), again(keys), keys)
                self._store.make_live(folder)
        return self.count()

    def tidy(self) -> bool:
        """Merge segments while nothing else is to be done."""
        with _broken_when_it_fails(), self._store.writing():
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
            with _broken_when_it_fails():
                return question(self._current())
        except IndexBroken:
            self._snapshot, self._leaves = None, {}
            raise

    def _current(self) -> Snapshot:
        mark = self._store.mark()
        kept, reads = self._snapshot, self._known_reads()
        if kept is not None and mark == self._mark and kept.current:
            kept.reads = reads
            return kept
        index = self._store.open(self._store.live())
        self._snapshot = Snapshot(index, self._leaves)
        self._snapshot.reads = reads
        self._mark, self._leaves = mark, self._snapshot.leaves
        if kept is not None:
            kept.close()
        return self._snapshot

    def _known_reads(self) -> Reads:
        """How much documents are read, from disk when that is newer than what is known."""
        if (mark := self._store.reads_mark()) != self._reads.mark:
            self._reads = Reads(self._store.reads(), mark)
        return self._reads


def _stamps(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    for _, row in snapshot.reader.iter_docs():
        yield row["key"], row["card"][3]


@contextmanager
def _broken_when_it_fails() -> Iterator[None]:
    """Whatever the engine stumbles over in damaged files has one name for the outside."""
    try:
        yield
    except (IndexBroken, IndexBusy):
        raise
    except Exception as error:
        raise IndexBroken(f"{type(error).__name__}: {error}") from error
