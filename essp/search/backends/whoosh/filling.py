"""Writing very many texts into an empty index at once, several times as quick as one after the other.

The engine keeps each posting as a row of its own, sorts those rows on disk and puts them into blocks one
by one. Here the postings of a word are two arrays from the start, of numbers and of weights, and become
blocks as they are. What does not fit into memory is put on disk in sorted runs, merged at the end.
"""

from __future__ import annotations

import heapq
import marshal
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, Any

from essp.search.backends.whoosh.writing import MEMORY, abandon

MOST_IN_MEMORY = 10_000_000  # postings, of eight bytes each
WORTH_OF_A_WORD = 50  # postings, which is what a word takes beside them
BLOCK = 1024  # postings that are read at once
# How often a word occurs, which the engine keeps beside its weight and nobody reads.
ONCE = b"\0\0\0\1"

Run = tuple[str, bytes, bytes, bytes]  # field, word, numbers, weights


class Filling:
    """Fills an empty index; `write` or `abandon` ends it."""

    def __init__(self, index: Any) -> None:
        self._writer = index.writer(limitmb=MEMORY, compound=False)
        self._folder = index.storage.folder
        self._terms: dict[str, dict[str, tuple[array[int], array[float]]]] = defaultdict(dict)
        self._held = 0
        self._runs: list[IO[bytes]] = []

    def add(
        self, kept: Mapping[str, str | int], weights: Mapping[str, Mapping[str, float]]
    ) -> None:
        """A document: what is stored of it or stands in a column, and the weight of each word, by field."""
        writer = self._writer
        number = writer.docnum
        writer.perdocwriter.start_doc(number)
        for field, value in kept.items():
            shape = writer.schema[field]
            if shape.column_type:
                writer.perdocwriter.add_column_value(field, shape.column_type, value)
            else:
                writer.perdocwriter.add_field(field, shape, value, 0)
        writer.perdocwriter.finish_doc()
        writer.docnum, writer._added = number + 1, True
        for field, words in weights.items():
            self._take(number, self._terms[field], words)
        if self._held > MOST_IN_MEMORY:
            self._spill()

    def _take(
        self,
        number: int,
        known: dict[str, tuple[array[int], array[float]]],
        words: Mapping[str, float],
    ) -> None:
        for word, weight in words.items():
            held = known.get(word)
            if held is None:
                held = known[word] = array("I"), array("f")
                self._held += WORTH_OF_A_WORD
            held[0].append(number)
            held[1].append(weight)
        self._held += len(words)

    def write(self) -> None:
        """Write the index."""
        fields = self._writer.fieldwriter
        fields.add_postings = lambda schema, _lengths, _none: _written(fields, schema, self._all())
        self._writer.commit(merge=False)
        self._forget()

    def abandon(self) -> None:
        """Leave the index as empty as it was."""
        self._forget()
        abandon(self._writer)

    def _forget(self) -> None:
        self._terms.clear()
        for run in self._runs:
            run.close()

    def _spill(self) -> None:
        # It has no name, so nothing is left of it however this ends.
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115
        self._runs.append(run)
        for each in self._in_memory():
            marshal.dump(each, run)
        self._terms.clear()
        self._held = 0

    def _in_memory(self) -> Iterator[Run]:
        for field in sorted(self._terms):
            words = {word.encode(): held for word, held in self._terms[field].items()}
            for word in sorted(words):
                numbers, weights = words[word]
                yield field, word, numbers.tobytes(), weights.tobytes()

    def _all(self) -> Iterator[Run]:
        """All postings by field and word; those of earlier documents stand first."""
        if not self._runs:
            yield from self._in_memory()
            return
        runs = [*map(_read, self._runs), self._in_memory()]
        both = itemgetter(0, 1)
        for (field, word), parts in groupby(heapq.merge(*runs, key=both), key=both):
            numbers, weights = zip(*(part[2:] for part in parts), strict=True)
            yield field, word, b"".join(numbers), b"".join(weights)


def _read(run: IO[bytes]) -> Iterator[Run]:
    run.seek(0)
    while True:
        try:
            yield marshal.load(run)  # noqa: S302
        except EOFError:
            return


def _written(writer: Any, schema: Any, runs: Iterator[Run]) -> None:
    for field, of_field in groupby(runs, key=itemgetter(0)):
        writer.start_field(field, schema[field])
        value = [ONCE] if schema[field].format.fixed_value_size() else []
        for _field, word, numbers, weights in of_field:
            writer.start_term(word)
            _blocks(writer._postwriter, array("I", numbers), array("f", weights), value)
            writer.finish_term()
        writer.finish_field()


def _blocks(writer: Any, numbers: array[int], weights: array[float], value: list[bytes]) -> None:
    """The postings of a word in blocks; the engine closes the last one."""
    for start in range(0, len(numbers), BLOCK):
        if start:
            writer._write_block()
        writer._ids = numbers[start : start + BLOCK]
        writer._weights = weights[start : start + BLOCK]
        writer._values = value * len(writer._ids)
        writer._maxweight = max(writer._weights)
