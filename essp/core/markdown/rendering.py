"""From the source of a page to what is shown, searched and linked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from markdown_it.token import Token

from essp.core.markdown.parsing import parse, parser, printable
from essp.core.markdown.placing import name_people
from essp.core.markdown.plain_text import count_words, page_text
from essp.core.markdown.references import References, collect
from essp.core.markdown.sanitising import sanitise
from essp.core.markdown.shapes import Heading, Rendered, TooLarge
from essp.core.markdown.structure import (
    mark_callouts,
    mark_tasks,
    number_headings,
    source_lines,
    top_level_blocks,
)
from essp.core.markdown.wording import wording

LARGEST = 1_000_000
Names = Mapping[str, str] | Callable[[str], str | None]


def render(source: str, *, language: str = "en", people: Names | None = None) -> Rendered:
    """One revision's Markdown as sanitised HTML with everything it refers to.

    `language` is the page's, for the words the renderer adds. `people` gives display names for
    handles; with it, a handle nobody has becomes plain text, without it each stays a link (then
    `name_people` can give names at viewing time). Any text renders; only one of more than
    1,000,000 bytes raises TooLarge.
    """
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        raise TooLarge(size, LARGEST)
    source = printable(source)
    tokens = parse(source)
    mark_callouts(tokens)
    mark_tasks(tokens)
    headings = number_headings(tokens)
    ids = {str(token.attrs["id"]) for token in tokens if token.type == "heading_open"}
    found = collect(tokens, ids)
    html, blocks = write(tokens, source, language)
    if people is not None:
        html = name_people(html, names_for(found.mentions, people))
    return assembled(html, blocks, page_text(tokens), headings, found)


def headings_in(source: str) -> list[Heading]:
    """The headings that `render` finds, without the rest of its work."""
    return number_headings(parse(printable(source)))


def write(tokens: Sequence[Token], source: str, language: str) -> tuple[str, list[tuple[int, int]]]:
    """The sanitised HTML, and the lines of its blocks; the footnotes together have none."""
    md, env, lines = parser(), {"wording": wording(language)}, source.split("\n")
    parts: list[str] = []
    blocks: list[tuple[int, int]] = []
    for block in top_level_blocks(tokens):
        place = source_lines(block, lines)
        mark = f' data-lines="{place[0]}-{place[1]}"' if place else ""
        parts.append(f'<div class="blk"{mark}>{md.renderer.render(block, md.options, env)}</div>\n')
        if place:
            blocks.append(place)
    return sanitise("".join(parts)), blocks


def names_for(handles: Iterable[str], people: Names) -> dict[str, str]:
    """Display names of those handles that somebody has."""
    ask = people.get if isinstance(people, Mapping) else people
    named = {handle: ask(handle) for handle in handles}
    return {handle: name for handle, name in named.items() if name}


def assembled(
    html: str,
    blocks: list[tuple[int, int]],
    text: str,
    headings: list[Heading],
    found: References,
) -> Rendered:
    """All that was learnt, as one record."""
    return Rendered(
        html=html,
        text=text,
        words=count_words(text),
        headings=headings,
        links=found.links,
        web_links=list(found.web),
        page_links=list(found.page),
        images=list(found.images),
        mentions=list(found.mentions),
        topics=list(found.topics),
        blocks=blocks,
        groups=list(found.groups),
        called=list(found.called),
    )
