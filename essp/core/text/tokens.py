"""Cut a text into words, blanks, newlines and punctuation marks, losing nothing.

A word is a run of letters and digits with the marks that combine with them. Apostrophes, hyphens
and underscores *inside* a word belong to it (``don't``, ``auto's``, ``well-known``,
``snake_case``); at its edges they are punctuation, so that emphasising ``_word_`` leaves the word
itself unchanged. Han characters and Japanese kana are written without blanks: each is a word.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate


def _ranges(code_points: list[int]) -> str:
    """The inside of a regular-expression character class for ascending code points."""
    spans: list[list[int]] = []
    for point in code_points:
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans)


_MARKS = _ranges(
    [point for point in range(0x300, 0x10000) if unicodedata.category(chr(point))[0] == "M"]
)
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = rf"[^\W_{_UNSPACED}]"
_WORD = rf"{_LETTERS}+(?:[{_MARKS}\u200c\u200d]+{_LETTERS}*|['’‑_-]+{_LETTERS}+)*|[{_UNSPACED}]"
_WORDS = re.compile(_WORD)
_TOKENS = re.compile(rf"{_WORD}|[^\S\r\n]+|\r\n|[\r\n]|.", re.DOTALL)


def tokenize(text: str) -> list[str]:
    """All tokens of a text in order; joined they are the text again."""
    return _TOKENS.findall(text)


def word_list(text: str) -> list[str]:
    """Only the words of a text, in order: exactly the tokens for which ``is_word`` holds."""
    return _WORDS.findall(text)


def words(text: str) -> int:
    """The number of words in a text."""
    return len(_WORDS.findall(text))


def is_word(token: str) -> bool:
    """Whether a token made by ``tokenize`` is a word rather than blank or punctuation."""
    return _WORDS.match(token) is not None


def is_newline(token: str) -> bool:
    """Whether a token ends a line."""
    return token in ("\n", "\r\n", "\r")


class NumberedWords:
    """The words of a text by their numbers, when the number of words of each line is known.

    Only lines that are asked for are cut into words, once.
    """

    def __init__(self, lines: Sequence[str], counts: Sequence[int]) -> None:
        self._lines = lines
        self._starts = [0, *accumulate(counts)]
        self._known: dict[int, list[str]] = {}

    def words(self, start: int, end: int) -> list[str]:
        """The words from number ``start`` to ``end``; numbers beyond the text are left out."""
        start, end = max(start, 0), min(end, self._starts[-1])
        if start >= end:
            return []
        first = bisect_right(self._starts, start) - 1
        found: list[str] = []
        for line in range(first, bisect_left(self._starts, end)):
            found += self._line(line)
        return found[start - self._starts[first] : end - self._starts[first]]

    def _line(self, number: int) -> list[str]:
        if number not in self._known:
            self._known[number] = word_list(self._lines[number])
        return self._known[number]
