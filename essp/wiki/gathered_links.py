"""Texts that were written apart, made to stand in one page: links lead on, notes stay apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from essp.core.markdown.inline import FOOTNOTE, WIKILINK, link_parts
from essp.spaces.models import Space
from essp.wiki.copied_links import real_places

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def led_home(text: str, home: Space, space: Space) -> str:
    """A text written in one space as it is to read in a page of another: its links name the first."""
    if home.id == space.id or "[[" not in text:
        return text
    real = set(real_places(text, home.language))
    pieces, end = [], 0
    for number, match in enumerate(WIKILINK.finditer(text)):
        pieces += [text[end : match.start()], _named(match, home) if number in real else match[0]]
        end = match.end()
    return "".join([*pieces, text[end:]])


def joined(texts: Sequence[str]) -> list[str]:
    """The texts with a blank line between them; joined they are one text that reads as they did."""
    used: set[str] = set()
    found: list[str] = []
    for number, text in enumerate(texts, start=1):
        own = _closed(_notes_apart(text.strip("\n"), used, number))
        used |= set(FOOTNOTE.findall(text))
        found.append(own + ("\n\n" if number < len(texts) else "\n"))
    return found


def _named(written: re.Match[str], home: Space) -> str:
    parts = link_parts(written[1])
    if parts is None or parts["space"] is not None or not parts["title"]:
        return written[0]
    return f"[[{home.slug}:{written[1].lstrip()}]]"


def _notes_apart(text: str, used: Collection[str], number: int) -> str:
    """The text with other names for those notes that an earlier text has too."""
    return FOOTNOTE.sub(
        lambda note: f"{note[0][:-1]}-{number}]" if note[0] in used else note[0], text
    )


def _closed(text: str) -> str:
    """The text with the end of a block of code that runs to its end: nothing else is to become code."""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match is None:
            continue
        if not fence:
            fence = match[1]
        elif match[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
    return f"{text}\n{fence}" if fence else text
