"""The words of a page without their form: for the search index, for counting, for summaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
BREAKS = frozenset({"softbreak", "hardbreak", "callout_title_close"})
WRITTEN = frozenset({"text", "code_inline", "wikilink", "mention", "topic", "text_special"})


def inline_text(children: Sequence[Token] | None) -> str:
    """The words of one line of inline tokens; images speak by their alternative text."""
    parts: list[str] = []
    for token in children or ():
        if token.type in WRITTEN:
            parts.append(token.content)
        elif token.type == "image":
            parts.append(inline_text(token.children))
        elif token.type in BREAKS:
            parts.append("\n")
    return "".join(parts)


def page_text(tokens: Iterable[Token]) -> str:
    """All words of the page, one block per line."""
    lines: list[str] = []
    for token in tokens:
        if token.type == "inline":
            lines.append(inline_text(token.children))
        elif token.type in ("fence", "code_block", "as_written"):
            lines.append(token.content)
    return "\n".join(line.strip("\n") for line in lines if line.strip())


def count_words(text: str) -> int:
    """How many words a text has; a number is a word, a dash is not."""
    return sum(1 for _ in WORD.finditer(text))


def excerpt(text: str, limit: int = 200) -> str:
    """The beginning of a text on one line, at most `limit` characters, cut between words."""
    line = " ".join(text[: limit * 4 + 400].split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, _, _ = cut.rpartition(" ") if line[limit - 1] != " " else (cut, "", "")
    return (head or cut).rstrip(" ,;:.-–") + "…"
