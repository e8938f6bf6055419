"""Two revisions beside each other: what changed, and whose words came in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.core.markdown.lines import PLAIN, Line, lines_of
from essp.core.text.authorship import Authorship, advance
from essp.core.text.diff import Comparison, Row, compare
from essp.core.text.tokens import words
from essp.people.models import Person
from essp.wiki.models import Page, Revision
from essp.wiki.queries import find_revision, with_helpers
from essp.wiki.texts import Withheld, kept_text, text_of

FOLLOWED = 60
WHOLE = 1_000_000
# Characters in changed lines. Words are aligned in time that grows faster than their number: this
# much takes about two seconds.
COMPARABLE = 150_000


Read = Callable[[Page, int], str]
NOTHING = Comparison((), 0)


@dataclass(frozen=True)
class Passage:
    """Lines of a comparison that belong together: one author's, or unchanged ones."""

    rows: Sequence[Row]
    author: Person | None
    revision: Revision | None


@dataclass(frozen=True)
class Compared:
    """The difference between two revisions of a page, older first.

    `too_long`: more was changed than is worth comparing; `withheld`: one of the two is hidden. There is no
    difference to show then.
    """

    old: Revision
    new: Revision
    difference: Comparison
    added: int
    removed: int
    between: Sequence[Revision]
    authors_by_line: Sequence[int | None]
    too_long: bool = False
    withheld: bool = False
    lines_before: Sequence[Line] = ()
    lines_after: Sequence[Line] = ()

    @property
    def helpers(self) -> list[Person]:
        """Who worked on what came in between with its authors, and is none of them."""
        authors = {each.author_id for each in self.between}
        found = {person.id: person for each in self.between for person in each.helpers}
        return [person for person in found.values() if person.id not in authors]

    def line_of(self, row: Row) -> Line:
        """What the line of a row is; plain where it was something else before."""
        kinds = {
            lines[number - 1]
            for lines, number in (
                (self.lines_before, row.old_number),
                (self.lines_after, row.new_number),
            )
            if number is not None and number <= len(lines)
        }
        return kinds.pop() if len(kinds) == 1 else PLAIN

    def passages(self, rows: Iterable[Row]) -> list[Passage]:
        """Rows of a hunk as passages, each with the author whose words came in; blanks divide none."""
        by_number = {each.number: each for each in self.between}
        found: list[tuple[int | None, list[Row]]] = []
        for row in rows:
            blank = not row.text.strip()
            number = found[-1][0] if blank and found else self._revision_of(row)
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


def compare_revisions(
    page: Page, old: int, new: int, *, whole: bool = False, read: Read = text_of
) -> Compared:
    """Compare two revisions of a page the caller may read, whose texts `read` gives. Raises NotFound."""
    old, new = min(old, new), max(old, new)
    between = _between(page, old, new)
    nothing = Compared(
        find_revision(page, old),
        find_revision(page, new),
        NOTHING,
        0,
        0,
        between,
        (),
        too_long=True,
    )
    try:
        before, after = read(page, old), read(page, new)
    except Withheld:
        return replace(nothing, too_long=False, withheld=True)
    if changed_characters(before, after) > COMPARABLE:
        return nothing
    difference = compare(before, after, context=WHOLE if whole else 3)
    return replace(
        nothing,
        too_long=False,
        difference=difference,
        added=_words(difference, "inserted"),
        removed=_words(difference, "deleted"),
        authors_by_line=_newest_by_line(page, before, between, after),
        lines_before=lines_of(before),
        lines_after=lines_of(after),
    )


def changed_characters(before: str, after: str) -> int:
    """How many characters stand in lines that only one of two texts has, in the one with more."""
    old, new = Counter(before.split("\n")), Counter(after.split("\n"))
    return max(
        sum(len(line) * count for line, count in (one - other).items())
        for one, other in ((old, new), (new, old))
    )


def _words(difference: Comparison, kind: str) -> int:
    return sum(
        words(segment.text)
        for hunk in difference.hunks
        for row in hunk.rows
        for segment in row.segments
        if segment.kind == kind
    )


def _between(page: Page, old: int, new: int) -> Sequence[Revision]:
    return (
        session()
        .scalars(
            select(Revision)
            .options(joinedload(Revision.author), with_helpers())
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

    Empty when only one lies between, or more than is worth following.
    """
    if not 1 < len(between) <= FOLLOWED:
        return ()
    state, text = advance(Authorship.empty(), "", before, 0, 0), before
    for revision in between:
        following = after if revision is between[-1] else kept_text(page, revision.number)
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
