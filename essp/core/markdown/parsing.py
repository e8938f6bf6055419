"""The parser and its options; what it cannot read at a fair price is left as it was written.

Nesting stops at `DEEPEST` levels, a list counting for two.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from essp.core.markdown.addresses import may_link
from essp.core.markdown.effort import bound_tables, too_intricate
from essp.core.markdown.footnotes import add_footnotes
from essp.core.markdown.html import PageRenderer
from essp.core.markdown.includes import add_includes
from essp.core.markdown.inline import add_inline_rules

DEEPEST = 20
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@cache
def parser() -> MarkdownIt:
    """The one parser of the process; parsing keeps its state in the `env` of the call."""
    md = MarkdownIt(
        "commonmark", {"html": False, "maxNesting": DEEPEST}, renderer_cls=PageRenderer
    ).enable(["table", "strikethrough"])
    add_inline_rules(md)
    add_footnotes(md)
    add_includes(md)
    bound_tables(md)
    replaced: Any = md
    replaced.validateLink = may_link
    return md


def printable(source: str) -> str:
    """The source with plain line ends, and U+FFFD for what no page can hold."""
    return UNPRINTABLE.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n"))


def parse(source: str) -> list[Token]:
    """The tokens of a page, footnotes at the end; one token for a page that is too intricate."""
    if too_intricate(source):
        return [Token("as_written", "", 0, content=source, map=[0, source.count("\n") + 1])]
    return parser().parse(source, {})
