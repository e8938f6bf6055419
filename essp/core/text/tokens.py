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
from functools import lru_cache
from itertools import accumulate, chain


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
# The same for text of ASCII alone, which most lines are: several times as fast.
_ASCII_WORDS = re.compile(r"[A-Za-z0-9]+(?:['_-]+[A-Za-z0-9]+)*")
_REMEMBERED = 400
_TOKENS = re.compile(rf"{_WORD}|[^\S\r\n]+|\r\n|[\r\n]|.", re.DOTALL)


def tokenize(text: str) -> list[str]:
    """All tokens of a text in order; joined they are the text again."""
    return _TOKENS.findall(text)


def word_list(text: str) -> list[str]:
    """Only the words of a text, in order: exactly the tokens for which ``is_word`` holds."""
    return (_ASCII_WORDS if text.isascii() else _WORDS).findall(text)


def line_words(line: str) -> Sequence[str]:
    """The words of one line, as ``word_list``; those of lately seen lines are known.

    From save to save most lines stay as they are, and so do the words of each: the same objects.
    """
    return _known_words(line) if len(line) <= _REMEMBERED else word_list(line)


@lru_cache(maxsize=4096)
def _known_words(line: str) -> tuple[str, ...]:
    return tuple(word_list(line))


def words(text: str) -> int:
    """The number of words in a text."""
    return len(word_list(text))


def is_word(token: str) -> bool:
    """Whether a token made by ``tokenize`` is a word rather than blank or punctuation."""
    return _WORDS.match(token) is not None


def is_newline(token: str) -> bool:
    """Whether a token ends a line."""
    return token in ("\n", "\r\n", "\r")


class NumberedWords:
    """The words of a text by their numbers, when the number of words of each line is known.

    Only lines that are asked for are cut into words.
    """

    def __init__(self, lines: Sequence[str], counts: Sequence[int]) -> None:
        self._lines = lines
        self._starts = [0, *accumulate(counts)]

    def words(self, start: int, end: int) -> list[str]:
        """The words from number ``start`` to ``end``; numbers beyond the text are left out."""
        start, end = max(start, 0), min(end, self._starts[-1])
        if start >= end:
            return []
        first = bisect_right(self._starts, start) - 1
        lines = self._lines[first : bisect_left(self._starts, end)]
        found = list(chain.from_iterable(map(line_words, lines)))
        return found[start - self._starts[first] : end - self._starts[first]]
