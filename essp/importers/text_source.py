"""A file's bytes as the Markdown of a page: its text, title and properties, with what was changed.

Markdown stays as it is written, less its front matter. reStructuredText is put into Markdown line by
line; plain text is kept in a code block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from essp.core.ids import clean_line
from essp.importers.ledger import Note
from essp.importers.restructured_text import as_markdown
from essp.importers.selection import is_folder_page, stem

LONGEST_TITLE = 200
LONGEST_FRONT_MATTER = 65_536
DEEPEST_FRONT_MATTER = 20
FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROL_BYTES = bytes(code for code in (*range(32), 127) if code not in b"\n\r\t")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
LINK = re.compile(r"!?\[([^\[\]]{0,300})\](?:\([^()]{0,500}\)|\[[^\[\]]{0,100}\])")
MARKUP = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|<[^<>]{0,300}>")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REPLACEMENT = "\ufffd"
HOME = "Home"


@dataclass(frozen=True, slots=True)
class PageSource:
    """A file as a page: Markdown `text`, `title`, properties of its front matter, notes on the way."""

    text: str
    title: str
    properties: dict[str, Any]
    notes: tuple[Note, ...]


def read_page(raw: bytes, path: str) -> PageSource:
    """The page that a file is; never raises, whatever the bytes."""
    text, notes = _readable(raw)
    lower = path.lower()
    if lower.endswith(".rst"):
        text = as_markdown(text)
        return PageSource(text, first_heading(text) or title_of(path), {}, tuple(notes))
    if lower.endswith(".txt"):
        return PageSource(_in_code_block(text), title_of(path), {}, tuple(notes))
    properties, body, broken = split_front_matter(text)
    if broken:
        notes.append(Note.FRONT_MATTER)
    title = _line(properties.get("title")) or first_heading(body) or title_of(path)
    return PageSource(body, title, properties, tuple(notes))


def first_heading(text: str) -> str:
    """The words of the first heading of the first level, outside code; empty without one."""
    fence = before = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif found := HEADING.fullmatch(line):
            if words := _line(found[1]):
                return words
        elif before.strip() and UNDERLINE.fullmatch(line):
            return _line(before)
        before = line
    return ""


def title_of(path: str) -> str:
    """A title made of the file's name, or of its folder's when the file stands for the folder."""
    plain = stem(path)
    if is_folder_page(path):
        plain = plain.rpartition("/")[0]
    words = clean_line(re.sub(r"[-_.]+", " ", plain.rpartition("/")[2]))
    return (words[:1].upper() + words[1:])[:LONGEST_TITLE] or HOME


def split_front_matter(text: str) -> tuple[dict[str, Any], str, bool]:
    """Properties, the text without them, and whether there is front matter that cannot be read."""
    if not text.startswith("---"):
        return {}, text, False
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text, False
    properties = _properties(found[1])
    if properties is None:
        return {}, text, True
    return (
        (dict(properties), text[found.end() :].lstrip("\n"), False)
        if properties
        else ({}, text, False)
    )


@lru_cache(maxsize=256)
def _properties(written: str) -> dict[str, Any] | None:
    """What the front matter says; empty when it is no mapping, None when it cannot be read."""
    if len(written) > LONGEST_FRONT_MATTER or not _is_tame(written):
        return None
    try:
        value = yaml.load(written, Loader=LOADER)  # noqa: S506 - the safe one, in C where it is
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        return None
    plain = _plain(value)
    return plain if isinstance(plain, dict) else {}


def _is_tame(written: str) -> bool:
    """No references within it, which may multiply, and no deep nesting."""
    depth = 0
    try:
        for token in yaml.scan(written, Loader=LOADER):
            if isinstance(token, yaml.AliasToken):
                return False
            depth += isinstance(token, (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken))
            depth += isinstance(token, (yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken))
            depth -= isinstance(token, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken))
            depth -= isinstance(token, yaml.BlockEndToken)
            if depth > DEEPEST_FRONT_MATTER:
                return False
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return True


def _plain(value: Any) -> Any:
    """A value that JSON can hold: dates and everything unusual become text."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, set):
        return sorted(str(inner) for inner in value)
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _readable(raw: bytes) -> tuple[str, list[Note]]:
    notes = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        notes.append(Note.NOT_UTF8)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Looked for among the bytes: that costs a tenth of looking through the text.
    if len(raw.translate(None, CONTROL_BYTES)) < len(raw):
        text, replaced = CONTROL.subn(REPLACEMENT, text)
        if replaced:
            notes.append(Note.CONTROL_CHARACTERS)
    return text, notes


def _line(value: object) -> str:
    """A title from a property or a heading: one line, without markup, template tags or links."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return ""
    written = str(value)[:2000]
    if "<%" in written or "{{" in written:
        return ""
    words = clean_line(MARKUP.sub("", LINK.sub(r"\1", written)))
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def _in_code_block(text: str) -> str:
    """Plain text in a code block whose fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    body = text if text.endswith("\n") or not text else f"{text}\n"
    return f"{fence}text\n{body}{fence}\n"
