"""Titles and names for the quick switcher: sorted in memory, answered while one types.

Made once for each part of the index and then only read. A typed word matches the beginning of any
word of a title; when too little is found that way, one letter may be wrong, missing, too many or
swapped with its neighbour.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from essp.search.documents import Kind
from essp.search.words import LONGEST_WORD, squeezed, words

MOST_WORDS = 6
SHORTEST_NEAR = 4  # letters before a misspelling is looked for
SHORTEST_ALIKE, LONG_ALIKE = 5, 10  # letters of a whole title for one slip, and for two
MOST_ALIKE = 20
_END = chr(0x10FFFF)

Rank = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """One title. `number` is the engine's for the document, `updated` minutes since 1970."""

    number: int
    key: str
    kind: Kind
    gate: str
    title: str
    updated: int


class Names:
    """An unchanging set of titles that is asked by beginnings."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.all = self._names = list(names)
        self.keys = {name.number: name.key for name in self._names}
        self._folded = [" ".join(words(name.title)) or squeezed(name.title) for name in self._names]
        self._order = self._places_by_worth()
        self._titles = sorted((text, n) for n, text in enumerate(self._folded))
        pairs = sorted({(word, n) for n, text in enumerate(self._folded) for word in text.split()})
        self._words = [word for word, _ in pairs]
        self._where = [n for _, n in pairs]
        self._alphabet = "".join(sorted(set("".join(self._words))))[:64]
        self.latest = sorted(((name.updated, name.number) for name in self._names), reverse=True)

    def find(self, typed: str, near: bool = False) -> Iterator[tuple[Rank, Name]]:
        """Every title that matches with its rank, the best (and smallest) first.

        With `near`, those that match with one slip of the fingers instead.
        """
        asked = typed_words(typed)
        if not asked:
            return
        if near:
            yield from self._ranked(2, self._holding(asked, near=True))
            return
        whole = " ".join(asked)
        begun = self._begun(whole)
        yield from self._ranked(0, [n for n in begun if self._folded[n] == whole])
        yield from self._ranked(1, [n for n in begun if self._folded[n] != whole])
        yield from self._ranked(2, self._holding(asked, near=False).difference(begun))

    def alike(self, typed: str) -> list[tuple[int, Name]]:
        """Titles that are what was typed but for a few letters: how many, and the title."""
        whole = " ".join(typed_words(typed))
        if len(whole) < SHORTEST_ALIKE:
            return []
        most = 1 if len(whole) < LONG_ALIKE else 2
        near = extract(
            whole, self._folded, scorer=OSA.distance, score_cutoff=most, limit=MOST_ALIKE
        )
        return [(int(distance), self._names[n]) for _, distance, n in near]

    def changed(self, low: int, high: int) -> list[int]:
        """The numbers of documents changed in these minutes, both included."""
        return [number for updated, number in self.latest if low <= updated <= high]

    def _places_by_worth(self) -> list[int]:
        """For each title its place among all: the shorter and the lately changed come first."""
        order = sorted(range(len(self._names)), key=lambda n: self._rank(0, n))
        places = [0] * len(order)
        for place, n in enumerate(order):
            places[n] = place
        return places

    def _rank(self, place: int, n: int) -> Rank:
        return (place, len(self._folded[n]) // 12, -self._names[n].updated)

    def _ranked(self, place: int, found: Iterable[int]) -> Iterator[tuple[Rank, Name]]:
        for n in sorted(found, key=self._order.__getitem__):
            yield self._rank(place, n), self._names[n]

    def _begun(self, whole: str) -> list[int]:
        """The titles that begin with all that was typed."""
        low = bisect_left(self._titles, (whole, -1))
        high = bisect_left(self._titles, (whole + _END, -1), lo=low)
        return [n for _, n in self._titles[low:high]]

    def _holding(self, asked: list[str], near: bool) -> set[int]:
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
        return {slip for slip in slips if len(slip) >= SHORTEST_NEAR and self._occurs(slip)}

    def _occurs(self, beginning: str) -> bool:
        at = bisect_left(self._words, beginning)
        return at < len(self._words) and self._words[at].startswith(beginning)


def typed_words(typed: str) -> list[str]:
    """The words of what has been typed, few and short enough to answer at once."""
    cut = typed[:120]
    return [word[:LONGEST_WORD] for word in words(cut)][:MOST_WORDS] or squeezed(cut).split()[:1]
