"""Who and what a page points at: wiki links, addresses, images, people, topics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from essp.core.markdown.addresses import is_own_image, leads_outside
from essp.core.markdown.shapes import WikiLink
from essp.core.markdown.structure import section_id

QUOTES = {"blockquote_open": 1, "blockquote_close": -1}


@dataclass(slots=True)
class References:
    """What was found, in order of appearance; dictionaries keep the first of equals."""

    links: list[WikiLink] = field(default_factory=list)
    web: dict[str, None] = field(default_factory=dict)
    page: dict[str, None] = field(default_factory=dict)
    images: dict[str, None] = field(default_factory=dict)
    mentions: dict[str, None] = field(default_factory=dict)
    groups: dict[str, None] = field(default_factory=dict)
    called: dict[str, None] = field(default_factory=dict)
    topics: dict[str, None] = field(default_factory=dict)


def collect(tokens: Iterable[Token], ids: Collection[str]) -> References:
    """Read all references, number the wiki links, and set what their HTML needs.

    A link to `#fragment` that names a heading by its words is led to that heading's id.
    """
    found = References()
    for token, quoted in referring_tokens(tokens):
        if token.type in ("wikilink", "include"):
            note_wikilink(token, found)
        elif token.type == "link_open":
            note_link(token, found, ids)
        elif token.type == "image":
            note_image(token, found)
        elif token.type == "mention":
            note_mention(token.meta["handle"], found, quoted=quoted)
        elif token.type == "topic":
            found.topics[token.meta["topic"]] = None
    return found


def referring_tokens(tokens: Iterable[Token]) -> Iterator[tuple[Token, bool]]:
    """Includes, and everything inside the lines; not what is inside an image's alternative text.

    With each goes whether it stands in a quotation.
    """
    depth = 0
    for token in tokens:
        if token.type == "include":
            yield token, depth > 0
        elif token.type == "inline":
            yield from ((child, depth > 0) for child in token.children or ())
        elif token.type in QUOTES:
            depth += QUOTES[token.type]


def note_mention(handle: str, found: References, *, quoted: bool) -> None:
    """A person or a group; what somebody else said, and is only quoted, calls nobody again."""
    (found.groups if ":" in handle else found.mentions)[handle] = None
    if not quoted:
        found.called[handle] = None


def note_wikilink(token: Token, found: References) -> None:
    """A link within the page leads to its heading; any other is numbered, to be placed later."""
    parts = token.meta
    if not parts["title"]:
        token.attrs = {"href": "#" + section_id(parts["section"])}
        return
    link = WikiLink(
        len(found.links), parts["space"], parts["title"], parts["section"], parts["label"],
        bare=parts["bare"], included=token.type == "include",
    )  # fmt: skip
    token.meta = {"index": link.index}
    found.links.append(link)


def note_link(token: Token, found: References, ids: Collection[str]) -> None:
    """A link to the web, to a page, or within this page."""
    href = str(token.attrs.get("href", ""))
    if leads_outside(href):
        token.attrs["rel"] = "noopener noreferrer"
        found.web[href] = None
    elif href.startswith("#"):
        if f"h-{href[1:]}" in ids:
            token.attrs["href"] = f"#h-{href[1:]}"
    elif href and not href.lower().startswith("mailto:"):
        found.page[href] = None


def note_image(token: Token, found: References) -> None:
    """An image shown in place, or one that is shown as a link."""
    src = str(token.attrs.get("src", ""))
    if is_own_image(src):
        found.images[src] = None
    elif leads_outside(src):
        found.web[src] = None
    elif src:
        found.page[src] = None
