"""What is done to cached HTML for one reader: links placed, names given, authors' inks laid.

Each is one pass of one pattern. The patterns match only what the renderer itself wrote: text of a
page reaches the HTML with `<` escaped in text and quotes escaped in attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from essp.core.markdown.shapes import Target

PLACEHOLDER = re.compile(r'<a class="wikilink" data-wl="(\d{1,7})">([^<]*)</a>')
MENTION = re.compile(r'<a class="mention" href="/people/([a-z0-9-]+)">@[^<]*</a>')
GROUP = re.compile(r'<span class="mention">@([a-z]+:[a-z0-9-]+)</span>')
HEADING = re.compile(r'<h[2-6] id="([^"]+)">')
NAMELESS = "@former-colleague"
QUOTE = re.compile(r"<blockquote>\n(.*)\n</blockquote>\n(?=</div>)", re.DOTALL)
# A quotation of more lines, or of more HTML, is folded.
QUOTED_LINES, QUOTED_LENGTH = 8, 1_500
BLOCK = re.compile(r'<div class="blk" data-lines="(\d+-\d+)">')


def place_links(html: str, resolved: Mapping[int, Target]) -> str:
    """The HTML with every wiki link led to its target; one without a target becomes its label."""
    return PLACEHOLDER.sub(lambda match: placed(match[2], resolved.get(int(match[1]))), html)


def placed(label: str, target: Target | None) -> str:
    """One link; `label` is escaped already."""
    if target is None:
        return label
    label = label if target.label is None else escape(target.label)
    css = "wikilink" if target.found else "wikilink wikilink--wanted"
    title = f' title="{escape(target.title)}"' if target.title else ""
    if target.href is None:
        return f'<span class="{css}"{title}>{label}</span>'
    return f'<a class="{css}" href="{escape(target.href)}"{title}>{label}</a>'


def name_people(html: str, names: Mapping[str, str]) -> str:
    """The HTML with display names for handles; a handle nobody has becomes plain text.

    An empty name stands for somebody who may not be named any more.
    """

    def named(match: re.Match[str]) -> str:
        handle = match[1]
        if handle not in names:
            return f"@{handle}"
        if not names[handle]:
            return NAMELESS
        return f'<a class="mention" href="/people/{handle}">@{escape(names[handle])}</a>'

    return MENTION.sub(named, html)


def name_groups(html: str, links: Mapping[str, str]) -> str:
    """The HTML with every group led to its people; one without a link becomes plain text."""

    def led(match: re.Match[str]) -> str:
        href = links.get(match[1])
        written = f"@{match[1]}"
        return f'<a class="mention" href="{escape(href)}">{written}</a>' if href else written

    return GROUP.sub(led, html)


def anchored(html: str, former: Mapping[str, Sequence[str]]) -> str:
    """The HTML with the fragments that its headings had before, where nothing else has them."""
    if not former:
        return html

    def with_former(match: re.Match[str]) -> str:
        free = (each for each in former.get(match[1], ()) if f' id="{each}"' not in html)
        return match[0] + "".join(f'<span id="{escape(each)}"></span>' for each in free)

    return HEADING.sub(with_former, html)


def ink_blocks(html: str, inks: Sequence[int]) -> str:
    """The HTML with `data-ink` on its blocks, in order; blocks beyond the last ink have none."""
    remaining = iter(inks)

    def inked(match: re.Match[str]) -> str:
        ink = next(remaining, None)
        return match[0] if ink is None else f'{match[0][:-1]} data-ink="{int(ink)}">'

    return BLOCK.sub(inked, html)


def fold_quotes(html: str, summary: Callable[[int], str]) -> str:
    """HTML that was set apart with its long quotations folded, under what `summary` says of their lines."""

    def folded(block: str) -> str:
        found = QUOTE.match(block)
        if found is None:
            return block
        lines = found[1].count("\n") + 1
        if lines <= QUOTED_LINES and len(found[1]) <= QUOTED_LENGTH:
            return block
        said = escape(summary(lines), quote=False)
        opening = f'<details class="quoted"><summary>{said}</summary>'
        return f"{opening}{found[0]}</details>{block[found.end() :]}"

    # No other block than those of the text itself is a bare <div>.
    return "<div>".join(folded(block) for block in html.split("<div>"))
