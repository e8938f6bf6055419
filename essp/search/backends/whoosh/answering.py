"""Asking the engine and putting its answers in order: exact titles, then all words, then any."""

import heapq
from itertools import islice
from typing import Any

from essp.search.backends import Entry, Hit, Hits
from essp.search.backends.names import Name, Rank
from essp.search.backends.whoosh.asking import Question, question_of
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.documents import Access
from essp.search.query import Query
from essp.search.words import squeezed

DEEPEST = 200  # results that can be paged through; who has not found it by then asks otherwise

Found = dict[int, tuple[float, bool, bool]]  # number -> score, every word, exact title


def answer(snapshot: Snapshot, query: Query, access: Access, limit: int, offset: int) -> Hits:
    """One page of hits for this access."""
    wanted = min(offset + limit, DEEPEST)
    question = question_of(snapshot, query, access)
    if question.within is not None and not question.within:
        return Hits()
    found = _exact(snapshot, query, question)
    if query.has_words:
        _collect(snapshot, question, found, wanted + 1)
    elif not query.is_empty:
        _latest(snapshot, question, found, wanted + 1)
    ordered = list(found.items())
    page = [_hit(snapshot, number, *told) for number, told in ordered[offset:wanted]]
    return Hits(tuple(page), more=len(ordered) > wanted and wanted < DEEPEST)


def _exact(snapshot: Snapshot, query: Query, question: Question) -> Found:
    text = squeezed(query.text.strip(' "'))
    numbers = snapshot.postings("exact", text) if text else []
    within = question.within
    fitting = (n for n in numbers if within is None or n in within)
    return dict.fromkeys(islice(fitting, DEEPEST), (0.0, True, True))


def _collect(snapshot: Snapshot, question: Question, found: Found, wanted: int) -> None:
    for asked, every in ((question.every, True), (question.any, False)):
        if asked is None or len(found) >= wanted:
            continue
        results = snapshot.searcher.search(asked, limit=wanted + len(found), filter=question.within)
        for number, score in results.items():
            found.setdefault(number, (score, every, False))


def _latest(snapshot: Snapshot, question: Question, found: Found, wanted: int) -> None:
    """Without words nothing is better than another, so the last changed come first."""
    within = question.within
    numbers = snapshot.reader.all_doc_ids() if within is None else within
    column = snapshot.reader.column_reader("updated")
    living = (n for n in numbers if not snapshot.reader.is_deleted(n))
    for _, number in heapq.nlargest(wanted, ((column[n], n) for n in living)):
        found.setdefault(number, (0.0, True, False))


def _hit(snapshot: Snapshot, number: int, score: float, every: bool, exact: bool) -> Hit:
    row: dict[str, Any] = snapshot.searcher.stored_fields(number)
    return Hit(row["key"], row["card"][0], score, every, exact)


def entries(snapshot: Snapshot, typed: str, access: Access, limit: int) -> list[Entry]:
    """The quick switcher's lines: as typed first, misspelled only to fill up."""
    found = _matching(snapshot, typed, access, limit, near=False)
    if len(found) < limit:
        found += _matching(snapshot, typed, access, limit, near=True)
    first: dict[str, Entry] = {}
    for rank, name in found:
        first.setdefault(name.key, Entry(name.key, name.kind, name.title, near=bool(rank[0])))
    return list(first.values())[:limit]


def _matching(
    snapshot: Snapshot, typed: str, access: Access, limit: int, *, near: bool
) -> list[tuple[Rank, Name]]:
    found: list[tuple[Rank, Name]] = []
    for names, offset in snapshot.names():

        def admits(name: Name, offset: int = offset) -> bool:
            gone = snapshot.reader.is_deleted(name.number + offset)
            return not gone and snapshot.admits(access, name.gate)

        best = heapq.nsmallest(limit, names.find(typed, admits, near), key=_order)
        found += best
    return sorted(found, key=_order)[:limit]


def _order(found: tuple[Rank, Name]) -> tuple[Rank, str]:
    return (found[0], found[1].key)
