"""What of an edit goes live and what waits, where some sections of a page are guarded: pure.

A change waits when it touches a line of a guarded section, or what the section refers to (a footnote
or an address of a link). So does one that leaves those lines alone and yet moves them out of their
guard: a fence that makes them code, a heading after them that goes, a second heading with their words.
That is not listed here but seen: the text that would go live is read as readers will, and every
guarded section must stand in it, byte for byte, and be the same section.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from essp.core.ids import key_of
from essp.core.markdown import headings_in
from essp.core.text.diff import opcodes
from essp.wiki.alike import Here, matched
from essp.wiki.sections import headings_here

DEFINITION = re.compile(r" {0,3}\[(\^?[^\[\]]+)\]:")
LABEL = re.compile(r"\[(\^?[^\[\]]+)\]")
INDENTED = re.compile(r"( {4}|\t| {1,3}\S)")


@dataclass(frozen=True)
class Split:
    """The text that goes live, and the whole text as it was typed when a part of it waits.

    `lines` are the first and last lines, from 1, of what waits in the text that was typed.
    """

    live: str
    waiting: str | None
    lines: Sequence[tuple[int, int]] = field(default=(), compare=False)


@dataclass(frozen=True)
class Passage:
    """A guarded section: its heading's number on the page and its lines, without blank ones at the end."""

    place: int
    start: int
    end: int


@dataclass(frozen=True)
class Hunk:
    """The lines `start` to `end` of the present text, and what is to stand there: those `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


def split(current: str, typed: str, places: Collection[int]) -> Split:
    """Divide an edit of a page of which the sections of these headings, by number from 0, are guarded."""
    if current == typed or not places:
        return Split(typed, None)
    edit = _Edit(current, typed, places)
    edit.take([hunk for hunk in edit.hunks if not edit.touches(hunk)])
    live = edit.with_hunks(edit.taken)
    if live == typed:
        return Split(live, None)
    held = [hunk for hunk in edit.hunks if hunk not in edit.taken]
    return Split(live, typed, [(hunk.first + 1, max(hunk.last, hunk.first + 1)) for hunk in held])


def passages(text: str, places: Collection[int]) -> list[Passage]:
    """Where the sections of these headings stand, in order; a number that no heading has is left out."""
    return _Read(text).passages(places)


class _Read:
    """A text as its readers see it: its lines and headings."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.headings = headings_in(text)
        self.here: Sequence[Here] = headings_here(text, self.headings)

    def passages(self, places: Collection[int]) -> list[Passage]:
        return [self._passage(at) for at in sorted(places) if at < len(self.headings)]

    def text(self, passage: Passage) -> list[str]:
        return self.lines[passage.start : passage.end]

    def _passage(self, place: int) -> Passage:
        level, start = self.headings[place].level, self.headings[place].line - 1
        after = (each.line - 1 for each in self.headings[place + 1 :] if each.level <= level)
        end = next(after, len(self.lines))
        while end > start + 1 and not self.lines[end - 1].strip():
            end -= 1
        return Passage(place, start, end)


class _Edit:
    """An edit of a page, as the hunks of which it is made."""

    def __init__(self, current: str, typed: str, places: Collection[int]) -> None:
        self.before, self.after = _Read(current), typed.split("\n")
        self.guarded = self.before.passages(places)
        self.hunks = list(_hunks(self.before.lines, self.after))
        self.taken: list[Hunk] = []
        words = "\n".join(line for each in self.guarded for line in self.before.text(each))
        labels = {key_of(label) for label in LABEL.findall(words)}
        self.said_before = _definitions(self.before.lines, labels)
        self.said_after = _definitions(self.after, labels)

    def touches(self, hunk: Hunk) -> bool:
        """Whether a hunk changes lines of a guarded section, or of what it refers to."""
        for each in self.guarded:
            if hunk.start < each.end and hunk.end > each.start:
                return True
        before, after = range(hunk.start, hunk.end), range(hunk.first, hunk.last)
        return any(at in self.said_before for at in before) or any(
            at in self.said_after for at in after
        )

    def take(self, hunks: Sequence[Hunk]) -> None:
        """Let those go live that, with what does already, leave every guarded section as it is."""
        if not hunks:
            return
        if self._keeps([*self.taken, *hunks]):
            self.taken = sorted([*self.taken, *hunks], key=lambda each: each.start)
        elif len(hunks) > 1:
            middle = len(hunks) // 2
            self.take(hunks[:middle])
            self.take(hunks[middle:])

    def with_hunks(self, hunks: Sequence[Hunk]) -> str:
        """The present text with these hunks in it."""
        lines: list[str] = []
        done = 0
        for hunk in hunks:
            lines += self.before.lines[done : hunk.start] + self.after[hunk.first : hunk.last]
            done = hunk.end
        return "\n".join(lines + self.before.lines[done:])

    def _keeps(self, hunks: Sequence[Hunk]) -> bool:
        ordered = sorted(hunks, key=lambda each: each.start)
        read = _Read(self.with_hunks(ordered))
        same = {old: new for new, old in matched(self.before.here, read.here).items()}
        return all(self._stands(each, read, same.get(each.place), ordered) for each in self.guarded)

    def _stands(self, each: Passage, read: _Read, place: int | None, hunks: Sequence[Hunk]) -> bool:
        """Whether a guarded section is the one with this number there, where its lines came to be."""
        if place is None:
            return False
        (there,) = read.passages([place])
        before = [hunk for hunk in hunks if hunk.end <= each.start]
        moved = sum((hunk.last - hunk.first) - (hunk.end - hunk.start) for hunk in before)
        return there.start == each.start + moved and read.text(there) == self.before.text(each)


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    for tag, start, end, first, last in opcodes(old, new):
        if tag == "equal":
            continue
        if end - start == last - first:
            for line in range(end - start):
                yield Hunk(start + line, start + line + 1, first + line, first + line + 1)
        else:
            yield Hunk(start, end, first, last)


def _definitions(lines: Sequence[str], labels: Collection[str]) -> set[int]:
    """The lines that say what these labels stand for, with the lines that continue them."""
    found: set[int] = set()
    inside = False
    for at, line in enumerate(lines):
        if definition := DEFINITION.match(line):
            inside = key_of(definition[1]) in labels
        elif line.strip() and not INDENTED.match(line) and not (at and lines[at - 1].strip()):
            inside = False
        if inside:
            found.add(at)
    return found
