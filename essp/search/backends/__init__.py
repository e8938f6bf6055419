"""The interface behind which a search engine lives.

Nothing outside this package knows which engine it is. An engine is asked with a parsed `Query` and
an `Access`, and answers with keys: rows, texts and marked passages come from the database, where
rights are asked once more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from essp.search.documents import Access, Document, Kind
from essp.search.query import Query
from essp.search.work_texts import Fitting, WorkKind, WorkText


class IndexBroken(Exception):
    """The index cannot be read or written as it stands; rebuilding it heals it."""


class IndexMissing(IndexBroken):
    """There is no index yet, or it was taken away."""


class IndexBusy(Exception):
    """Another process is writing; trying again later will do."""


@dataclass(frozen=True)
class Hit:
    """One thing found. `exact`: its title is the query; `every_word`: it holds all that was asked."""

    key: str
    kind: Kind
    score: float
    every_word: bool
    exact: bool


@dataclass(frozen=True)
class Hits:
    """One page of what was found, best first; `more` when a further page would hold something.

    `sample` holds the keys of the best, as many as were asked for, of those with every word where
    there are any; `beyond` says that there are more of them.
    """

    items: tuple[Hit, ...] = ()
    more: bool = False
    sample: tuple[str, ...] = ()
    beyond: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the quick switcher; `near` when it only matches with a letter put right."""

    key: str
    kind: Kind
    title: str
    near: bool = False


class Index(Protocol):
    """What a search engine does for us. Every method may raise `IndexBroken`."""

    def write(self, documents: Iterable[Document], deletions: Iterable[str] = ()) -> None:
        """Put documents in, replacing those of the same key, and take keys out: findable on return."""

    def search(
        self, query: Query, access: Access, limit: int = 10, offset: int = 0, sample: int = 0
    ) -> Hits:
        """The best matches this access admits: exact titles, then all words, then any."""

    def alike(self, query: Query, access: Access, limit: int = 3) -> tuple[Hit, ...]:
        """What has nearly the words of the query for its name or title, the nearest first."""

    def suggest(self, query: Query, access: Access) -> Query | None:
        """The query with its unknown words put right, if that finds something for this access."""

    def switch(self, typed: str, access: Access, limit: int = 8) -> list[Entry]:
        """Titles and names by what has been typed so far, while one types."""

    def weigh(self, reads: Mapping[str, float]) -> None:
        """Keep how much each document is read, 0 to 1 by key: what is missing is not read."""

    def count(self) -> int:
        """How many documents the index holds."""

    def stamps(self) -> Iterator[tuple[str, str]]:
        """The key and stamp of every document held, to be compared with the tables."""

    def rebuild(
        self, documents: Iterable[Document], again: Callable[[set[str]], Iterable[Document]]
    ) -> int:
        """Build anew beside the live index and swap; the number of documents.

        `again` is asked for the documents of the keys written meanwhile; those it does not return
        are taken out.
        """

    def tidy(self) -> bool:
        """Put the index in good order while nothing else is to be done; True when it did work."""

    def close(self) -> None:
        """Let go of files and memory; the next question opens them again."""


class Works(Protocol):
    """The words of pieces of work, beside the `Index`. Every method may raise `IndexBroken`."""

    def write(self, texts: Iterable[WorkText], gone: Iterable[int] = ()) -> None:
        """Put the texts of works in, in place of all those works had, and take works out."""

    def find(
        self, kind: WorkKind, asked: Sequence[str], access: Access, most: int
    ) -> list[Fitting]:
        """The texts of a kind with any of these folded words that this access admits, best first."""

    def held(self) -> set[str]:
        """The keys of all texts, to be compared with the tables."""

    def rebuild(
        self, texts: Iterable[WorkText], again: Callable[[set[int]], Iterable[WorkText]]
    ) -> int:
        """Build anew beside the live index and swap; the number of texts.

        `again` is asked for the texts of the works written meanwhile.
        """

    def tidy(self) -> bool:
        """Put the index in good order while nothing else is to be done; True when it did work."""

    def close(self) -> None:
        """Let go of files and memory; the next question opens them again."""
