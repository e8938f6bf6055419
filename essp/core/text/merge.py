"""Bring together what two people made of one text.

Edits in different places merge by themselves, word by word inside a paragraph, and an edit that
both made is made once. Two different edits conflict when they overlap, or when no word and no end
of line that neither touched lies between them: neighbouring words changed by two people are one
place. Whole lines added next to an edited line are a place of their own; two additions at the
very same point conflict, since nobody but their authors knows the order.

A conflict is widened to whole sentences or lines, so that both versions can be read. The words
around it that were merged already are part of every version; no version drops what was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from essp.core.text.alignment import blocks_by_line, opcodes_of
from essp.core.text.diff import readable
from essp.core.text.tokens import is_newline, is_word, tokenize

_WIDEST = 400
_BEFORE = re.compile(r"(?:\n|[.!?…][\"'”’)\]*_]*\s)\s*")
_AFTER = re.compile(r"(?=\n)|[.!?…][\"'”’)\]*_]*(?=\s)")


@dataclass(frozen=True, slots=True)
class Agreed:
    """Text on which both sides agree, or which only one of them changed."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One passage as it was, and the two versions of it."""

    base: str
    mine: str
    theirs: str

    @property
    def both(self) -> str:
        """My version followed by theirs."""
        if not self.mine or not self.theirs:
            return self.mine or self.theirs
        if self.mine[-1].isspace() or self.theirs[0].isspace():
            return self.mine + self.theirs
        return self.mine + ("\n" if "\n" in self.mine + self.theirs else " ") + self.theirs


Chunk = Agreed | Conflict


class Edited(str):
    """A resolution typed by hand, also when it happens to be the name of a choice."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome of a merge: chunks in the order of the text."""

    chunks: tuple[Chunk, ...]

    @property
    def clean(self) -> bool:
        """Whether everything merged by itself."""
        return not self.conflicts

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The passages that somebody has to decide, in order."""
        return tuple(chunk for chunk in self.chunks if isinstance(chunk, Conflict))

    @property
    def text(self) -> str:
        """The merged text; ValueError unless the merge is clean."""
        return resolve(self.chunks, [])


class _Change(NamedTuple):
    """One side turns ``base[start:end]`` into its own tokens ``[first:last]``."""

    start: int
    end: int
    side: Literal[0, 1]
    first: int
    last: int
    whole_lines: bool


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Merge two texts that were both made from ``base``."""
    if mine == theirs or theirs == base:
        return Merge((Agreed(mine),) if mine else ())
    if mine == base:
        return Merge((Agreed(theirs),) if theirs else ())
    old, sides = tokenize(base), (tokenize(mine), tokenize(theirs))
    changes = sorted([*_changes(old, sides[0], 0), *_changes(old, sides[1], 1)])
    pieces: list[Chunk] = []
    done = 0
    for group in _places(old, changes):
        start, end = group[0].start, max(change.end for change in group)
        pieces.append(Agreed("".join(old[done:start])))
        pieces.append(_decide(old, sides, group, start, end))
        done = end
    pieces.append(Agreed("".join(old[done:])))
    return Merge(tuple(_widened(_joined(pieces))))


def undo(current: str, edited: str, before: str) -> Merge:
    """Take one change, from ``before`` to ``edited``, out of the current text.

    In a conflict "mine" is the passage as it is now, "theirs" as it was before the change.
    """
    return merge(base=edited, mine=current, theirs=before)


def resolve(chunks: Sequence[Chunk], choices: Sequence[str]) -> str:
    """The text that follows from one choice for each conflict, in order.

    A choice is "mine", "theirs", "both" (mine first), or the text to put there; wrap a text in
    ``Edited`` where it may be one of these words. ValueError when the number differs.
    """
    conflicts = sum(isinstance(chunk, Conflict) for chunk in chunks)
    if conflicts != len(choices):
        raise ValueError(f"{conflicts} conflicts, {len(choices)} choices")
    remaining = iter(choices)
    return "".join(
        chunk.text if isinstance(chunk, Agreed) else _chosen(chunk, next(remaining))
        for chunk in chunks
    )


def _chosen(conflict: Conflict, choice: str) -> str:
    if not isinstance(choice, Edited) and choice in ("mine", "theirs", "both"):
        return str(getattr(conflict, choice))
    return str(choice)


def _changes(base: list[str], new: list[str], side: Literal[0, 1]) -> list[_Change]:
    common = readable(blocks_by_line(base, new, is_newline), base, new)
    return [
        _Change(op.a1, op.a2, side, op.b1, op.b2, _adds_lines(base, op.a1, new[op.b1 : op.b2]))
        for op in opcodes_of(common, len(base), len(new))
        if op.tag != "equal"
    ]


def _adds_lines(base: list[str], at: int, added: list[str]) -> bool:
    """Whether tokens put at a place in the base are whole lines there."""
    if not added:
        return False
    at_start = at == 0 or is_newline(base[at - 1])
    at_end = at == len(base) or is_newline(base[at])
    return (at_start and is_newline(added[-1])) or (at_end and is_newline(added[0]))


def _places(base: list[str], changes: list[_Change]) -> list[list[_Change]]:
    """Changes grouped by place: those of two sides that touch belong together."""
    places: list[list[_Change]] = []
    for change in changes:
        # changes of one side only may lie between two that touch: look back over a few
        recent = range(max(len(places) - 3, 0), len(places))
        touched = (at for at in recent if any(_touch(base, old, change) for old in places[at]))
        first = next(touched, len(places))
        joined = [old for place in places[first:] for old in place]
        places[first:] = [[*joined, change]]
    return places


def _touch(base: list[str], first: _Change, second: _Change) -> bool:
    if first.side == second.side:
        return False
    if second.start < first.end:
        return True
    inserts = [change.start == change.end for change in (first, second)]
    if second.start == first.end and inserts != [True, True]:
        apart = (inserts[0] and first.whole_lines) or (inserts[1] and second.whole_lines)
        if apart:
            return False
    between = base[first.end : second.start]
    return not any(is_word(token) or is_newline(token) for token in between)


def _decide(
    base: list[str],
    sides: tuple[list[str], list[str]],
    group: list[_Change],
    start: int,
    end: int,
) -> Chunk:
    old = "".join(base[start:end])
    mine, theirs = (
        _version(base, sides[side], [change for change in group if change.side == side], start, end)
        for side in (0, 1)
    )
    if theirs in (old, mine):
        return Agreed(mine)
    return Agreed(theirs) if mine == old else Conflict(old, mine, theirs)


def _version(
    base: list[str], tokens: list[str], changes: list[_Change], start: int, end: int
) -> str:
    """What one side has at ``base[start:end]``."""
    if not changes:
        return "".join(base[start:end])
    first = changes[0].first - (changes[0].start - start)
    last = changes[-1].last + (end - changes[-1].end)
    return "".join(tokens[first:last])


def _joined(pieces: list[Chunk]) -> list[Chunk]:
    """Agreed and conflicting pieces in turn, with (maybe empty) agreed text at both ends."""
    found: list[Chunk] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(last, Agreed) and isinstance(piece, Agreed):
            found[-1] = Agreed(last.text + piece.text)
        else:
            found.append(piece)
    return found


def _widened(pieces: list[Chunk]) -> list[Chunk]:
    """Let conflicts reach to the ends of their sentences or lines, and grow together if need be."""
    found: list[Chunk] = []
    before = ""
    conflict: Conflict | None = None
    for piece in pieces:
        if isinstance(piece, Agreed):
            before = piece.text
            continue
        if conflict is None:
            head, tail = _split_before(before)
        else:
            end = _reach(conflict, before)
            head, tail = _split_before(before[end:])
            if not head and (end == len(before) or tail):
                conflict = _around(conflict, before, piece)
                before = ""
                continue
            found.append(_around(conflict, before[:end]))
        found.append(Agreed(head))
        conflict = _around(Conflict("", "", ""), tail, piece)
        before = ""
    if conflict is not None:
        end = _reach(conflict, before)
        found.append(_around(conflict, before[:end]))
        before = before[end:]
    found.append(Agreed(before))
    return [chunk for chunk in found if chunk != Agreed("")]


def _around(first: Conflict, between: str, second: Conflict | None = None) -> Conflict:
    """One conflict of two, with the text between them in every version."""
    following = second or Conflict("", "", "")
    return Conflict(
        first.base + between + following.base,
        first.mine + between + following.mine,
        first.theirs + between + following.theirs,
    )


def _split_before(text: str) -> tuple[str, str]:
    """Text before a conflict, cut where its sentence or line begins."""
    begin = max(len(text) - _WIDEST, 0)
    cuts = [match.end() for match in _BEFORE.finditer(text, begin)]
    if not cuts and begin:
        cuts = [text.rfind(" ", begin) + 1 or len(text)]
    cut = cuts[-1] if cuts else 0
    return text[:cut], text[cut:]


def _reach(conflict: Conflict, text: str) -> int:
    """How much of the text after a conflict belongs to its last sentence or line."""
    versions = (conflict.base, conflict.mine, conflict.theirs)
    if all(not version or version.endswith("\n") for version in versions):
        return 0
    match = _AFTER.search(text, 0, _WIDEST)
    if match:
        return match.end()
    return len(text) if len(text) <= _WIDEST else max(text.find(" "), 0)
