"""Snowball stems for English and Dutch: the same whether a text is indexed, sought or marked."""

import warnings
from functools import lru_cache
from typing import Any

from essp.search.words import LONGEST_WORD

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    from whoosh.lang.snowball.dutch import DutchStemmer
    from whoosh.lang.snowball.english import EnglishStemmer

LANGUAGES = ("en", "nl")
_STEMMERS: dict[str, Any] = {"en": EnglishStemmer(), "nl": DutchStemmer()}


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word in `en` or `nl`; numbers and long tokens stay as they are."""
    if len(word) < 3 or len(word) >= LONGEST_WORD or not word.isalpha():
        return word
    return str(_STEMMERS[language].stem(word)) or word


def stems(word: str, language: str = "") -> tuple[str, ...]:
    """The stems of a word in its language, or in both when the language is not known."""
    if language in _STEMMERS:
        return (stem(word, language),)
    english, dutch = stem(word, "en"), stem(word, "nl")
    return (english,) if english == dutch else (english, dutch)
