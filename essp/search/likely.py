"""What may answer a question that is being typed: conversations and pages, with the words that match.

A question is no search: most of its words are only how people ask. So the telling words of its one
line are looked for, helped by those of the story where the line is short, and only what holds at
least half of them close together is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from essp.core.ids import clean_line
from essp.people.models import Person
from essp.search import live, queries
from essp.search.backends import Hit, IndexBroken
from essp.search.backends.stemming import stems
from essp.search.documents import TEMPLATE_MARK, Access, Kind
from essp.search.passages import Passage, marked, passages
from essp.search.query import Filter, Query, Word
from essp.search.threads import FoundThread
from essp.search.words import FUNCTION_WORDS, WORD, fold, words

MOST_WORDS = 12
ENOUGH_WORDS = 4  # of the one line; with fewer the story helps
LOOKED_AT = 8
ENOUGH = 0.5  # of the telling words
PASSAGES = 2


@dataclass(frozen=True)
class Likely:
    """Something that may answer: a thread or a page by its id and uid, with marked words."""

    kind: Kind
    id: int
    uid: str
    title: str
    path: str
    space: str
    passage: Passage
    by: str = ""


def likely(
    actor: Person, title: str, text: str, without: Collection[int] = (), most: int = 2
) -> list[Likely]:
    """Threads, then pages, that the actor may read and that may answer; at most so many pages, and
    twice as many threads. A title that says the same comes first.

    `without` are ids of threads. Nothing where there is nothing to ask, or no index.
    """
    asked = question(title, text)
    if not asked.words:
        return []
    access = queries.access_of(actor)
    try:
        hits = [*_hits(asked, access, "thread"), *_hits(asked, access, "page")]
    except IndexBroken:
        return []
    rows = queries.load(actor, [hit.key for hit in hits])
    found: dict[Kind, list[tuple[float, Likely]]] = {"thread": [], "page": []}
    for hit in hits:
        row = rows.threads.get(hit.key) or rows.pages.get(hit.key)
        if row is None or (hit.kind == "thread" and row.id in without):
            continue
        told = _told(asked, row)
        heading = marked(told.title, asked)
        share = _share(asked, (heading, told.passage))
        if share >= ENOUGH:
            found[hit.kind].append((share + _share(asked, (heading,)), told))
    return [*_best(found["thread"], 2 * most), *_best(found["page"], most)]


def question(title: str, text: str) -> Query:
    """The telling words of a question, each once, as a query."""
    telling = _telling(title)
    if len(telling) < ENOUGH_WORDS and telling:
        telling += [each for each in _telling(text) if each not in telling][: ENOUGH_WORDS - 1]
    chosen = telling[:MOST_WORDS]
    return Query(text=clean_line(title)[:400], words=tuple(Word(each) for each in chosen))


def _telling(text: str) -> list[str]:
    found = (each for each in words(text[:2000]) if each not in FUNCTION_WORDS and len(each) > 1)
    return list(dict.fromkeys(found))


def _hits(asked: Query, access: Access, kind: Kind) -> Sequence[Hit]:
    filters = (Filter("kind", kind), Filter("mark", TEMPLATE_MARK, without=True))
    query = Query(text=asked.text, words=asked.words, filters=filters)
    return live.index().search(query, access, LOOKED_AT).items


def _told(asked: Query, row: FoundThread | queries.FoundPage) -> Likely:
    shown = passages(row.text, asked, PASSAGES)
    passage = max(shown, key=lambda each: len(_stems_of(each)), default=())
    if isinstance(row, FoundThread):
        return Likely("thread", row.id, row.uid, row.name, row.path, row.space_name, passage)
    by = row.shares[0].name if row.shares else ""
    return Likely("page", row.id, row.uid, row.title, row.path, row.space_name, passage, by)


def _best(found: list[tuple[float, Likely]], most: int) -> Iterator[Likely]:
    ranked = sorted(found, key=lambda each: -each[0])
    return (each for _worth, each in ranked[:most])


def _share(asked: Query, shown: Sequence[Passage]) -> float:
    """How many of the words asked for stand in what is shown, of all of them."""
    there = {stem for passage in shown for stem in _stems_of(passage)}
    held = sum(1 for word in asked.words if there.intersection(stems(word.text)))
    return held / len(asked.words)


def _stems_of(passage: Passage) -> set[str]:
    return {
        stem
        for segment in passage
        if segment.marked
        for match in WORD.finditer(segment.text)
        for stem in stems(fold(match.group()))
    }
