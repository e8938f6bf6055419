"""The text of an HTML mail, with what its program marks as quoted marked by `>`.

Some programs send no plain text. Only the words matter here; nothing of the HTML is kept.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "div", "dl", "dt", "dd", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "ol", "p", "pre", "section", "table",
     "tr", "ul"}
)  # fmt: skip
APART = frozenset({"p", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "table"})
SILENT = frozenset({"head", "script", "style", "title", "template"})
ALONE = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
QUOTES = re.compile(
    r"gmail_quote|gmail_extra|yahoo_quoted|protonmail_quote|moz-cite-prefix|tutanota_quote"
    r"|OutlookMessageHeader|zmail_extra"
)
# From here on everything is the mail that was answered, though nothing surrounds it.
FROM_HERE = re.compile(
    r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|ms-outlook-mobile-reference"
)
DEEPEST = 400


def text_of(html: str) -> str:
    """The words of an HTML mail, a line for each line that its program would show."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._quoted = 0
        self._silent = 0
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where one begins, and note what is quoted."""
        if tag in SILENT:
            self._silent += 1
        said = " ".join(value or "" for name, value in attrs if name in {"class", "id"})
        self._over = self._over or bool(FROM_HERE.search(said))
        if tag in BLOCKS:
            self._end_line(apart=tag in APART)
        if tag == "br":
            self._end_line(always=True)
        elif tag == "li":
            self._line = ["- "]
        elif tag not in ALONE and len(self._open) < DEEPEST:
            quoted = tag == "blockquote" or bool(QUOTES.search(said))
            self._open.append((tag, quoted))
            self._quoted += quoted

    def handle_endtag(self, tag: str) -> None:
        """End what was begun last under this name, and what was left open in it."""
        if tag in SILENT:
            self._silent = max(self._silent - 1, 0)
        if tag in BLOCKS:
            self._end_line(apart=tag in APART)
        if all(name != tag for name, _quoted in self._open):
            return
        while self._open:
            name, quoted = self._open.pop()
            self._quoted -= quoted
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Add words; white space is one space."""
        if not self._silent:
            words = re.sub(r"[ \t\r\n\f]+", " ", data)
            self._line.append(words if self._line else words.lstrip())

    def text(self) -> str:
        """Everything that was read."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def _end_line(self, *, always: bool = False, apart: bool = False) -> None:
        line, self._line = "".join(self._line).strip(), []
        mark = "> " if self._quoted or self._over else ""
        if line or always:
            self._lines.append(mark + line)
        if apart and self._lines and self._lines[-1].strip("> "):
            self._lines.append(mark.strip())
