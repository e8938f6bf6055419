"""Who wrote what: the passages of a page with their authors, and the figures of the whole page.

Authorship is carried from save to save. `check` replays every revision and compares, `rebuild`
replays and keeps; the screen, the command line and the API all read the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from essp.core.db import session
from essp.core.text.authorship import Span
from essp.core.text.tokens import words
from essp.people.models import Person
from essp.wiki.models import Contribution, Page, Revision
from essp.wiki.revisions import History, replay, words_of
from essp.wiki.texts import text_of

BETWEEN = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True)
class Piece:
    """Words in a row by one author from one revision; author None for text without words."""

    text: str
    author: Person | None
    revision: int | None


@dataclass(frozen=True)
class Passage:
    """A passage of the page: its main author, the revision most of it came with, its pieces."""

    author: Person | None
    revision: Revision | None
    pieces: Sequence[Piece]


def pieces_of(page: Page) -> list[Piece]:
    """The present text of a page the caller may read, piece by piece; joined they are the text."""
    text = text_of(page)
    spans = words_of(page, text).spans(text)
    people = _people({span.author for span in spans if span.author})
    return [
        Piece(span.text, people.get(span.author) if span.author else None, span.revision)
        for span in spans
    ]


def passages_of(page: Page) -> list[Passage]:
    """The present text as passages, as blank lines divide it."""
    text = text_of(page)
    spans = words_of(page, text).spans(text)
    people = _people({span.author for span in spans if span.author})
    revisions = _revisions(page, {span.revision for span in spans if span.revision})
    found = []
    for group in _divided(spans):
        author, number = _main(group)
        pieces = [Piece(s.text, people.get(s.author or 0), s.revision) for s in group]
        found.append(Passage(people.get(author or 0), revisions.get(number or 0), pieces))
    return found


def check(page: Page) -> bool:
    """Whether what is kept of the page's authorship is what its revisions say."""
    state = replay(page)
    kept = session().execute(
        select(Contribution.person_id, Contribution.words)
        .where(Contribution.page_id == page.id)
        .order_by(Contribution.rank)
    )
    figures = [(share.author, share.words) for share in state.shares()]
    same_figures = [(row.person_id, row.words) for row in kept] == figures
    text = text_of(page)
    return same_figures and words_of(page, text).spans(text) == state.spans(text)


def rebuild(page: Page) -> None:
    """Replay every revision of a locked page and keep the authorship that follows."""
    history = History(page)
    history.words = replay(page)
    history.settle(anew=True)


def _divided(spans: Sequence[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for span in spans:
        *full, last = _cut(span.text)
        for part in full:
            group.append(span._replace(text=part))
            yield group
            group = []
        if last:
            group.append(span._replace(text=last))
    if group:
        yield group


def _cut(text: str) -> list[str]:
    """A text cut behind each run of blank lines."""
    ends = [match.end() for match in BETWEEN.finditer(text)]
    starts = [0, *ends]
    return [text[a:b] for a, b in zip(starts, [*ends, len(text)], strict=True)]


def _main(group: Sequence[Span]) -> tuple[int | None, int | None]:
    authors: Counter[int] = Counter()
    numbers: Counter[tuple[int, int]] = Counter()
    for span in group:
        if span.author is not None and span.revision is not None:
            count = words(span.text)
            authors[span.author] += count
            numbers[(span.author, span.revision)] += count
    if not authors:
        return None, None
    main = authors.most_common(1)[0][0]
    number = max((n for n in numbers if n[0] == main), key=lambda n: numbers[n])
    return main, number[1]


def _people(ids: set[int]) -> dict[int, Person]:
    found = session().scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in found}


def _revisions(page: Page, numbers: set[int]) -> dict[int, Revision]:
    found = session().scalars(
        select(Revision).where(Revision.page_id == page.id, Revision.number.in_(numbers))
    )
    return {revision.number: revision for revision in found}
