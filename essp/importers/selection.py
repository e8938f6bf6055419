"""Which files become pages: a folder of the source, and patterns of file names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

MARKDOWN = (".md", ".markdown", ".mdown", ".md.erb", ".markdown.erb")
INCLUDED = ("*.md", "*.markdown", "*.mdown", "*.md.erb", "*.markdown.erb", "*.rst", "*.txt")
SUFFIXES = re.compile(
    r"(?:\.html)?\.(?:md|markdown|mdown)(?:\.erb)?$|\.(?:rst|txt|html?)$", re.IGNORECASE
)
FOLDER_PAGES = ("index", "readme", "_index")


@dataclass(frozen=True)
class Selection:
    """A folder (empty: the whole source) and patterns; one without a slash is of the file name.

    In a pattern `*` and `?` stay within a folder and `**` crosses folders.
    """

    folder: str = ""
    patterns: Sequence[str] = INCLUDED

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", self.folder.strip("/").removeprefix("./"))

    def holds(self, path: str) -> bool:
        """Whether the file becomes a page."""
        return self.covers(path) and any(
            pattern.fullmatch(self.inside(path)) for pattern in self._expressions
        )

    def covers(self, path: str) -> bool:
        """Whether the file lies in the folder, whatever its name."""
        return not self.folder or path.startswith(f"{self.folder}/")

    def inside(self, path: str) -> str:
        """The path as seen from the folder."""
        return path[len(self.folder) + 1 :] if self.folder and self.covers(path) else path

    @cached_property
    def _expressions(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_expression(pattern) for pattern in self.patterns or INCLUDED)


def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression of the whole path."""
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    written = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.lstrip("/"))
    body = "".join(pieces.get(piece, re.escape(piece)) for piece in written)
    anywhere = "" if "/" in pattern else "(?:.*/)?"
    return re.compile(anywhere + body, re.IGNORECASE | re.DOTALL)


def stem(path: str) -> str:
    """The path without what says how the page is written: `a/b.html.md.erb` is `a/b`."""
    return SUFFIXES.sub("", path)


def is_folder_page(path: str) -> bool:
    """Whether the page stands for the folder it lies in."""
    return stem(path).rpartition("/")[2].lower() in FOLDER_PAGES
