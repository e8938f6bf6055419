"""Search with Whoosh: one folder, one writer, one kept searcher."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from essp.search.backends import Entry, Hit, Hits
from essp.search.backends.whoosh.answering import answer, entries, nearly_named
from essp.search.backends.whoosh.kept import KeptIndex, broken_when_it_fails
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.backends.whoosh.suggesting import suggestion
from essp.search.backends.whoosh.worth import Reads
from essp.search.backends.whoosh.writing import fill, write_batch
from essp.search.documents import Access, Document
from essp.search.query import Query


class WhooshIndex(KeptIndex):
    """The `Index` of a folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._reads = Reads()

    def write(self, documents: Iterable[Document], deletions: Iterable[str] = ()) -> None:
        """Put documents in and take keys out in one commit."""
        batch, gone = list(documents), list(deletions)
        with broken_when_it_fails(), self._store.writing():
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
        with broken_when_it_fails(), self._store.writing():
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
            with broken_when_it_fails():
                folder = self._store.create()
            fill(self._store.open(folder), documents)
            with self._store.writing():
                keys = self._store.remembered()
                if keys:
                    write_batch(self._store.open(folder), again(keys), keys)
                self._store.make_live(folder)
        return self.count()

    def _current(self) -> Snapshot:
        snapshot = super()._current()
        snapshot.reads = self._known_reads()
        return snapshot

    def _known_reads(self) -> Reads:
        """How much documents are read, from disk when that is newer than what is known."""
        if (mark := self._store.reads_mark()) != self._reads.mark:
            self._reads = Reads(self._store.reads(), mark)
        return self._reads


def _stamps(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    for _, row in snapshot.reader.iter_docs():
        yield row["key"], row["card"][3]
