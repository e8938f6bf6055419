"""Titles and names for the quick switcher: sorted in memory, answered while one types.

Made once for each part of the index and then only read. A typed word matches the beginning of any
word of a title; when too little is found that way, one letter may be wrong, missing, too many or
swapped with its neighbour.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from essp.search.documents import Kind
from essp.search.words import LONGEST_WORD, squeezed, words

MOST_WORDS = 6
SHORTEST_NEAR = 4  # letters before a misspelling is looked for
_END = chr(0x10FFFF)

Rank = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """One title. `number` is the engine's for the document, `updated` minutes since 1970."""

    number: int
    key: str
    kind: Kind
    gate: str
    title: str
    updated: int


Admits = Callable[[Name], bool]


class Names:
    """An unchanging set of titles that is asked by beginnings."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = list(names)
        self._folded = [" ".join(words(name.title)) or squeezed(name.title) for name in self._names]
        pairs = {(word, n) for n, text in enumerate(self._folded) for word in text.split()}
        ordered = sorted(pairs)
        self._words = [word for word, _ in ordered]
        self._where = [n for _, n in ordered]
        self._alphabet = "".join(sorted(set("".join(self._words))))[:64]

    def find(self, typed: str, admits: Admits, near: bool = False) -> Iterator[tuple[Rank, Name]]:
        """Every admitted title that matches, with its rank (smaller is better), in no order."""
        asked = typed_words(typed)
        if not asked:
            return
        whole = " ".join(asked)
        for n in self._candidates(asked, near):
            if admits(self._names[n]):
                yield self._rank(n, whole, near), self._names[n]

    def _rank(self, n: int, whole: str, near: bool) -> Rank:
        text = self._folded[n]
        begins = not near and text.startswith(whole)
        place = 2 - begins - (begins and text == whole)
        return (int(near), place, len(text) // 12, -self._names[n].updated)

    def _candidates(self, asked: list[str], near: bool) -> set[int]:
        """The titles in which every typed word begins a word."""
        found: set[int] | None = None
        for word in sorted(set(asked), key=len, reverse=True):
            here = self._beginning(word)
            if near and len(word) >= SHORTEST_NEAR:
                for other in self._near(word):
                    here |= self._beginning(other)
            found = here if found is None else found & here
            if not found:
                break
        return found or set()

    def _beginning(self, word: str) -> set[int]:
        low = bisect_left(self._words, word)
        return set(self._where[low : bisect_left(self._words, word + _END, lo=low)])

    def _near(self, word: str) -> set[str]:
        """Beginnings that occur here and are one slip of the fingers away from the word."""
        halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        slips = {a + b[1:] for a, b in halves if b}
        slips |= {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
        for head, tail in halves:
            if self._occurs(head):
                slips |= {head + letter + tail for letter in self._alphabet}
                slips |= {head + letter + tail[1:] for letter in self._alphabet if tail}
        return {slip for slip in slips if len(slip) > 2 and self._occurs(slip)}

    def _occurs(self, beginning: str) -> bool:
        at = bisect_left(self._words, beginning)
        return at < len(self._words) and self._words[at].startswith(beginning)


def typed_words(typed: str) -> list[str]:
    """The words of what has been typed, few and short enough to answer at once."""
    cut = typed[:120]
    return [word[:LONGEST_WORD] for word in words(cut)][:MOST_WORDS] or squeezed(cut).split()[:1]
