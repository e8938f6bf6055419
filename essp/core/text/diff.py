"""Compare two texts for a reader: which lines changed, and which words in them.

Lines are aligned first. Where lines were replaced, the words of the whole passage are aligned,
and an old line stands beside the new one that holds most of its words; their differences are
marked word by word. One list of rows serves the inline view (all segments of a row) and the
side-by-side view (``Row.old_segments`` beside ``Row.new_segments``).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby
from typing import Literal, NamedTuple

from essp.core.text.alignment import (
    Block,
    Opcode,
    blocks,
    common_prefix,
    common_suffix,
    opcodes,
    opcodes_of,
)
from essp.core.text.tokens import is_newline, is_word, line_words, tokenize, word_list, words

__all__ = ["Comparison", "Hunk", "Opcode", "Row", "Segment", "change_size", "compare", "opcodes"]

RowKind = Literal["same", "inserted", "deleted", "changed"]
SegmentKind = Literal["same", "inserted", "deleted"]
_MOVED_WORDS = 3


class Segment(NamedTuple):
    """A piece of a line: in both texts, only in the new one, or only in the old one."""

    kind: SegmentKind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or two that stand beside each other; line numbers count from 1.

    ``moved``: the same line was deleted here and inserted elsewhere, or the reverse.
    """

    kind: RowKind
    old_number: int | None
    new_number: int | None
    segments: tuple[Segment, ...]
    moved: bool = False

    @property
    def old_segments(self) -> tuple[Segment, ...]:
        """The line as it was: everything but what was inserted."""
        return tuple(segment for segment in self.segments if segment.kind != "inserted")

    @property
    def new_segments(self) -> tuple[Segment, ...]:
        """The line as it became: everything but what was deleted."""
        return tuple(segment for segment in self.segments if segment.kind != "deleted")

    @property
    def text(self) -> str:
        """The line itself, as it became, or as it was where it is gone."""
        kept = self.old_segments if self.kind == "deleted" else self.new_segments
        return "".join(segment.text for segment in kept)


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changed rows with the lines around them; ``skipped`` unchanged lines come before."""

    skipped: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All hunks of a comparison; ``skipped`` unchanged lines follow the last."""

    hunks: tuple[Hunk, ...]
    skipped: int

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not self.hunks


def compare(old: str, new: str, context: int = 3) -> Comparison:
    """What changed from one text to another, with ``context`` unchanged lines around each change.

    A final newline that only one of the texts has shows as an empty line.
    """
    old_lines, new_lines = _lines(old, new)
    rows: list[Row] = []
    for op in opcodes(old_lines, new_lines):
        rows += _rows(op, old_lines, new_lines)
    return _in_hunks(_with_moves(rows), context)


def change_size(old: str, new: str) -> tuple[int, int]:
    """How many words a change added and how many it removed."""
    added = removed = 0
    old_lines, new_lines = old.split("\n"), new.split("\n")
    start = common_prefix(old_lines, new_lines)
    end = common_suffix(old_lines, new_lines, start)
    before = list(chain(*map(line_words, old_lines[start : len(old_lines) - end])))
    after = list(chain(*map(line_words, new_lines[start : len(new_lines) - end])))
    for tag, a1, a2, b1, b2 in opcodes(before, after):
        if tag != "equal":
            added += b2 - b1
            removed += a2 - a1
    return added, removed


def _lines(old: str, new: str) -> tuple[list[str], list[str]]:
    old_lines = old.split("\n") if old else []
    new_lines = new.split("\n") if new else []
    if old.endswith("\n") and (new.endswith("\n") or not new):
        old_lines.pop()
    if new.endswith("\n") and (old.endswith("\n") or not old):
        new_lines.pop()
    return old_lines, new_lines


def _rows(op: Opcode, old: list[str], new: list[str]) -> Iterator[Row]:
    if op.tag == "equal":
        for shift in range(op.a2 - op.a1):
            at = op.a1 + shift
            segments = (Segment("same", old[at]),)
            yield Row("same", at + 1, op.b1 + shift + 1, segments)
        return
    at_a, at_b = op.a1, op.b1
    pairs = _pairs(old[op.a1 : op.a2], new[op.b1 : op.b2])
    for pair_a, pair_b in [*pairs, (op.a2 - op.a1, op.b2 - op.b1)]:
        a, b = op.a1 + pair_a, op.b1 + pair_b
        for at in range(at_a, a):
            yield Row("deleted", at + 1, None, (Segment("deleted", old[at]),))
        for at in range(at_b, b):
            yield Row("inserted", None, at + 1, (Segment("inserted", new[at]),))
        if a < op.a2 and b < op.b2:
            yield Row("changed", a + 1, b + 1, _segments(old[a], new[b]))
        at_a, at_b = a + 1, b + 1


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which old line stands beside which new one: those that share two words in five."""
    shared = _shared_words(old, new)
    found: list[tuple[int, int]] = []
    last = (-1, -1)
    for (a, b), count in sorted(shared.items()):
        alike = 5 * count >= 2 * max(words(old[a]), words(new[b]))
        if alike and a > last[0] and b > last[1]:
            last = (a, b)
            found.append(last)
    return found


def _shared_words(old: list[str], new: list[str]) -> Counter[tuple[int, int]]:
    """How many words each old line has in common with each new line, in their order."""
    words_old, words_new = [word_list(line) for line in old], [word_list(line) for line in new]
    flat_old, flat_new = list(chain(*words_old)), list(chain(*words_new))
    line_of_old, line_of_new = _line_of(words_old), _line_of(words_new)
    shared: Counter[tuple[int, int]] = Counter()
    for a, b, size in blocks(flat_old, flat_new):
        shared.update(zip(line_of_old[a : a + size], line_of_new[b : b + size], strict=True))
    return shared


def _line_of(lines: list[list[str]]) -> list[int]:
    return [at for at, line in enumerate(lines) for _ in line]


def _segments(old: str, new: str) -> tuple[Segment, ...]:
    a, b = tokenize(old), tokenize(new)
    pieces: list[Segment] = []
    for tag, a1, a2, b1, b2 in opcodes_of(readable(blocks(a, b), a, b), len(a), len(b)):
        if tag == "equal":
            pieces.append(Segment("same", "".join(a[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Segment("deleted", "".join(a[a1:a2])))
        if b2 > b1:
            pieces.append(Segment("inserted", "".join(b[b1:b2])))
    return tuple(pieces)


def readable(common: list[Block], a: list[str], b: list[str]) -> list[Block]:
    """Leave out common blanks and marks that lie between two changed words.

    What was rewritten then reads as one change instead of as many with a blank in common.
    """
    kept: list[Block] = []
    for at, block in enumerate(common):
        piece = a[block.a : block.a + block.size]
        inside = 0 < at < len(common) - 1
        if inside and not any(is_word(token) or is_newline(token) for token in piece):
            following = common[at + 1]
            before = kept[-1] if kept else Block(0, 0, 0)
            old = (before.a + before.size, block.a, block.a + block.size, following.a)
            new = (before.b + before.size, block.b, block.b + block.size, following.b)
            if _changes_words(a, old, b, new):
                continue
        kept.append(block)
    return kept


_Bounds = tuple[int, int, int, int]


def _changes_words(a: list[str], old: _Bounds, b: list[str], new: _Bounds) -> bool:
    """Whether words change both before and after a common block with the given bounds."""
    return all(
        any(map(is_word, a[old[side] : old[side + 1]]))
        or any(map(is_word, b[new[side] : new[side + 1]]))
        for side in (0, 2)
    )


def _with_moves(rows: list[Row]) -> list[Row]:
    deleted = {row.text.strip() for row in rows if row.kind == "deleted"}
    inserted = {row.text.strip() for row in rows if row.kind == "inserted"}
    moved = {text for text in deleted & inserted if words(text) >= _MOVED_WORDS}
    if not moved:
        return rows
    return [
        replace(row, moved=True)
        if row.kind in ("deleted", "inserted") and row.text.strip() in moved
        else row
        for row in rows
    ]


def _in_hunks(rows: list[Row], context: int) -> Comparison:
    changes = [0, *accumulate(row.kind != "same" for row in rows)]
    near = [
        changes[min(at + context + 1, len(rows))] > changes[max(at - context, 0)]
        for at in range(len(rows))
    ]
    hunks: list[Hunk] = []
    skipped = 0
    for shown, group in groupby(range(len(rows)), key=near.__getitem__):
        members = tuple(rows[at] for at in group)
        if shown:
            hunks.append(Hunk(skipped, members))
            skipped = 0
        else:
            skipped = len(members)
    return Comparison(tuple(hunks), skipped)
