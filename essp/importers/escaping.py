"""Words of elsewhere written so that they mean nothing more as Markdown than they say."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"https?://[^\s<>\"`{}|\\^\[\]]+", re.IGNORECASE)
BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)")
MARK = re.compile(r"[*`\[]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])")
ANGLE = re.compile(r"<(?=[A-Za-z/!?%])")
ENTITY = re.compile(r"&(?=#?\w{1,31};)")
NAMED = re.compile(r"(?<![\w@#&./=+\-\\])([@#])(?=\w)")
LINE_START = re.compile(r"^([ \t]{0,3})(?:([#>+=|-])|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
DEEP_INDENT = re.compile(r"^(?: {4}| {0,3}\t)[ \t]*", re.MULTILINE)
BACKTICKS = re.compile(r"`+")


def unindented(text: str) -> str:
    """Plain text without the blanks that would make code of a line."""
    return DEEP_INDENT.sub("", text)


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it so; addresses of the web stay links."""
    parts: list[str] = []
    end = 0
    for found in ADDRESS.finditer(text):
        parts += [_marks(text[end : found.start()]), found[0]]
        end = found.end()
    parts.append(_marks(text[end:]))
    return LINE_START.sub(_line_start, "".join(parts))


def escaped_label(text: str) -> str:
    """The words of a link, inside which an address is only words."""
    return _marks(" ".join(text.split(" "))).replace("]", "\\]")


def link(label: str, href: str, said: str | None = None) -> str:
    """A link in Markdown; the address alone where it is its own label (`said` is that unescaped)."""
    href = href.strip()
    if said is not None and said.strip() == href and ADDRESS.fullmatch(href):
        return href
    written = re.sub(r"[\s<>]", lambda odd: f"%{ord(odd[0]):02X}", href).replace("\\", "%5C")
    if written.count("(") != written.count(")"):
        written = written.replace("(", "%28").replace(")", "%29")
    words = " ".join(label.split()) or href.rpartition("/")[2] or href
    return f"[{words}]({written})"


def quoted_code(code: str, language: str = "") -> str:
    """A block of code, in a fence longer than any inside."""
    longest = max((len(run) for run in BACKTICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def _marks(text: str) -> str:
    text = BACKSLASH.sub(r"\\\\", text)
    text = MARK.sub(lambda mark: "\\" + mark[0], text)
    text = ANGLE.sub(r"\\<", text)
    text = ENTITY.sub(r"\\&", text)
    return NAMED.sub(r"\\\1", text)


def _line_start(found: re.Match[str]) -> str:
    indent, mark, number, dot = found.groups()
    return f"{indent}\\{mark}" if mark else f"{indent}{number}\\{dot}"
