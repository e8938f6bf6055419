"""A page shown inside another: `![[Page]]` or `![[Page#Section]]` alone on a line.

The renderer leaves a numbered place, which is filled for each reader. What fills it is the cached
HTML of the other page, or the part of it under one heading, set apart from the page around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from essp.core.markdown.inline import link_parts

ALONE = re.compile(r"!\[\[([^\[\]\n]{1,500})\]\][ \t]*")
PLACE = re.compile(r'<div class="include" data-include="(\d{1,7})"><p>[^<]*</p></div>')
BLOCK = re.compile(r'(?=<div class="blk"[ >])')
HEADING = re.compile(r'<div class="blk"[^>]*><h([2-6]) id="([^"]+)">')
MARKED = re.compile(r'<div class="blk"(?: data-lines="[\d-]+")?(?: data-ink="\d+")?>')
TAG = re.compile(r'<[a-z][a-z0-9]*(?:\s[a-z-]+(?:="[^"]*")?)*\s*/?>')
IDENTITY = re.compile(r'(\sid="|\shref="#)(?=[^"])')
NOTE_REFERENCE = re.compile(r'<a href="#(fn-\d+)" id="fnref-')
NOTE = re.compile(r'<li id="(fn-\d+)">.*?</li>\n?', re.DOTALL)
NOTES = '<section class="footnotes"'


def add_includes(md: MarkdownIt) -> None:
    """Teach a parser the line."""
    also: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("heading", "include", include_line, also)


def include_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`![[Page]]` on a line of its own, wherever a paragraph may begin."""
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = ALONE.fullmatch(line)
    parts = link_parts(match[1]) if match else None
    if parts is None or not parts["title"]:
        return False
    if not silent:
        token = state.push("include", "", 0)
        token.content, token.meta, token.map = parts["label"] or "", dict(parts), [start, start + 1]
        state.line = start + 1
    return True


def place_includes(html: str, shown: Callable[[int], str]) -> str:
    """The HTML with every numbered place filled by what `shown` gives for its number."""
    return PLACE.sub(lambda match: shown(int(match[1])), html)


def section_html(html: str, fragment: str) -> str | None:
    """The part of a page's HTML from a heading to the next of its level; None without that heading.

    The notes that it refers to come along.
    """
    part: list[str] = []
    deepest = 0
    blocks = list(top_blocks(html))
    for block in blocks:
        heading = HEADING.match(block)
        if part and (NOTES in block or (heading and int(heading[1]) <= deepest)):
            break
        if not part and heading and heading[2] == fragment:
            deepest = int(heading[1])
        if deepest:
            part.append(block)
    return "".join([*part, *notes_for("".join(part), blocks[-1])]) if part else None


def top_blocks(html: str) -> Iterator[str]:
    """The blocks of a page's HTML, in order."""
    return (block for block in BLOCK.split(html) if block)


def notes_for(part: str, last: str) -> list[str]:
    """The section of notes, with those alone that a part of the page refers to."""
    wanted = set(NOTE_REFERENCE.findall(part))
    if not wanted or NOTES not in last:
        return []
    return [NOTE.sub(lambda match: match[0] if match[1] in wanted else "", last)]


def set_apart(html: str, prefix: str) -> str:
    """The HTML with ids of its own and without the marks of lines and inks, which are its page's."""
    plain = MARKED.sub("<div>", html)
    return TAG.sub(lambda tag: IDENTITY.sub(rf"\g<1>{prefix}", tag[0]), plain)
