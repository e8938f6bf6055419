"""What a proposal changes, place by place, so that each can be taken or left for itself: pure.

A place is a run of lines that differ; what lies between two places stays as it is, so any choice of
places gives a text. So does any choice of the parts of a place: the runs of words in it that differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from essp.core.markdown.lines import HEADINGS, lines_of
from essp.core.text.alignment import Opcode, blocks_by_line, opcodes, opcodes_of
from essp.core.text.diff import Row, change_size, compare, readable
from essp.core.text.tokens import is_newline, tokenize

WHOLE = 1_000_000
MOST_PARTS = 40  # more than these are one rewriting, not changes to be chosen from
AROUND = 40  # characters beside a part, so that it can be recognised


@dataclass(frozen=True)
class Part:
    """A run of words that differs: what stands there (`old`), what is proposed (`new`), what is beside it.

    `number` counts from 0 within its place.
    """

    number: int
    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True)
class Hunk:
    """One place: its lines as they are (`old`) and as proposed (`new`), and below which heading.

    `number` counts from 0; `line` is that of the page where it begins, from 1. `rows` are the lines
    with the changed words marked, `gone` the headings that would disappear. `parts` are there where they
    are several.
    """

    number: int
    line: int
    heading: str
    old: str
    new: str
    rows: Sequence[Row]
    added: int
    removed: int
    gone: Sequence[str] = ()
    parts: Sequence[Part] = ()


def hunks_of(current: str, proposed: str) -> list[Hunk]:
    """Every place where a proposed text differs from the current one, in order."""
    before, after = current.split("\n"), proposed.split("\n")
    headings = _headings(current)
    kept = set(_headings(proposed).values())
    return [
        _hunk(number, op, before, after, headings, kept)
        for number, op in enumerate(_changes(before, after))
    ]


def assemble(
    current: str,
    proposed: str,
    taken: Collection[int],
    words: Mapping[int, str] | None = None,
    parts: Mapping[int, Collection[int]] | None = None,
) -> str:
    """The current text with the taken places as proposed, or in these other `words`.

    Of a place that `parts` names, only those parts are taken; other words for it come before that.
    """
    before, after, found = current.split("\n"), proposed.split("\n"), list[str]()
    done = 0
    for number, op in enumerate(_changes(before, after)):
        found += before[done : op.a1]
        if words and number in words:
            found += words[number].split("\n") if words[number] else []
        elif parts and number in parts and number in taken:
            old, new = "\n".join(before[op.a1 : op.a2]), "\n".join(after[op.b1 : op.b2])
            found += _with_parts(old, new, parts[number]).split("\n")
        else:
            found += after[op.b1 : op.b2] if number in taken else before[op.a1 : op.a2]
        done = op.a2
    return "\n".join([*found, *before[done:]])


def _with_parts(old: str, new: str, chosen: Collection[int]) -> str:
    """The lines of a place with these parts of it as proposed."""
    a, b = tokenize(old), tokenize(new)
    found, number = list[str](), 0
    for op in _word_changes(a, b):
        if op.tag == "equal":
            found += a[op.a1 : op.a2]
            continue
        found += b[op.b1 : op.b2] if number in chosen else a[op.a1 : op.a2]
        number += 1
    return "".join(found)


def _parts(old: str, new: str) -> Sequence[Part]:
    """The parts of a place, where there are several."""
    a, b = tokenize(old), tokenize(new)
    changed = [op for op in _word_changes(a, b) if op.tag != "equal"]
    if not 2 <= len(changed) <= MOST_PARTS:
        return ()
    return [
        Part(
            number,
            "".join(a[: op.a1])[-AROUND:].rpartition("\n")[2],
            "".join(a[op.a1 : op.a2]),
            "".join(b[op.b1 : op.b2]),
            "".join(a[op.a2 :])[:AROUND].partition("\n")[0],
        )
        for number, op in enumerate(changed)
    ]


def _word_changes(a: list[str], b: list[str]) -> list[Opcode]:
    return opcodes_of(readable(blocks_by_line(a, b, is_newline), a, b), len(a), len(b))


def _changes(before: list[str], after: list[str]) -> list[Opcode]:
    return [op for op in opcodes(before, after) if op.tag != "equal"]


def _hunk(
    number: int, op: Opcode, before: list[str], after: list[str],
    headings: Mapping[int, str], kept: Collection[str],
) -> Hunk:  # fmt: skip
    old, new = "\n".join(before[op.a1 : op.a2]), "\n".join(after[op.b1 : op.b2])
    rows = [row for hunk in compare(old, new, WHOLE).hunks for row in hunk.rows]
    added, removed = change_size(old, new)
    here = {at: title for at, title in headings.items() if op.a1 <= at < op.a2}
    return Hunk(
        number,
        op.a1 + 1,
        next((headings[at] for at in range(min(op.a1, len(before) - 1), -1, -1) if at in headings), ""),
        old,
        new,
        [row for row in rows if row.text.strip() or row.kind == "changed"],
        added,
        removed,
        [title for title in here.values() if title not in kept],
        _parts(old, new) if old and new else (),
    )  # fmt: skip


def _headings(text: str) -> dict[int, str]:
    """The words of each heading by its line, counted from 0."""
    lines = text.split("\n")
    return {
        at: lines[at][line.mark :].strip()
        for at, line in enumerate(lines_of(text))
        if line.kind in HEADINGS
    }
