"""Who wrote each word of a text, carried along from save to save.

Every word has the author and the revision that first wrote it. ``advance`` takes the state of the
text before a save to the state after it:

* words that stay keep their credit;
* words that disappear in one place and appear in another in the same save keep it too, whole
  lines of at least two words before anything else;
* words that were removed earlier and come back belong to who first wrote them: at their old
  place (between the same neighbours) even single words do, elsewhere at least four in a row,
  of which the words around the new ones may be part;
* eight or more words in a row that repeat what the page says already are a copy, and belong to
  who first wrote them; the first occurrence is untouched, and fewer words are the copier's own;
* everything else belongs to the author of the save. One or two frequent words that two rewritten
  passages have in common by chance are not taken for words that stayed.

To recognise what comes back, removed passages are remembered at their place, up to 2,000 words
plus three times the most words the text ever had; the longest removed are forgotten first.
Only words count; blanks and punctuation go with the word before them. Words that no person wrote are
by ``NOBODY``, who has no share.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from essp.core.text import authorship_codec
from essp.core.text.passages import Credit, Passage
from essp.core.text.saving import Before, Saving
from essp.core.text.tokens import is_word, tokenize

__all__ = ["NOBODY", "Authorship", "Credit", "OtherText", "Share", "Span", "advance"]

NOBODY = 0
_MEMORY_AT_LEAST = 2_000
_MEMORY_PER_WORD = 3


class OtherText(ValueError):
    """The attribution was computed for another text than the one given."""


class Span(NamedTuple):
    """A piece of text by one author in one revision; both are None in a text without words."""

    text: str
    author: int | None
    revision: int | None


class Share(NamedTuple):
    """How many words of a text an author wrote, and which fraction (0 to 1) of what people wrote."""

    author: int
    words: int
    fraction: float


@dataclass(frozen=True, slots=True)
class Authorship:
    """The attribution of one text, with what it remembers of removed passages.

    ``line_words`` is the number of words of each line; ``removed_at[i]`` is the number of present
    words before ``removed[i]``, ascending.
    """

    line_words: tuple[int, ...] = (0,)
    credits: tuple[Credit, ...] = ()
    removed_at: tuple[int, ...] = ()
    removed: tuple[Passage, ...] = ()
    most_words: int = 0
    fingerprint: int = 0

    @classmethod
    def empty(cls) -> Authorship:
        """The attribution of the empty text."""
        return cls()

    def dumps(self) -> bytes:
        """The state as compact bytes for ``loads``."""
        return authorship_codec.dumps(
            authorship_codec.Parts(
                self.line_words,
                self.credits,
                self.removed_at,
                self.removed,
                self.most_words,
                self.fingerprint,
            )
        )

    @classmethod
    def loads(cls, data: bytes) -> Authorship:
        """The state that ``dumps`` wrote; ValueError when the bytes are something else."""
        return cls(*authorship_codec.loads(data))

    def is_of(self, text: str) -> bool:
        """Whether this is the attribution of the given text."""
        return self.fingerprint == _fingerprint(text)

    def expect(self, text: str) -> None:
        """Raise OtherText unless this is the attribution of the given text."""
        if not self.is_of(text):
            raise OtherText("the attribution was computed for another text")

    def spans(self, text: str) -> list[Span]:
        """The whole text in pieces, each by one author in one revision; joined they are it."""
        self.expect(text)
        found: list[Span] = []
        pieces: list[str] = []
        current: Credit | None = None
        credits = iter(self.credits)
        for token in tokenize(text):
            if is_word(token):
                credit = next(credits)
                if current is not None and credit != current:
                    found.append(Span("".join(pieces), *current))
                    pieces = []
                current = credit
            pieces.append(token)
        if pieces:
            found.append(Span("".join(pieces), *(current or (None, None))))
        return found

    def shares(self) -> list[Share]:
        """The authors by their present words, most first, then who wrote here first."""
        return _shares(self.credits)

    def carried(self, revision: int) -> Authorship:
        """The same words as the beginning of another text: each author's, from that revision of it.

        What was removed from the first text is not remembered.
        """
        credits = tuple(Credit(credit.author, revision) for credit in self.credits)
        return replace(self, credits=credits, removed_at=(), removed=())

    def line_authors(self, text: str) -> list[int | None]:
        """The main author of each line of the text (None for a line without words)."""
        lines = text.split("\n")
        return self.blocks(text, [(at, at + 1) for at in range(len(lines))])

    def blocks(self, text: str, bounds: Iterable[tuple[int, int]]) -> list[int | None]:
        """The main author of each block of lines [start, end), counted from 0.

        The author with the most words there; at equality who wrote first. None without words.
        """
        self.expect(text)
        starts = [0, *accumulate(self.line_words)]
        last = len(starts) - 1
        found: list[int | None] = []
        for first, end in bounds:
            ranked = _shares(self.credits[starts[min(first, last)] : starts[min(end, last)]])
            found.append(ranked[0].author if ranked else None)
        return found


def advance(
    state: Authorship, old_text: str, new_text: str, author: int, revision: int
) -> Authorship:
    """The attribution of ``new_text``, saved by ``author`` as ``revision``.

    ``state`` is the attribution of ``old_text``; OtherText is raised when it is not.
    """
    state.expect(old_text)
    if old_text == new_text:
        return state
    before = Before(
        old_text.split("\n"), state.line_words, state.credits, state.removed_at, state.removed
    )
    after = Saving(before, new_text.split("\n"), Credit(author, revision)).run()
    most = max(state.most_words, len(after.credits))
    limit = _MEMORY_AT_LEAST + _MEMORY_PER_WORD * most
    removed_at, removed = _bounded(after.removed_at, after.removed, limit)
    return Authorship(
        tuple(after.line_words),
        tuple(after.credits),
        tuple(removed_at),
        tuple(removed),
        most,
        _fingerprint(new_text),
    )


def _bounded(
    places: list[int], removed: list[Passage], limit: int
) -> tuple[list[int], list[Passage]]:
    """Forget the passages removed longest ago until a tenth of the limit is free again."""
    size = sum(len(passage.words) for passage in removed)
    if size <= limit:
        return places, removed
    forgotten: set[int] = set()
    for at in sorted(range(len(removed)), key=lambda at: removed[at].removed):
        if size <= limit - limit // 10:
            break
        forgotten.add(at)
        size -= len(removed[at].words)
    kept = [at for at in range(len(removed)) if at not in forgotten]
    return [places[at] for at in kept], [removed[at] for at in kept]


def _shares(credits: Sequence[Credit]) -> list[Share]:
    counts: Counter[int] = Counter()
    earliest: dict[int, int] = {}
    for credit, count in Counter(credits).items():
        if credit.author == NOBODY:
            continue
        counts[credit.author] += count
        known = earliest.get(credit.author, credit.revision)
        earliest[credit.author] = min(known, credit.revision)
    ranked = sorted(counts, key=lambda author: (-counts[author], earliest[author], author))
    total = counts.total()
    return [Share(author, counts[author], counts[author] / total) for author in ranked]


def _fingerprint(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
