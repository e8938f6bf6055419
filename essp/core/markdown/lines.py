"""The source of a text line by line: which lines are headings, rows of a table, or code.

For views that show what was written, character by character, and that should yet read like the page.
A line that is none of these, or that only looks like one inside code, is plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Kind = Literal["plain", "h1", "h2", "h3", "h4", "h5", "h6", "code", "head", "rule", "row"]

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
RULE = re.compile(r" {0,3}\|(?:[ \t]*:?-+:?[ \t]*\|)*(?:[ \t]*:?-+:?[ \t]*)?$")
ROW = re.compile(r" {0,3}\|")
HEADINGS: Sequence[Kind] = ("h1", "h2", "h3", "h4", "h5", "h6")


class Line(NamedTuple):
    """What a line of the source is; its first `mark` characters only say so."""

    kind: Kind
    mark: int = 0


PLAIN = Line("plain")


def lines_of(text: str) -> list[Line]:
    """What each line of a text is. Rows of a table are known by the bar that they begin with."""
    lines = text.split("\n")
    found = list(_without_tables(lines))
    for at in range(1, len(lines)):
        if _begins_table(lines, found, at):
            found[at - 1], found[at] = Line("head"), Line("rule")
            _mark_rows(lines, found, at + 1)
    return found


def _without_tables(lines: Sequence[str]) -> Iterator[Line]:
    fence = ""
    for line in lines:
        opened = FENCE.match(line)
        if fence:
            yield Line("code")
            if opened and opened[1].startswith(fence) and not line[opened.end() :].strip():
                fence = ""
        elif opened:
            fence = opened[1]
            yield Line("code")
        elif heading := HEADING.match(line):
            yield Line(HEADINGS[len(heading[1]) - 1], heading.end())
        else:
            yield PLAIN


def _begins_table(lines: Sequence[str], found: Sequence[Line], at: int) -> bool:
    return (
        found[at] is PLAIN
        and found[at - 1] is PLAIN
        and RULE.match(lines[at]) is not None
        and ROW.match(lines[at - 1]) is not None
    )


def _mark_rows(lines: Sequence[str], found: list[Line], start: int) -> None:
    for at in range(start, len(lines)):
        if found[at] is not PLAIN or not ROW.match(lines[at]):
            return
        found[at] = Line("row")
