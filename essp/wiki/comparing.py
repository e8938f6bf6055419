"""Two revisions beside each other: what changed, and whose words came in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.core.text.authorship import Authorship, advance
from essp.core.text.diff import Comparison, Row, change_size, compare
from essp.people.models import Person
from essp.wiki.models import Page, Revision
from essp.wiki.queries import find_revision
from essp.wiki.texts import text_of

FOLLOWED = 60
WHOLE = 1_000_000


@dataclass(frozen=True)
class Passage:
    """Lines of a comparison that belong together: one author's, or unchanged ones."""

    rows: Sequence[Row]
    author: Person | None
    revision: Revision | None


@dataclass(frozen=True)
class Compared:
    """The difference between two revisions of a page, older first."""

    old: Revision
    new: Revision
    difference: Comparison
    added: int
    removed: int
    between: Sequence[Revision]
    authors_by_line: Sequence[int | None]

    def passages(self, rows: Iterable[Row]) -> list[Passage]:
        """Rows of a hunk as passages, each with the author whose words came in."""
        by_number = {each.number: each for each in self.between}
        found: list[tuple[int | None, list[Row]]] = []
        for row in rows:
            number = self._revision_of(row)
            if found and found[-1][0] == number:
                found[-1][1].append(row)
            else:
                found.append((number, [row]))
        return [
            Passage(lines, *_named(by_number.get(number) if number else None))
            for number, lines in found
        ]

    def _revision_of(self, row: Row) -> int | None:
        if row.kind == "same":
            return None
        if row.new_number is not None and self.authors_by_line:
            number = self.authors_by_line[row.new_number - 1]
            if number is not None:
                return number
        return self.new.number if len(self.between) == 1 else 0


def compare_revisions(page: Page, old: int, new: int, *, whole: bool = False) -> Compared:
    """Compare two revisions of a page the caller may read. Raises NotFound."""
    old, new = min(old, new), max(old, new)
    before, after = text_of(page, old), text_of(page, new)
    added, removed = change_size(before, after)
    between = _between(page, old, new)
    return Compared(
        old=find_revision(page, old),
        new=find_revision(page, new),
        difference=compare(before, after, context=WHOLE if whole else 3),
        added=added,
        removed=removed,
        between=between,
        authors_by_line=_newest_by_line(page, before, between, after),
    )


def _between(page: Page, old: int, new: int) -> Sequence[Revision]:
    return (
        session()
        .scalars(
            select(Revision)
            .options(joinedload(Revision.author))
            .where(Revision.page_id == page.id, Revision.number > old, Revision.number <= new)
            .order_by(Revision.number)
            .limit(FOLLOWED + 1)
        )
        .all()
    )


def _newest_by_line(
    page: Page, before: str, between: Sequence[Revision], after: str
) -> Sequence[int | None]:
    """For each line of the newer text, the revision that brought most of its new words.

    Empty when more lies between than is worth following.
    """
    if not between or len(between) > FOLLOWED:
        return ()
    state, text = advance(Authorship.empty(), "", before, 0, 0), before
    for revision in between:
        following = after if revision is between[-1] else text_of(page, revision.number)
        if following != text:
            state = advance(state, text, following, revision.author_id, revision.number)
        text = following
    return _most_by_line(state, after)


def _most_by_line(state: Authorship, text: str) -> list[int | None]:
    counts: list[dict[int, int]] = [{} for _line in text.split("\n")]
    line = 0
    for span in state.spans(text):
        for offset, piece in enumerate(span.text.split("\n")):
            if span.revision and piece.strip():
                here = counts[line + offset]
                here[span.revision] = here.get(span.revision, 0) + len(piece)
        line += span.text.count("\n")
    return [max(each, key=lambda n: each[n]) if each else None for each in counts]


def _named(revision: Revision | None) -> tuple[Person | None, Revision | None]:
    return (revision.author, revision) if revision is not None else (None, None)
