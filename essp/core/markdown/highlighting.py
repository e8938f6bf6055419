"""Fenced code as coloured text, in time that grows with its length whatever it holds.

A page may be written by anyone, so the general lexers are no choice: given 4,000 characters of one
kind (newlines as Java or C, letters as a makefile), several of them take a second and four times
the length takes sixteen times as long. Here a language is a handful of patterns. Each pattern that
has begun always ends (an open string ends with its line, an open comment with the block), so nothing
is read twice. Other languages, and blocks above `LONGEST_CODE` characters, stay plain.

The classes are described in `static/css/components/code.css`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape

from essp.core.markdown.languages import Family, family_of

LONGEST_CODE = 100_000
CLASSES = {
    "comment": "tk-c",
    "string": "tk-s",
    "number": "tk-m",
    "inserted": "tk-i",
    "deleted": "tk-d",
    "place": "tk-k",
    "key": "tk-a",
    "tag": "tk-k",
    "variable": "tk-a",
    "note": "tk-p",
}
WORDS = {"key": "tk-a", "keyword": "tk-k", "constant": "tk-m", "call": "tk-f", "type": "tk-t"}


def highlight(code: str, language: str) -> str:
    """Escaped HTML of the code, with spans where the language is known."""
    family = family_of(language.lower())
    if family is None or len(code) > LONGEST_CODE:
        return escape(code, quote=False)
    return "".join(span(text, name) for text, name in pieces(code, family))


def pieces(code: str, family: Family) -> Iterator[tuple[str, str | None]]:
    """The code in parts that follow each other, each with its class or None."""
    end = 0
    for match in pattern(family).finditer(code):
        name = CLASSES.get(match.lastgroup or "")
        if match.lastgroup == "word":
            following = code[match.end() : match.end() + 5].lstrip(" \t")[:1]
            name = word_class(match[0], following, family)
        if name:
            yield code[end : match.start()], None
            yield match[0], name
            end = match.end()
    yield code[end:], None


def word_class(word: str, following: str, family: Family) -> str | None:
    """What a word is in its language, by itself and by the character that follows it."""
    known = word.lower() if family.any_case else word
    if following and following in family.key_ends:
        return WORDS["key"]
    if known in family.keywords:
        return WORDS["keyword"]
    if known in family.constants:
        return WORDS["constant"]
    if following == "(" and family.keywords:
        return WORDS["call"]
    return WORDS["type"] if family.types and word[0].isupper() else None


def span(text: str, name: str | None) -> str:
    """Escaped text, in a span when it has a class."""
    safe = escape(text, quote=False)
    return f'<span class="{name}">{safe}</span>' if name else safe


@cache
def pattern(family: Family) -> re.Pattern[str]:
    """All patterns of a family of languages as one, tried in their order."""
    named = (f"(?P<{kind}>{source})" for kind, source in family.patterns)
    return re.compile("|".join(named), re.MULTILINE)
