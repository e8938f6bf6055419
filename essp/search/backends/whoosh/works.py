"""The words of pieces of work in Whoosh: a field for each kind, so that each is weighed among its own.

A question is any of its words, scored by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond", 2009), added up posting by posting. How much the length of a text weakens
its words is known when it is written, as lengths are compared with what is usual and not with what is
here; so each posting holds how often the word occurs divided by that, and nothing else is read.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from operator import neg
from pathlib import Path
from typing import Any

from essp.search.backends.stemming import stems
from essp.search.backends.whoosh.engine import columns, fields
from essp.search.backends.whoosh.filling import Filling
from essp.search.backends.whoosh.kept import KeptIndex, broken_when_it_fails
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.backends.whoosh.writing import MEMORY, abandon, merging_with_a_save
from essp.search.documents import Access
from essp.search.words import FUNCTION_WORDS, words
from essp.search.work_texts import WORK_KINDS, Fitting, WorkKind, WorkText

K1, B = 1.2, 0.6
TITLE_WEIGHT = 2
LONGEST_TEXT = 20_000  # words
# What is usual here would tell a reader of texts that they may not open; so would their number.
USUAL_LENGTH: Mapping[WorkKind, int] = {
    "edit": 40, "section": 120, "post": 60, "named": 60, "thanked": 15
}  # fmt: skip
PERSON = 1 << 32  # by which the column `whose` counts works, so that there is room for the person
MOST_POSTINGS = 30_000  # read for the words of one question and kind, the rarest words first

Again = Callable[[set[int]], Iterable[WorkText]]


def make_schema() -> Any:
    """A new schema; the engine keeps a copy of it in its table of contents."""
    texts = {kind: fields.KEYWORD() for kind in WORK_KINDS}
    whose = fields.COLUMN(columns.NumericColumn("Q"))
    return fields.Schema(
        # The key is only told; works are found by their number.
        key=fields.STORED,
        whose=whose,
        work=fields.ID,
        gate=fields.ID,
        **texts,
    )


class WhooshWorks(KeptIndex):
    """The `Works` of a folder."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, make_schema)

    def write(self, texts: Iterable[WorkText], gone: Iterable[int] = ()) -> None:
        """Put the texts of works in, in place of all those works had, and take works out."""
        batch = list(texts)
        numbers = sorted({text.work_id for text in batch} | set(gone))
        with broken_when_it_fails(), self._store.writing():
            _replace(self._store.open(self._store.live()), batch, numbers)
            self._store.remember(map(str, numbers))

    def find(
        self, kind: WorkKind, asked: Sequence[str], access: Access, most: int
    ) -> list[Fitting]:
        """The texts of a kind that have any of these words, the best first."""
        return self._ask(lambda snapshot: _found(snapshot, kind, asked, access, most))

    def held(self) -> set[str]:
        """The keys of all texts."""
        return self._ask(lambda snapshot: {row["key"] for _, row in snapshot.reader.iter_docs()})

    def rebuild(self, texts: Iterable[WorkText], again: Again) -> int:
        """Build anew beside the live index, catch up with it, and swap; the number of texts."""
        with self._store.rebuilding():
            with broken_when_it_fails():
                folder = self._store.create()
            _fill(self._store.open(folder), texts)
            with self._store.writing():
                if numbers := {int(key) for key in self._store.remembered()}:
                    _replace(self._store.open(folder), list(again(numbers)), sorted(numbers))
                self._store.make_live(folder)
        return self._ask(lambda snapshot: int(snapshot.reader.doc_count()))


def _row(text: WorkText) -> dict[str, Any]:
    stems, weaker = _told(text)
    return {
        "key": text.key,
        "whose": _whose(text),
        "work": str(text.work_id),
        "gate": text.gate,
        text.kind: stems or None,
        f"_{text.kind}_boost": 1 / weaker,
    }


def _told(text: WorkText) -> tuple[list[str], float]:
    """The stems of a text, and by how much its length weakens them."""
    told = words(text.text)[:LONGEST_TEXT] + TITLE_WEIGHT * words(text.title)
    found = [stem for w in told if w not in FUNCTION_WORDS for stem in stems(w, text.language)]
    return found, K1 * (1 - B + B * len(found) / USUAL_LENGTH[text.kind])


def _whose(text: WorkText) -> int:
    return text.work_id * PERSON + text.person_id


def _writer(index: Any) -> Any:
    """A writer that is not asked for the length of a text at each of its words, for there is none."""
    writer = index.writer(limitmb=MEMORY, compound=False)
    add_postings = writer.fieldwriter.add_postings
    writer.fieldwriter.add_postings = lambda schema, _lengths, items: add_postings(
        schema, None, items
    )
    return writer


def _fill(index: Any, texts: Iterable[WorkText]) -> None:
    filling = Filling(index)
    try:
        for text in texts:
            found, weaker = _told(text)
            filling.add(
                {"key": text.key, "whose": _whose(text)},
                {
                    "work": {str(text.work_id): 1.0},
                    "gate": {text.gate: 1.0},
                    text.kind: {stem: count / weaker for stem, count in Counter(found).items()},
                },
            )
        filling.write()
    except BaseException:
        filling.abandon()
        raise


def _replace(index: Any, texts: Sequence[WorkText], numbers: Iterable[int]) -> None:
    writer = _writer(index)
    try:
        with closing(index.searcher()) as searcher:
            for number in numbers:
                for document in searcher.document_numbers(work=str(number)):
                    writer.delete_document(document)
        for text in {text.key: text for text in texts}.values():
            row = _row(text)
            if "whose" not in index.schema:
                row.pop("whose")  # an index that was built before there was such a column
            writer.add_document(**row)
        writer.commit(mergetype=merging_with_a_save())
    except BaseException:
        abandon(writer)
        raise


def _found(
    snapshot: Snapshot, kind: WorkKind, asked: Sequence[str], access: Access, most: int
) -> list[Fitting]:
    within = snapshot.allowed(access)
    there = snapshot.count if within is None else len(within)
    fits: dict[int, float] = {}
    asked_for: list[tuple[float, Mapping[int, float]]] = []
    for forms in _affordable(snapshot, kind, asked):
        strengths = _strengths(snapshot, kind, forms, within)
        worth = math.log(1 + (there + 0.5) / (len(strengths) + 0.5))
        asked_for.append((worth, strengths))
        if not fits:
            fits = {number: worth * strength for number, strength in strengths.items()}
            continue
        for number, strength in strengths.items():
            fits[number] = fits.get(number, 0.0) + worth * strength
    best = heapq.nlargest(most, zip(fits.values(), map(neg, fits), strict=True))
    return _fittings(snapshot, [(-number, fit) for fit, number in best], asked_for)


def _fittings(
    snapshot: Snapshot,
    best: Sequence[tuple[int, float]],
    asked_for: Sequence[tuple[float, Mapping[int, float]]],
) -> list[Fitting]:
    all_worth = sum(worth for worth, _there in asked_for)
    found = []
    whose = snapshot.column("whose", (number for number, _fit in best))
    for (number, fit), known in zip(best, whose, strict=True):
        spoken = sum(worth for worth, there in asked_for if number in there)
        work, person = _parts(snapshot, number) if known is None else divmod(known, PERSON)
        found.append(Fitting(work, person, fit, spoken / all_worth))
    return found


def _parts(snapshot: Snapshot, number: int) -> tuple[int, int]:
    _kind, work, person = snapshot.searcher.stored_fields(number)["key"].split(":")
    return int(work), int(person)


def _affordable(
    snapshot: Snapshot, kind: WorkKind, asked: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """The stems of each word that is telling, the rarest first, as far as can be read."""
    forms = {stems(word) for word in asked if word not in FUNCTION_WORDS}
    costs = sorted((sum(snapshot.frequency(kind, form) for form in each), each) for each in forms)
    left = MOST_POSTINGS
    for cost, each in costs:
        if cost <= left or left == MOST_POSTINGS:
            left -= cost
            yield each


def _strengths(
    snapshot: Snapshot, kind: WorkKind, forms: Sequence[str], within: set[int] | None
) -> dict[int, float]:
    """How strongly a word, in any of its forms, is in each of the texts that come into question."""
    found: dict[int, float] = {}
    for form in forms:
        for offset, numbers, weights in snapshot.weighed_alone(kind, form):
            strong = [(K1 + 1) * weight / (weight + 1) for weight in weights]
            at = numbers if not offset else [number + offset for number in numbers]
            if within is None and not snapshot.deleted:
                pairs: Iterable[tuple[int, float]] = zip(at, strong, strict=True)
            else:
                pairs = _admitted(zip(at, strong, strict=True), within, snapshot.deleted)
            if found:
                for number, strength in pairs:
                    found[number] = found.get(number, 0.0) + strength
            else:
                found = dict(pairs)
    return found


def _admitted(
    pairs: Iterable[tuple[int, float]], within: set[int] | None, deleted: set[int]
) -> Iterator[tuple[int, float]]:
    if within is None:
        return (pair for pair in pairs if pair[0] not in deleted)
    return (pair for pair in pairs if pair[0] in within and pair[0] not in deleted)
