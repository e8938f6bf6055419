"""What a rendered page is made of: its HTML and everything that was learnt while reading it."""

from __future__ import annotations

from dataclasses import dataclass, field


class TooLarge(ValueError):
    """The source is longer than a page may be; `size` and `limit` are bytes of UTF-8."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"source of {size} bytes, at most {limit} are rendered")
        self.size = size
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 2 to 6 as shown, fragment id, words, line of the source from 1."""

    level: int
    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class WikiLink:
    """A `[[link]]` as written; `index` is its number, from 0, here and in the cached HTML.

    `bare` has no label of its own; `included` shows what it names in its place.
    """

    index: int
    space: str | None
    title: str
    section: str | None
    label: str
    bare: bool = False
    included: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where one wiki link leads for this reader.

    `href` is the page when `found`, otherwise the address that creates it; None when this reader
    may not create it: the label is then shown as text. `title` is the tooltip, in the reader's
    language. `label` takes the place of what was written.
    """

    href: str | None
    found: bool
    title: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """One revision as HTML, with what the page says about itself.

    `html` is sanitised and may be cached for as long as the revision lives. `text` is the plain
    text for the search index, one block per line. `blocks` are the first and last line, from 1, of
    every top-level block in source order: the `data-lines` of the HTML. Addresses, handles (lower
    case) and topics (lower case) stand in order of appearance, each once. `groups` are written
    `space:address`, `team:handle` or `department:name`. `called` are the handles and groups that
    somebody calls in their own words: those that stand outside quotations.
    """

    html: str
    text: str
    words: int
    headings: list[Heading]
    links: list[WikiLink]
    web_links: list[str]
    page_links: list[str]
    images: list[str]
    mentions: list[str]
    topics: list[str]
    blocks: list[tuple[int, int]]
    groups: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
