"""What somebody asked as a set of stems, so that the same question in other words' forms is the same."""

from __future__ import annotations

from essp.search.backends.stemming import stem
from essp.search.words import FUNCTION_WORDS, words

READ = 20_000  # characters of a text
LONGEST_KEY = 200
NEARLY = 0.75  # of the smaller set of stems


def stems_in(text: str) -> frozenset[str]:
    """The telling words of a text, in the form in which both languages agree.

    >>> sorted(stems_in("How do the stations report their limits?"))
    ['limit', 'report', 'station']
    """
    found = {each for each in words(text[:READ]) if each not in FUNCTION_WORDS and len(each) > 1}
    return frozenset(stem(stem(each, "nl"), "en") for each in found)


def key_of(text: str) -> str:
    """What is asked, whatever the order and form of its words; empty where it tells nothing."""
    kept: list[str] = []
    for each in sorted(stems_in(text)):
        if len(" ".join([*kept, each])) > LONGEST_KEY:
            break
        kept.append(each)
    return " ".join(kept)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two questions are about the same: the same words, or nearly all of the shorter one."""
    if not one or not other:
        return False
    less = min(len(one), len(other))
    return one == other or (less >= 2 and len(one & other) / less >= NEARLY)
