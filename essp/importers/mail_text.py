"""Plain text of mails as Markdown: quotations as quotations, signatures apart, lines as they were meant.

No word is lost. A line that was broken only because it was full goes on; one that was broken on purpose
stays broken; columns, indented lines and patches are code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from essp.importers.escaping import escaped, quoted_code

QUOTED = re.compile(r"^((?:[ ]?>)+)[ ]?(.*)$")
SIGNATURE = re.compile(r"--\s*|_{20,}")
ITEM = re.compile(r"^([ ]{0,3})([-*+]|\d{1,3}[.)])[ ]+(?=\S)")
PATCH = re.compile(r"^(?:diff --git |Index: \S+$|--- a/|@@ -\d)")
COLUMNS = re.compile(r"\S {3,}\S|\t\S|[|+]-{3,}")
CODE_LINE = re.compile(r"^(?: {4}|\t)")
DEEPEST = 6
WIDTH = 72


def unflowed(text: str, *, delsp: bool = False) -> str:
    """Text in `format=flowed` with its lines whole again."""
    lines: list[str] = []
    depth, open_end = 0, False
    for raw in text.split("\n"):
        marks = len(raw) - len(raw.lstrip(">"))
        line = raw[marks:].removeprefix(" ") if marks or raw.startswith(" ") else raw
        soft = line.endswith(" ") and line != "-- "
        kept = line[:-1] if soft and delsp else line
        if open_end and marks == depth and line != "-- ":
            lines[-1] += kept
        else:
            lines.append(">" * marks + (" " if marks else "") + kept)
        depth, open_end = marks, soft
    return "\n".join(lines)


def parted(text: str) -> tuple[str, str]:
    """What a mail says, and its signature or the foot of the list."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        below = lines[number + 1 :]
        if SIGNATURE.fullmatch(line) and not any(QUOTED.match(each) for each in below):
            return "\n".join(lines[:number]), "\n".join(below).strip("\n")
    return text, ""


def mail_markdown(text: str) -> str:
    """The text of a mail, without its signature, as Markdown."""
    lines = [_depth(line) for line in text.split("\n")]
    parts = []
    for depth, group in groupby(lines, key=lambda line: line[0]):
        inside = [line for _depth_, line in group]
        written = "\n\n".join(_blocks(inside))
        if written:
            mark = "> " * depth
            marked = (f"{mark}{line}" if line else mark.rstrip() for line in written.split("\n"))
            parts.append("\n".join(marked))
    return "\n\n".join(parts)


def signature_markdown(text: str) -> str:
    """A signature, every line of it its own, below a rule."""
    lines = [escaped(line.strip()) for line in text.split("\n")]
    return "---\n\n" + "  \n".join(line for line in lines if line)


def _depth(line: str) -> tuple[int, str]:
    found = QUOTED.match(line)
    return (min(found[1].count(">"), DEEPEST), found[2]) if found else (0, line)


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs, lists and code, as Markdown."""
    for number, line in enumerate(lines):
        if PATCH.match(line):
            yield from _paragraphs(lines[:number])
            yield quoted_code("\n".join(lines[number:]).strip("\n"), "diff")
            return
    yield from _paragraphs(lines)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    code: list[str] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        block = list(group)
        if filled and _is_code(block):
            code += block
        elif filled:
            if code:
                yield _code(code)
                code = []
            yield _prose(block)
        elif code:
            code += block
    if code:
        yield _code(code)


def _is_code(block: Sequence[str]) -> bool:
    """Whether a block was set by hand: all indented, or in columns."""
    if all(CODE_LINE.match(line) for line in block):
        return True
    columns = sum(bool(COLUMNS.search(line.strip())) for line in block)
    return len(block) > 1 and columns * 2 > len(block)


def _code(lines: Sequence[str]) -> str:
    filled = [line for line in lines if line.strip()]
    indent = min(len(line) - len(line.lstrip(" ")) for line in filled)
    return quoted_code("\n".join(line[indent:] for line in lines).strip("\n"))


def _prose(block: Sequence[str]) -> str:
    written: list[str] = []
    for number, line in enumerate(block):
        item = ITEM.match(line)
        words = escaped(line[item.end() :].strip() if item else line.strip())
        following = block[number + 1] if number + 1 < len(block) else None
        broken = (
            following is not None and not ITEM.match(following) and _on_purpose(line, following)
        )
        written.append((f"{item[2]} {words}" if item else words) + ("  " if broken else ""))
    return "\n".join(written)


def _on_purpose(line: str, following: str) -> bool:
    """Whether the next word would still have stood on the line."""
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) < WIDTH - 6
