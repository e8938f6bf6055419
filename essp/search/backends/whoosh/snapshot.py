"""One state of the index, open for reading, with everything worked out from it that is asked twice.

What belongs to a segment (which documents stand behind which gate, the titles, the words by first
letter) never changes while the segment exists, so it outlives the snapshot. What a person may find
is a set of document numbers, made once for each combination of spaces.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from essp.core import clock
from essp.search.backends.names import Name, Names
from essp.search.backends.whoosh.engine import TermNotFound
from essp.search.backends.whoosh.worth import Reads, worths
from essp.search.documents import OPEN_GATE, Access, space_gate

MOST_SETS = 64  # combinations of spaces kept for one state of the index
MOST_KEPT = 2_000_000  # postings of one segment kept in memory, eight bytes each

Weighed = tuple[Sequence[int], Sequence[float]]  # numbers, and how often the term occurs


class Leaf:
    """What is known of one segment."""

    def __init__(self) -> None:
        self.postings: dict[tuple[str, str], list[int]] = {}
        self.gates: list[str] | None = None
        self.names: Names | None = None
        self.lengths: dict[str, list[int]] = {}
        self.weighed: dict[tuple[str, str], Weighed] = {}
        self.kept = 0
        self.worth: Sequence[float] = ()
        self.worth_of: tuple[object, ...] = ()
        self.vocabulary: dict[tuple[str, str], list[str]] = {}


Leaves = dict[str, Leaf]


class Snapshot:
    """A searcher over one state of the index. Not safe for two threads at once."""

    def __init__(self, index: Any, known: Leaves) -> None:
        self.searcher = index.searcher()
        self.reader = self.searcher.reader()
        self._readers: list[tuple[Any, int, Leaf]] = []
        self.leaves: Leaves = {}
        for reader, offset in self.reader.leaf_readers():
            segment = reader.segment()
            if segment is not None:
                leaf = known.get(segment.segment_id()) or Leaf()
                self.leaves[segment.segment_id()] = leaf
                self._readers.append((reader, offset, leaf))
        self._columns: dict[tuple[int, str], Any] = {}
        self.reads = Reads()
        self._worth: tuple[tuple[object, ...], Sequence[float]] = ((), ())
        self._allowed: dict[frozenset[str], set[int] | None] = {}
        self.count = max(int(self.reader.doc_count_all()), 1)
        self.deleted = {
            number + offset
            for reader, offset, _ in self._readers
            for number in reader.segment().deleted_docs()
        }

    @property
    def current(self) -> bool:
        """Whether the index has not been written to since."""
        return bool(self.searcher.up_to_date())

    def close(self) -> None:
        """Close the files of this state."""
        self.searcher.close()

    def allowed(self, access: Access) -> set[int] | None:
        """The numbers of the documents a person may find; None when those are all there are."""
        present = self._gates()
        gates = frozenset({OPEN_GATE, *map(space_gate, access.spaces)}) & present
        if access.everything or gates == present:
            return None
        if gates not in self._allowed:
            if len(self._allowed) >= MOST_SETS:
                self._allowed.pop(next(iter(self._allowed)))
            self._allowed[gates] = self.having("gate", gates)
        return self._allowed[gates]

    def admits(self, access: Access, gate: str) -> bool:
        """The same rule for one document's gate."""
        return access.everything or gate in {OPEN_GATE, *map(space_gate, access.spaces)}

    def having(self, field: str, terms: Iterable[str]) -> set[int]:
        """The numbers of all documents with one of these terms in a field of few terms."""
        found: set[int] = set()
        for reader, offset, leaf in self._readers:
            for term in terms:
                numbers = _numbers(reader, leaf, field, term)
                found.update(numbers if not offset else [n + offset for n in numbers])
        return found

    def names(self) -> list[tuple[Names, int]]:
        """The titles of each segment, with what to add to their numbers."""
        return [(_names(reader, leaf), offset) for reader, offset, leaf in self._readers]

    def keys(self, numbers: Iterable[int]) -> list[str]:
        """The keys of documents."""
        parts = self.names()
        begins = [offset for _, offset in parts]
        found: list[str] = []
        for number in numbers:
            names, offset = parts[bisect_right(begins, number) - 1]
            found.append(names.keys[number - offset])
        return found

    def worth(self) -> Sequence[float]:
        """By what the score of each document is multiplied, by number; worked out once a day, and
        when it is known anew how much documents are read."""
        made_of = (clock.now().date(), self.reads.mark)
        if self._worth[0] != made_of:
            every = array("f")
            for reader, _, leaf in self._readers:
                every.extend(_worth(reader, leaf, made_of, self.reads))
            self._worth = made_of, every
        return self._worth[1]

    def changed(self, low: int, high: int) -> set[int]:
        """The numbers of the documents changed in these minutes since 1970, both included."""
        return {n + offset for names, offset in self.names() for n in names.changed(low, high)}

    def beginning_with(self, field: str, letter: str) -> set[str]:
        """All words of a field with this first letter."""
        known: set[str] = set()
        for reader, _, leaf in self._readers:
            known.update(_vocabulary(reader, leaf, field, letter))
        return known

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term occurs in a field."""
        return int(self.reader.doc_frequency(field, term))

    def mean_length(self, field: str) -> float:
        """How many words a document has in this field."""
        return max(float(self.reader.field_length(field)) / self.count, 1.0)

    def weighed(
        self, field: str, term: str
    ) -> Iterator[tuple[int, Sequence[int], Sequence[int], Sequence[float]]]:
        """For each segment: its offset, the lengths of its documents by number in the segment, the
        numbers of those with the term, and how often it occurs in each."""
        for reader, offset, leaf in self._readers:
            numbers, weights = _weighed(reader, leaf, field, term)
            if numbers:
                yield offset, _lengths(reader, leaf, field), numbers, weights

    def weighed_alone(
        self, field: str, term: str
    ) -> Iterator[tuple[int, Sequence[int], Sequence[float]]]:
        """The same without lengths, of a field that has none."""
        for reader, offset, leaf in self._readers:
            numbers, weights = _weighed(reader, leaf, field, term)
            if numbers:
                yield offset, numbers, weights

    def postings(self, field: str, term: str) -> Iterable[int]:
        """The numbers of the documents with a term, without keeping them."""
        for reader, offset, _ in self._readers:
            try:
                matcher = reader.postings(field, term)
            except TermNotFound:
                continue
            yield from (n + offset for n in matcher.all_ids())

    def column(self, field: str, numbers: Iterable[int]) -> list[int | None]:
        """What each of these documents has in a column of numbers; None where it was written without."""
        begins = [offset for _, offset, _ in self._readers]
        found: list[int | None] = []
        for number in numbers:
            reader, offset, _leaf = self._readers[bisect_right(begins, number) - 1]
            if (offset, field) not in self._columns:
                there = field in reader.schema and reader.has_column(field)
                column = reader.column_reader(field, translate=False) if there else None
                self._columns[offset, field] = column
            column = self._columns[offset, field]
            found.append(None if column is None else column[number - offset])
        return found

    def _gates(self) -> frozenset[str]:
        present: set[str] = set()
        for reader, _, leaf in self._readers:
            if leaf.gates is None:
                leaf.gates = [term.decode() for term in reader.lexicon("gate")]
            present.update(leaf.gates)
        return frozenset(present)


def _numbers(reader: Any, leaf: Leaf, field: str, term: str) -> list[int]:
    known = leaf.postings.get((field, term))
    if known is None:
        try:
            known = list(reader.postings(field, term).all_ids())
        except TermNotFound:
            known = []
        leaf.postings[field, term] = known
    return known


def _weighed(reader: Any, leaf: Leaf, field: str, term: str) -> Weighed:
    known = leaf.weighed.get((field, term))
    if known is None:
        known = _read(reader, field, term)
        leaf.kept += len(known[0])
        while leaf.kept > MOST_KEPT and leaf.weighed:
            leaf.kept -= len(leaf.weighed.pop(next(iter(leaf.weighed)))[0])
        leaf.weighed[field, term] = known
    return known


def _read(reader: Any, field: str, term: str) -> Weighed:
    numbers, weights = array("I"), array("f")
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return numbers, weights
    # By blocks, not one by one. What is deleted is among them: `deleted` tells.
    matcher = getattr(matcher, "child", matcher)
    while matcher.is_active():
        matcher._read_data()
        steps, strengths, _values = matcher._data
        numbers.extend(accumulate(steps))
        if isinstance(strengths, tuple):
            weights.extend(strengths)
        else:
            weights.extend([1.0 if strengths is None else strengths] * len(steps))
        matcher._next_block()
    return numbers, weights


def _lengths(reader: Any, leaf: Leaf, field: str) -> list[int]:
    if field not in leaf.lengths:
        whole = range(reader.doc_count_all())
        leaf.lengths[field] = [reader.doc_field_length(n, field) or 0 for n in whole]
    return leaf.lengths[field]


def _names(reader: Any, leaf: Leaf) -> Names:
    if leaf.names is None:
        leaf.names = Names(_name(n, row) for n, row in reader.iter_docs())
    return leaf.names


def _worth(reader: Any, leaf: Leaf, made_of: tuple[object, ...], reads: Reads) -> Sequence[float]:
    if leaf.worth_of != made_of:
        leaf.worth = worths(_names(reader, leaf).all, reader.doc_count_all(), reads)
        leaf.worth_of = made_of
    return leaf.worth


def _name(number: int, row: dict[str, Any]) -> Name:
    kind, gate, title, _, updated = row["card"]
    return Name(number, row["key"], kind, gate, title, updated)


def _vocabulary(reader: Any, leaf: Leaf, field: str, letter: str) -> list[str]:
    known = leaf.vocabulary.get((field, letter))
    if known is None:
        known = [term.decode() for term in reader.expand_prefix(field, letter)]
        leaf.vocabulary[field, letter] = known
    return known
