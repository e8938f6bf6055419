"""A page cut into its sections, at headings of every level; what looks like one inside code is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from essp.core.markdown.lines import HEADINGS, lines_of

_MARKS = re.compile(r"[*_`\[\]]|\s+#+\s*$")
BETWEEN = " / "


@dataclass(frozen=True)
class Cut:
    """A section: its lines from `first` up to `end`, and the headings it stands below, its own last."""

    place: int
    headings: tuple[str, ...]
    first: int
    end: int

    def title(self, page: str) -> str:
        """Where it stands: page, headings above, its own."""
        return BETWEEN.join((page, *self.headings))


def sections_in(text: str) -> Iterator[Cut]:
    """The sections of a text in order; place 0 is what stands before the first heading."""
    lines = text.split("\n")
    above: list[tuple[int, str]] = []
    place = first = 0
    for at, line in enumerate(lines_of(text)):
        if line.kind not in HEADINGS:
            continue
        yield Cut(place, tuple(words for _level, words in above), first, at)
        level = HEADINGS.index(line.kind)
        above = [each for each in above if each[0] < level]
        above.append((level, _MARKS.sub("", lines[at][line.mark :]).strip()))
        place, first = place + 1, at
    yield Cut(place, tuple(words for _level, words in above), first, len(lines))
