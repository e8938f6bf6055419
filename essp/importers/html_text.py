"""HTML of dumps and mails as the Markdown of posts: every word of it, and no more meaning than it had.

What looks like markup in the words is escaped, so that `@name`, `#12` or `[[x]]` of elsewhere names
nobody and links nowhere here. Scripts and styles are dropped, tables that only arrange a page become
paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag
from markdownify import MarkdownConverter

from essp.importers.escaping import escaped, escaped_label, link, quoted_code, unindented

TAGS = {
    "a", "article", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "q", "s", "samp",
    "section", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "tt", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan"}, "th": {"colspan"},
    "pre": {"class"}, "code": {"class"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
WITH_CONTENT = {"script", "style", "head", "title", "template", "noscript"}
DEEPEST = 200
OPENED = re.compile(r"<(/?)([a-z][a-z0-9]*)")
ALONE = {"br", "hr", "img"}
LANGUAGE = re.compile(r"(?:language|lang)-([\w+#-]{1,20})")
RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
BLOCKS = frozenset({"blockquote", "div", "h1", "h2", "h3", "ol", "pre", "table", "ul"})
Turn = Callable[[str], str]


def markdown_of(html: str, turn: Turn = str) -> str:
    """The Markdown of a piece of HTML; `turn` says where its links lead here.

    HTML nested beyond all sense keeps its words and loses its looks.
    """
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, clean_content_tags=WITH_CONTENT,
        url_schemes=SCHEMES, link_rel=None, strip_comments=True,
    )  # fmt: skip
    if depth_of(clean) > DEEPEST:
        return escaped(unindented(words_of(clean)))
    soup = BeautifulSoup(clean, "html.parser")
    _flatten_layout(soup)
    found = _Writer(turn).convert_soup(soup)
    return BLANK_LINES.sub("\n\n", found).strip("\n").rstrip()


def words_of(html: str) -> str:
    """The words alone, a line for each block."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return BLANK_LINES.sub("\n\n", "".join(reader.said)).strip()


def depth_of(clean: str) -> int:
    """How deep the elements of well-formed HTML stand in each other."""
    depth = deepest = 0
    for closing, name in OPENED.findall(clean):
        if name not in ALONE:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _flatten_layout(soup: BeautifulSoup) -> None:
    """Tables that arrange a page rather than say something become blocks one below the other."""
    for table in soup.find_all("table"):
        cells = table.find_all(["td", "th"])
        rows = table.find_all("tr")
        if len(cells) > len(rows) and not any(cell.find(list(BLOCKS)) for cell in cells):
            continue
        for each in [*table.find_all(["tr", "td", "th", "thead", "tbody", "tfoot"]), table]:
            each.name = "div"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep what is said."""
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins on its own line."""
        if tag in {"p", "br", "div", "li", "tr", "pre"}:
            self.said.append("\n")


class _Writer(MarkdownConverter):
    """The library's converter with the few shapes that are otherwise here."""

    class Options:
        """What the library asks."""

        heading_style = "atx"
        bullets = "-"
        table_infer_header = True

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn = turn

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Words as words."""
        text = escaped_label(text) if "a" in parent_tags else escaped(text)
        return text.replace("|", "\\|") if {"td", "th"} & parent_tags else text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link, bare where it is its own label."""
        href = self._turn(str(el.get("href") or ""))
        if "_noformat" in parent_tags or not href:
            return text
        return link(text, href, said=el.get_text())

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture, also inside a heading or a cell."""
        src = self._turn(str(el.get("src") or ""))
        return f"!{link(escaped_label(str(el.get('alt') or '')), src)}" if src else ""

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Code in a fence that its own backticks cannot end."""
        code = el.get_text().strip("\n")
        inner = el.find("code")
        named = " ".join(str(each.get("class") or "") for each in (el, inner) if each)
        language = LANGUAGE.search(named)
        return f"\n\n{quoted_code(code, language[1] if language else '')}\n\n" if code else ""

    convert_tt = MarkdownConverter.convert_code  # type: ignore[attr-defined]
    convert_strike = MarkdownConverter.convert_del  # type: ignore[attr-defined]

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Raised figures; raised words are small print."""
        return _shifted(text, RAISED)

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Lowered figures."""
        return _shifted(text, LOWERED)

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The word that is explained."""
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Its explanation."""
        return f"\n\n{text.strip()}\n\n" if text.strip() else ""


def _shifted(text: str, letters: dict[str, str]) -> str:
    bare = text.strip()
    if bare and all(letter in letters for letter in bare):
        return "".join(letters[letter] for letter in bare)
    return text
