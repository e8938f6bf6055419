"""Asking the engine and putting its answers in order: exact titles, then all words, then any."""

import heapq
from collections.abc import Iterator
from itertools import islice
from typing import Any

from essp.search.backends import Entry, Hit, Hits
from essp.search.backends.names import Name, Names, Rank
from essp.search.backends.whoosh.asking import Among, among
from essp.search.backends.whoosh.scoring import Scores, Scoring
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.documents import Access
from essp.search.query import Query
from essp.search.words import squeezed

DEEPEST = 200  # results that can be paged through; who has not found it by then asks otherwise

Found = dict[int, tuple[float, bool, bool]]  # number -> score, every word, exact title


def answer(
    snapshot: Snapshot, query: Query, access: Access, limit: int, offset: int, sample: int = 0
) -> Hits:
    """One page of hits for this access, and the keys of the best `sample`."""
    wanted = min(offset + limit, DEEPEST)
    chosen = among(snapshot, query, access)
    found = _exact(snapshot, query, chosen)
    if query.has_words:
        _collect(snapshot, query, chosen, found, max(wanted, sample) + 1)
    elif not query.is_empty:
        _latest(snapshot, chosen, found, max(wanted, sample) + 1)
    ordered = list(found.items())
    page = [_hit(snapshot, number, *told) for number, told in ordered[offset:wanted]]
    more = len(ordered) > wanted and wanted < DEEPEST
    best = [n for n, told in ordered if told[1]] or [n for n, _ in ordered]
    keys = snapshot.keys(best[:sample])
    return Hits(tuple(page), more, tuple(keys), beyond=bool(sample) and len(best) > sample)


def _exact(snapshot: Snapshot, query: Query, chosen: Among) -> Found:
    text = squeezed(query.text.strip(' "'))
    numbers = snapshot.postings("exact", text) if text else []
    fitting = (n for n in numbers if chosen.admits(n))
    return dict.fromkeys(islice(fitting, DEEPEST), (0.0, True, True))


def _collect(snapshot: Snapshot, query: Query, chosen: Among, found: Found, wanted: int) -> None:
    every, some = Scoring(snapshot, chosen.within, chosen.without).of(query)
    worth = snapshot.worth()
    every = {n: score * worth[n] for n, score in every.items()}
    for scores, complete in ((every, True), (some, False)):
        if len(found) < wanted:
            for number, score in _best(scores, wanted + len(found)):
                found.setdefault(number, (score, complete, False))


def _best(scores: Scores, wanted: int) -> list[tuple[int, float]]:
    """The best of them, or more than the best where sorting all is quicker."""
    if wanted * 8 > len(scores):
        return sorted(scores.items(), key=_by_score, reverse=True)[:wanted]
    return heapq.nlargest(wanted, scores.items(), key=_by_score)


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


def nearly_named(snapshot: Snapshot, query: Query, access: Access, limit: int) -> tuple[Hit, ...]:
    """What has nearly these words for its name or title, among what the query leaves."""
    if not query.words or query.phrases:
        return ()
    typed, chosen = " ".join(word.text for word in query.words), among(snapshot, query, access)
    found: dict[int, Name] = {}
    whole = [
        (slips, n + offset, name)
        for names, offset in snapshot.names()
        for slips, name in names.alike(typed)
        for n in (name.number,)
    ]
    for _, number, name in sorted(whole, key=lambda each: (each[0], -each[2].updated)):
        found[number] = name
    walks = [_walk(names, offset, typed, near=True) for names, offset in snapshot.names()]
    for _, number, name in heapq.merge(*walks, key=_by_rank):
        found.setdefault(number, name)
    fitting = (each for each in found.items() if chosen.admits(each[0]))
    return tuple(Hit(name.key, name.kind, 0.0, False, False) for _, name in islice(fitting, limit))


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
