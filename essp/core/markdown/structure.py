"""What the blocks of a parsed page mean: headings below the title, callouts, tasks, parts.

Each function works on the flat list of tokens after parsing, in place.

Headings: the page has one h1, its title, so the highest heading of the source becomes h2 and the
others keep their distance, down to h6. Their ids are `h-` and the words (`h-when-to-start`), a
number added when the words return; nothing else in a page may begin with `h-`, so no heading can
take the place of a part of the screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from essp.core.markdown.plain_text import inline_text
from essp.core.markdown.shapes import Heading

CALLOUT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*", re.IGNORECASE)
TASK = re.compile(r"\[([ xX])\]\s+")
NO_SLUG = re.compile(r"[^\w]+|_+")


def section_id(words: str) -> str:
    """The fragment of the first heading with these words: `Wie beslist?` is `h-wie-beslist`."""
    folded = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    slug = NO_SLUG.sub("-", letters).strip("-")
    return "h-" + (slug[:80].strip("-") or "section")


def number_headings(tokens: Sequence[Token]) -> list[Heading]:
    """Set tag and id of every heading; those outside lists and quotations are the contents."""
    opening = [i for i, token in enumerate(tokens) if token.type == "heading_open"]
    shift = 2 - min((int(tokens[i].tag[1]) for i in opening), default=2)
    taken: dict[str, int] = {}
    headings: list[Heading] = []
    for i in opening:
        token, text = tokens[i], inline_text(tokens[i + 1].children).strip()
        level = min(6, int(token.tag[1]) + shift)
        token.tag = tokens[i + 2].tag = f"h{level}"
        token.attrs = {"id": unique(section_id(text), taken)}
        if token.level == 0 and text and token.map:
            headings.append(Heading(level, str(token.attrs["id"]), text, token.map[0] + 1))
    return headings


def unique(slug: str, taken: dict[str, int]) -> str:
    """The slug, or the slug with the first free number from 2."""
    if slug not in taken:
        taken[slug] = 1
        return slug
    number = taken[slug] + 1
    while f"{slug}-{number}" in taken:
        number += 1
    taken[slug] = number
    taken[f"{slug}-{number}"] = 1
    return f"{slug}-{number}"


def mark_callouts(tokens: Sequence[Token]) -> None:
    """Turn `> [!NOTE] optional title` into a callout."""
    open_quotes: list[Token | None] = []
    for i, token in enumerate(tokens):
        if token.type == "blockquote_open":
            kind = take_callout_mark(tokens[i + 1 : i + 3])
            open_quotes.append(token if kind else None)
            if kind:
                token.type, token.tag, token.meta = "callout_open", "aside", {"kind": kind}
        elif token.type == "blockquote_close" and open_quotes.pop():
            token.type, token.tag = "callout_close", "aside"


def take_callout_mark(following: Sequence[Token]) -> str | None:
    """Kind of a callout whose mark begins the paragraph; the mark gives way to a title."""
    if len(following) < 2 or following[0].type != "paragraph_open":
        return None
    children = following[1].children or []
    match = CALLOUT.match(children[0].content) if children and children[0].type == "text" else None
    if match is None:
        return None
    kind = match[1].lower()
    children[0].content = children[0].content[match.end() :]
    end = next((i for i, token in enumerate(children) if token.type == "softbreak"), len(children))
    title = [token for token in children[:end] if token.type != "text" or token.content]
    opening = Token("callout_title_open", "b", 1, meta={"kind": kind, "own_words": bool(title)})
    closing = Token("callout_title_close", "b", -1)
    following[1].children = [opening, *title, closing, *children[end + 1 :]]
    return kind


def mark_tasks(tokens: Sequence[Token]) -> None:
    """Note on each list whether it holds tasks, and on each item whether it is one, and done."""
    lists: list[Token] = []
    items: list[Token] = []
    for i, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            token.meta = lists.pop().meta
        elif token.type == "list_item_open":
            token.meta = {"task": take_task_mark(tokens[i + 1 : i + 3]), "list": lists[-1]}
            items.append(token)
            if token.meta["task"]:
                lists[-1].meta["tasks"] = True
        elif token.type == "list_item_close":
            token.meta = items.pop().meta


def take_task_mark(following: Sequence[Token]) -> str | None:
    """`done` or `open` for an item that begins with `[x]` or `[ ]`, which is taken away."""
    if len(following) < 2 or following[0].type != "paragraph_open":
        return None
    children = following[1].children or []
    match = TASK.match(children[0].content) if children and children[0].type == "text" else None
    if match is None:
        return None
    children[0].content = children[0].content[match.end() :]
    return "open" if match[1] == " " else "done"


def top_level_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each block of the page, in order."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth = max(0, depth + token.nesting)
        if depth == 0:
            yield block
            block = []
    if block:
        yield block


def source_lines(block: Sequence[Token], lines: Sequence[str]) -> tuple[int, int] | None:
    """First and last line of a block, from 1, without the blank lines after it."""
    if not block[0].map:
        return None
    first, end = block[0].map
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    return first + 1, end
