"""Searching as a person: ask the index for what may be found, load it through the person, mark it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import structlog

from essp.core import clock
from essp.people.models import Person
from essp.search import indexing, live, queries
from essp.search.backends import Entry, Hit, Hits, IndexBroken
from essp.search.collecting import key_of
from essp.search.documents import Access, Kind
from essp.search.file_passages import passages_in
from essp.search.filters import Filters, narrowed
from essp.search.passages import Passage, marked, passages
from essp.search.queries import FoundFile, FoundPage, Row
from essp.search.query import Query, parse
from essp.search.threads import FoundThread
from essp.search.words import words
from essp.spaces.models import Space

log = structlog.get_logger(__name__)

PAGE_LENGTH = 10
LAST_PART = 20
BETWEEN_REPAIRS = 60.0  # seconds

_repair_asked: list[float] = []


@dataclass(frozen=True)
class Result:
    """One thing found: the row, its marked title, and the passages in which the words stand.

    `place` is the number of the page, slide or sheet of a file on which they stand, 0 where there is
    none.
    """

    kind: Kind
    row: Row
    title: Passage
    passages: tuple[Passage, ...]
    exact: bool = False
    place: int = 0


@dataclass(frozen=True)
class Answer:
    """What a search gave. `meant` is the query put right: what was asked when `corrected`, else an
    offer. `degraded`: there is no index, only titles of pages were looked through. `sample` holds
    the keys of the best of all that was found, `beyond` that there are more of them."""

    query: Query
    results: Sequence[Result] = ()
    more: bool = False
    part: int = 1
    meant: Query | None = None
    corrected: bool = False
    degraded: bool = False
    sample: Sequence[str] = ()
    beyond: bool = False


def search(
    actor: Person,
    text: str,
    *,
    kind: Kind | None = None,
    filters: Filters | None = None,
    part: int = 1,
    as_typed: bool = False,
    sample: int = 0,
) -> Answer:
    """Search as the actor. A query that finds nothing is put right where it can be, unless
    `as_typed`. `sample` asks for the keys of so many. Never raises for what was typed."""
    query, filters = parse(text), filters or Filters(kind=kind or "")
    part = max(1, min(part, LAST_PART))
    if not query.text and not filters.chosen():
        return Answer(query)
    try:
        asked = narrowed(
            asked_of(actor, query), filters, queries.ids_named(actor, filters), today()
        )
        return _ask(actor, query, asked, part, as_typed, sample)
    except IndexBroken as broken:
        _repair(broken)
        return Answer(query, _by_title(actor, query), degraded=True)


@dataclass(frozen=True)
class Jump:
    """One line of the quick switcher."""

    entry: Entry
    row: Row


def jumps(actor: Person, typed: str, limit: int = 9) -> list[Jump]:
    """Where one may want to go by what has been typed so far; pages alone when there is no index."""
    try:
        entries = live.index().switch(typed, queries.access_of(actor), limit)
    except IndexBroken as broken:
        _repair(broken)
        pages = queries.pages_by_title(actor, words(typed)[:8], limit)
        return [Jump(Entry(key_of("page", page.id), "page", page.title), page) for page in pages]
    rows = queries.load(actor, [entry.key for entry in entries], with_text=False)
    found = ((entry, rows.get(entry.key)) for entry in entries)
    return [Jump(entry, row) for entry, row in found if row is not None]


def today() -> date:
    """The day from which the times of filters are counted."""
    return clock.now().date()


def _ask(
    actor: Person, query: Query, asked: Query, part: int, as_typed: bool, sample: int
) -> Answer:
    access = queries.access_of(actor)
    hits = _hits(asked, access, part, sample)
    meant: Query | None = None
    near: Sequence[Hit] = ()
    if part == 1 and not as_typed and not any(hit.every_word for hit in hits.items):
        meant = live.index().suggest(asked, access)
        near = live.index().alike(asked, access)
    corrected = meant is not None and not hits.items
    if meant is not None and corrected:
        asked, hits = meant, _hits(meant, access, part, sample)
    results = _delivered(actor, asked, _each_once(near, hits.items))
    return Answer(
        query, results, hits.more, part, meant, corrected,
        sample=tuple(dict.fromkeys([*(hit.key for hit in near), *hits.sample])),
        beyond=hits.beyond,
    )  # fmt: skip


def sample_of(actor: Person, query: Query, filters: Filters, most: int) -> Hits:
    """The keys of so many of the best that a query and filters find, in `sample`."""
    meant = queries.ids_named(actor, filters)
    asked = narrowed(asked_of(actor, query), filters, meant, today())
    return live.index().search(asked, queries.access_of(actor), limit=1, sample=most)


def _each_once(*found: Sequence[Hit]) -> list[Hit]:
    """All of these in their order, each key once."""
    first: dict[str, Hit] = {}
    for hit in (hit for hits in found for hit in hits):
        first.setdefault(hit.key, hit)
    return list(first.values())


def _hits(query: Query, access: Access, part: int, sample: int) -> Hits:
    return live.index().search(query, access, PAGE_LENGTH, (part - 1) * PAGE_LENGTH, sample)


def asked_of(actor: Person, query: Query) -> Query:
    """The query with the spaces it names as ids, by which they are indexed."""
    return replace(
        query,
        filters=tuple(
            replace(each, value=str(queries.space_named(actor, each.value) or "-"))
            if each.field == "space"
            else each
            for each in query.filters
        ),
    )


def _delivered(actor: Person, query: Query, hits: Sequence[Hit]) -> list[Result]:
    """Results for what the actor may know of now, whatever the index believed."""
    rows = queries.load(actor, [hit.key for hit in hits], templates=query.templates)
    found = ((hit, rows.get(hit.key)) for hit in hits)
    return [_result(query, hit.kind, row, hit.exact) for hit, row in found if row is not None]


def _result(query: Query, kind: Kind, row: Row, exact: bool) -> Result:
    title = row.title if isinstance(row, FoundPage) else row.name
    if isinstance(row, FoundFile):
        place, found = passages_in(row.text, list(row.parts), query)
        return Result(kind, row, marked(title, query), found, exact, place if row.unit else 0)
    return Result(kind, row, marked(title, query), passages(_text_of(row), query), exact)


def _text_of(row: FoundPage | FoundThread | Person | Space) -> str:
    if isinstance(row, FoundPage | FoundThread):
        return row.text
    if isinstance(row, Space):
        return row.purpose
    return "\n".join(filter(None, (row.about, ", ".join(map(str, row.ask_me_about or ())))))


def _by_title(actor: Person, query: Query) -> list[Result]:
    pages = queries.pages_by_title(actor, words(query.text)[:8], PAGE_LENGTH)
    return [_result(query, "page", page, exact=False) for page in pages]


def _repair(broken: IndexBroken) -> None:
    """Have the index built anew, not more often than makes sense."""
    moment = time.monotonic()
    if _repair_asked and moment - _repair_asked[-1] < BETWEEN_REPAIRS:
        return
    _repair_asked[:] = [moment]
    log.error("the search index cannot be read and is rebuilt", reason=str(broken))
    indexing.ask_for_rebuild()
