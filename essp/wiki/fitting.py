"""What came together by itself where two people edited at once: shown beside what is left to choose.

The places to choose are put back as they were, so that a comparison of the text both began with and
the merged one tells exactly what needed nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from essp.core.text.diff import Row, Segment, compare
from essp.core.text.merge import Edited, Merge, resolve
from essp.wiki.comparing import COMPARABLE

Whose = Literal["mine", "theirs", "both"]
HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*")
FENCE = re.compile(r" {0,3}(```|~~~)")
KEPT = 48


@dataclass(frozen=True)
class Fitted:
    """Lines that came together: the heading above them (perhaps none), and whose change it was."""

    heading: str
    whose: Whose
    segments: Sequence[Segment]


def fitted(base: str, mine: str, theirs: str, merged: Merge) -> list[Fitted]:
    """Every change that needed no choice, in the order of the text; none where it is too much."""
    new = resolve(merged.chunks, [Edited(each.base) for each in merged.conflicts])
    if _changed_size(base, new) > COMPARABLE:
        return []
    headings = list(_headings(new))
    lines = set(mine.split("\n")), set(theirs.split("\n"))
    found: list[Fitted] = []
    for hunk in compare(base, new, context=0).hunks:
        at = next((row.new_number for row in hunk.rows if row.new_number), None)
        heading = headings[at - 1] if at else ""
        changed = [row for row in hunk.rows if row.text.strip()]
        for whose, rows in groupby(changed, lambda row: _whose(row, *lines)):
            found.append(Fitted(heading, whose, list(_shortened(list(rows)))))
    return found


def _changed_size(old: str, new: str) -> int:
    before, after = set(old.split("\n")), set(new.split("\n"))
    return sum(map(len, before ^ after))


def _headings(text: str) -> Iterator[str]:
    """For each line the heading that it stands under."""
    heading, fenced = "", False
    for line in text.split("\n"):
        if FENCE.match(line):
            fenced = not fenced
        found = None if fenced else HEADING.fullmatch(line)
        heading = found[1] if found else heading
        yield heading


def _whose(row: Row, mine: set[str], theirs: set[str]) -> Whose:
    """Whose change a line is: it stands so in their text alone, or is gone from theirs alone."""
    in_mine, in_theirs = row.text in mine, row.text in theirs
    if in_mine == in_theirs:
        return "both"
    return "mine" if in_mine != (row.kind == "deleted") else "theirs"


def _shortened(rows: Sequence[Row]) -> Iterator[Segment]:
    """The words that changed, with a few around them."""
    for number, row in enumerate(rows):
        if number:
            yield Segment("same", "\n")
        last = len(row.segments) - 1
        for at, segment in enumerate(row.segments):
            yield _cut(segment, first=at == 0, last=at == last)


def _cut(segment: Segment, *, first: bool, last: bool) -> Segment:
    text = segment.text
    if segment.kind != "same" or len(text) <= 2 * KEPT or (first and last):
        return segment
    head = "" if first else text[:KEPT].rsplit(" ", 1)[0] + " "
    tail = "" if last else " " + text[-KEPT:].split(" ", 1)[-1]
    return Segment("same", f"{head}…{tail}")
