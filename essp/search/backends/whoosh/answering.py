"""Asking the engine and putting its answers in order: exact titles, then all words, then any."""

import heapq
from collections.abc import Iterator
from itertools import islice
from typing import Any

from essp.search.backends import Entry, Hit, Hits
from essp.search.backends.names import Name, Names, Rank
from essp.search.backends.whoosh.asking import Among, among
from essp.search.backends.whoosh.scoring import Scoring
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.documents import Access
from essp.search.query import Query
from essp.search.words import squeezed

DEEPEST = 200  # results that can be paged through; who has not found it by then asks otherwise

Found = dict[int, tuple[float, bool, bool]]  # number -> score, every word, exact title


def answer(snapshot: Snapshot, query: Query, access: Access, limit: int, offset: int) -> Hits:
    """One page of hits for this access."""
    wanted = min(offset + limit, DEEPEST)
    chosen = among(snapshot, query, access)
    found = _exact(snapshot, query, chosen)
    if query.has_words:
        _collect(snapshot, query, chosen, found, wanted + 1)
    elif not query.is_empty:
        _latest(snapshot, chosen, found, wanted + 1)
    ordered = list(found.items())
    page = [_hit(snapshot, number, *told) for number, told in ordered[offset:wanted]]
    return Hits(tuple(page), more=len(ordered) > wanted and wanted < DEEPEST)


def _exact(snapshot: Snapshot, query: Query, chosen: Among) -> Found:
    text = squeezed(query.text.strip(' "'))
    numbers = snapshot.postings("exact", text) if text else []
    fitting = (n for n in numbers if chosen.admits(n))
    return dict.fromkeys(islice(fitting, DEEPEST), (0.0, True, True))


def _collect(snapshot: Snapshot, query: Query, chosen: Among, found: Found, wanted: int) -> None:
    every, some = Scoring(snapshot, chosen.within, chosen.without).of(query)
    for scores, complete in ((every, True), (some, False)):
        if len(found) < wanted:
            best = heapq.nlargest(wanted + len(found), scores.items(), key=_by_score)
            for number, score in best:
                found.setdefault(number, (score, complete, False))


def _by_score(scored: tuple[int, float]) -> tuple[float, int]:
    return (scored[1], -scored[0])


def _latest(snapshot: Snapshot, chosen: Among, found: Found, wanted: int) -> None:
    """Without words nothing is better than another, so the last changed come first."""
    walks = [_numbers(names, offset) for names, offset in snapshot.names()]
    for _, number in heapq.merge(*walks, reverse=True):
        if len(found) >= wanted:
            break
        if chosen.admits(number):
            found.setdefault(number, (0.0, True, False))


def _numbers(names: Names, offset: int) -> Iterator[tuple[int, int]]:
    return ((updated, number + offset) for updated, number in names.latest)


def _hit(snapshot: Snapshot, number: int, score: float, every: bool, exact: bool) -> Hit:
    row: dict[str, Any] = snapshot.searcher.stored_fields(number)
    return Hit(row["key"], row["card"][0], score, every, exact)


def entries(snapshot: Snapshot, typed: str, access: Access, limit: int) -> list[Entry]:
    """The quick switcher's lines as typed; with one slip put right only when there are none."""
    found = _matching(snapshot, typed, access, limit, near=False)
    found = found or _matching(snapshot, typed, access, limit, near=True)
    return [Entry(name.key, name.kind, name.title, slipped) for slipped, name in found]


def _matching(
    snapshot: Snapshot, typed: str, access: Access, limit: int, *, near: bool
) -> list[tuple[bool, Name]]:
    walks = [_walk(names, offset, typed, near) for names, offset in snapshot.names()]
    found: list[tuple[bool, Name]] = []
    for _, number, name in heapq.merge(*walks, key=_by_rank):
        if len(found) >= limit:
            break
        if snapshot.admits(access, name.gate) and number not in snapshot.deleted:
            found.append((near, name))
    return found


def _walk(names: Names, offset: int, typed: str, near: bool) -> Iterator[tuple[Rank, int, Name]]:
    return ((rank, name.number + offset, name) for rank, name in names.find(typed, near))


def _by_rank(found: tuple[Rank, int, Name]) -> Rank:
    return found[0]
