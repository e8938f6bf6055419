"""Replay a page: from one annotated text to the text after each of its revisions.

The annotated text is the present text with its past left in. Every revision of the page has a
letter, in order. Marks tell which letter brought or took away what follows:

    %b Some text.      this line came with revision b (`%b` alone: an empty line did)
    %b-e Some text.    this line came with b and went with e
    %[b]  %[b-e]       from here on, every line without a mark of its own did
    %[a rota]          from here on a passage with a name, which stood elsewhere before ...
    %was rota until d  ... namely here, until revision d moved it
    {{c:old=>new}}     words that c replaced; {{c:new}} words that c added, {{c:old=>}} removed

Words within such braces may hold braces again, for what was changed twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

Shown = Callable[[str], bool]

_SECTION = re.compile(r"%\[([a-z])(?:-([a-z]))?(?: (\w+))?\]$")
_LINE = re.compile(r"%([a-z])(?:-([a-z]))?(?: (.*))?$")
_FORMER_PLACE = re.compile(r"%was (\w+) until ([a-z])$")
_BRACES = re.compile(r"(\{\{[a-z]:|=>|\}\})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the letters of the revisions that brought it and took it away."""

    text: str
    since: str
    until: str | None
    passage: str | None = None


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """Where a named passage stood until the revision with this letter moved it."""

    passage: str
    until: str


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """The present text of a page together with its past."""

    lines: tuple[Line | FormerPlace, ...]

    def replay(self, shown: Shown) -> str:
        """The text in which exactly the changes that `shown` accepts have been made."""
        not_yet_moved = {
            line.passage
            for line in self.lines
            if isinstance(line, FormerPlace) and not shown(line.until)
        }
        kept: list[str] = []
        for line in self.lines:
            if isinstance(line, FormerPlace):
                if line.passage in not_yet_moved:
                    kept += self._passage(line.passage, shown)
            elif line.passage not in not_yet_moved and _stands(line, shown):
                kept.append(line.text)
        return _tidy(expand("\n".join(kept), shown))

    def _passage(self, name: str, shown: Shown) -> list[str]:
        return [
            line.text
            for line in self.lines
            if isinstance(line, Line) and line.passage == name and _stands(line, shown)
        ]


def parse(text: str, first: str) -> AnnotatedText:
    """Read an annotated text; lines before any mark belong to the revision `first`."""
    since, until, passage = first, None, None
    lines: list[Line | FormerPlace] = []
    for raw in text.split("\n"):
        if former := _FORMER_PLACE.match(raw):
            lines.append(FormerPlace(former[1], former[2]))
        elif section := _SECTION.match(raw):
            since, until, passage = section[1], section[2], section[3]
        elif single := _LINE.match(raw):
            lines.append(Line(single[3] or "", single[1], single[2], passage))
        else:
            lines.append(Line(raw, since, until, passage))
    return AnnotatedText(tuple(lines))


def expand(text: str, shown: Shown) -> str:
    """Choose the wording inside every pair of braces; ValueError when the braces do not match."""
    open_braces: list[tuple[str, list[str]]] = [("", [""])]
    for part in _BRACES.split(text):
        letter, wordings = open_braces[-1]
        if part.startswith("{{") and part.endswith(":"):
            open_braces.append((part[2], [""]))
        elif part == "=>" and letter:
            wordings.append("")
        elif part == "}}" and letter:
            open_braces.pop()
            open_braces[-1][1][-1] += _chosen(wordings, shown(letter))
        else:
            wordings[-1] += part
    if len(open_braces) != 1:
        raise ValueError(f"a change of revision {open_braces[-1][0]} is never closed")
    return open_braces[0][1][0]


def _chosen(wordings: list[str], changed: bool) -> str:
    before, after = ("", wordings[0]) if len(wordings) == 1 else (wordings[0], wordings[1])
    return after if changed else before


def _stands(line: Line, shown: Shown) -> bool:
    return shown(line.since) and not (line.until is not None and shown(line.until))


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
