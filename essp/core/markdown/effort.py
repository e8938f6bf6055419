"""How much work a source asks of the parser, told before the work is done.

The parser's time grows with the length of a page, but one kind of page costs a hundred times as
much a letter as another. So three things are counted: characters that may begin or end something,
lines times the depth of the quotations and lists they stand in, and the cells of tables whose rows
are shorter than their head. A page far above what people write is shown as it was written; of
tables too large, the rest stays text.

The figures: a page of 1,000,000 bytes, closely formatted and linked, has about 130,000 marks;
250,000 opening brackets, the dearest of them, take about six seconds.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table

MOST_MARKS = 250_000
MOST_NESTED_LINES = 200_000
MOST_TABLE_TOKENS = 100_000
MARK = re.compile(r"[*_~`\[\]<>&!\\|@#:]|^[ \t]*[-+=\d\"'(]", re.MULTILINE)
CONTAINERS = re.compile(r"(?:[ \t]{0,8}(?:>|[-*+]|\d{1,9}[.)]))*")
CONTAINER = re.compile(r">|[-*+]|\d{1,9}[.)]")
INDENT = 2


def too_intricate(source: str) -> bool:
    """Whether the source is beyond what is formatted."""
    return marks(source) > MOST_MARKS or nested_lines(source) > MOST_NESTED_LINES


def marks(source: str) -> int:
    """How many characters may begin or end something."""
    return sum(1 for _ in MARK.finditer(source))


def nested_lines(source: str) -> int:
    """Lines times their depth beyond the third; a line without a mark may continue the deepest."""
    total = depth = 0
    for line in source.split("\n"):
        if not line or line.isspace():
            depth = 0
            continue
        depth = max(depth, depth_of(line[:200]))
        total += max(0, depth - 3)
    return total


def depth_of(line: str) -> int:
    """In how many quotations and lists a line stands at most, by its marks and its indent."""
    opening = CONTAINERS.match(line)
    prefix = opening[0] if opening else ""
    indent = len(line) - len(line.lstrip(" \t"))
    return len(CONTAINER.findall(prefix)) + indent // INDENT


def bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless the tables of this page are together too large."""
    spent: int = state.env.get("table_tokens", 0)
    if spent > MOST_TABLE_TOKENS:
        return False
    before = len(state.tokens)
    found = table(state, start, end, silent)
    state.env["table_tokens"] = spent + len(state.tokens) - before
    return found


def bound_tables(md: MarkdownIt) -> None:
    """Replace the parser's table rule by the bounded one."""
    md.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
