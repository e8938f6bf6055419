"""How well words fit documents: BM25 over the stems of the text and, weighing more, of the title.

The engine's own way of scoring several common words at once costs some fifty microseconds for each
document; adding up the postings of each word by itself costs one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice, pairwise

from essp.search.backends.stemming import stems
from essp.search.backends.whoosh.engine import Sequence
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.query import Phrase, Query, Word
from essp.search.words import FUNCTION_WORDS

K1 = 1.2
B = {"stems": 0.6, "words": 0.6, "title_stems": 0.5, "title": 0.5}
TITLE_BOOST = 3.5
IN_ORDER = 2.0  # what standing in a phrase adds

MOST_POSTINGS = 60_000  # read for the words of one question, the rarest words first
MOST_SEQUENCE = 4_000  # documents in which a phrase is looked up position by position
MOST_BEGINNINGS = 16
MOST_LOOKED_AT = 2_000

Scores = dict[int, float]


class Scoring:
    """Scores among the documents that come into question: `within` (None for all) minus `without`."""

    def __init__(self, snapshot: Snapshot, within: set[int] | None, without: set[int]) -> None:
        self._snapshot = snapshot
        self._within = within
        self._without = without

    def of(self, query: Query) -> tuple[Scores, Scores]:
        """Scores of the documents with all words and phrases, and of those with any of the words."""
        asked = self._affordable(_telling(query))
        found = [self.atom(word) for word in asked]
        phrases = [self.atom(phrase) for phrase in query.phrases]
        joined = self._joined(asked)
        every = _all([*_with_joined(found, joined), *phrases])
        some = _any([*found, *joined.values()])
        for scores in phrases:
            some = {n: score + scores[n] for n, score in some.items() if n in scores}
        return every, some

    def atom(self, atom: Word | Phrase) -> Scores:
        """Scores of one word or phrase."""
        if isinstance(atom, Phrase):
            return self._phrase(atom)
        if atom.beginning:
            return self._beginning(atom)
        parts = [self._term("title_stems", form, TITLE_BOOST) for form in stems(atom.text)]
        if not atom.title and atom.text in FUNCTION_WORDS:
            parts.append(self._term("words", atom.text))
        elif not atom.title:
            parts += [self._term("stems", form) for form in stems(atom.text)]
        return _any(parts)

    def _beginning(self, word: Word) -> Scores:
        """The shortest words with this beginning, not more than a few."""
        parts = []
        for field, boost in (("title", TITLE_BOOST), ("words", 1.0))[: 1 if word.title else 2]:
            known = islice(self._snapshot.reader.expand_prefix(field, word.text), MOST_LOOKED_AT)
            shortest = sorted((term.decode() for term in known), key=len)[:MOST_BEGINNINGS]
            parts += [self._term(field, text, boost) for text in shortest]
        return _any(parts)

    def _phrase(self, phrase: Phrase) -> Scores:
        """Where the words stand in this order; phrases of common words only alone in titles."""
        fields = ["title"]
        rarest = min(self._snapshot.frequency("words", word) for word in phrase.words)
        if not phrase.title and rarest <= MOST_SEQUENCE:
            fields.append("words")
        found: Scores = {}
        for field in fields:
            boost = TITLE_BOOST if field == "title" else 1.0
            matching = Sequence(field, list(phrase.words))
            for number in self._snapshot.searcher.docs_for_query(matching):
                if self._admits(number):
                    found[number] = found.get(number, 0.0) + IN_ORDER * boost * len(phrase.words)
        return found

    def _term(self, field: str, term: str, boost: float = 1.0) -> Scores:
        """BM25 of one term in one field."""
        count = self._snapshot.frequency(field, term)
        if not count:
            return {}
        worth = boost * (math.log(self._snapshot.count / (count + 1)) + 1) * (K1 + 1)
        plain, slope = K1 * (1 - B[field]), K1 * B[field] / self._snapshot.mean_length(field)
        found: Scores = {}
        for offset, lengths, numbers, weights in self._snapshot.weighed(field, term):
            for number, weight in zip(numbers, weights, strict=True):
                if self._admits(number + offset):
                    fit = weight / (weight + plain + slope * lengths[number])
                    found[number + offset] = worth * fit
        return found

    def _admits(self, number: int) -> bool:
        return (self._within is None or number in self._within) and number not in self._without

    def _joined(self, asked: list[Word]) -> dict[int, Scores]:
        """By the place of the first: neighbouring words written as one, as Dutch does."""
        found: dict[int, Scores] = {}
        for n, (first, second) in enumerate(pairwise(asked)):
            both = Word(first.text + second.text, title=first.title)
            if not (first.beginning or second.beginning) and self._frequency(both):
                found[n] = self.atom(both)
        return found

    def _affordable(self, asked: list[Word]) -> list[Word]:
        """The rarest words, as many as may be read for one question, in their order."""
        chosen: set[Word] = set()
        left = MOST_POSTINGS
        for cost, _, word in sorted((self._frequency(w), n, w.text) for n, w in enumerate(asked)):
            if cost <= left or not chosen:
                chosen.update(w for w in asked if w.text == word)
                left -= cost
        return [word for word in asked if word in chosen]

    def _frequency(self, word: Word) -> int:
        return sum(self._snapshot.frequency("stems", form) for form in stems(word.text))


def _telling(query: Query) -> list[Word]:
    """The words that carry meaning; function words only where there is nothing else."""
    telling = [word for word in query.words if word.text not in FUNCTION_WORDS]
    return telling or ([] if query.phrases else list(query.words))


def _with_joined(found: list[Scores], joined: dict[int, Scores]) -> list[Scores]:
    """What stands for all words: for a joined pair either both words or the one."""
    result: list[Scores] = []
    n = 0
    while n < len(found):
        if n in joined:
            result.append(_either(_all(found[n : n + 2]), joined[n]))
            n += 2
        else:
            result.append(found[n])
            n += 1
    return result


def _either(first: Scores, second: Scores) -> Scores:
    return {n: max(first.get(n, 0.0), second.get(n, 0.0)) for n in first.keys() | second.keys()}


def _all(parts: list[Scores]) -> Scores:
    """The sum, where every part has a score."""
    if not parts:
        return {}
    fewest, *others = sorted(parts, key=len)
    return {
        n: score + sum(other[n] for other in others)
        for n, score in fewest.items()
        if all(n in other for other in others)
    }


def _any(parts: Iterable[Scores]) -> Scores:
    """The sum, where any part has a score."""
    found: Scores = {}
    for part in parts:
        if not found:
            found = dict(part)
            continue
        for n, score in part.items():
            found[n] = found.get(n, 0.0) + score
    return found
