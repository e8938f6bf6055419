"""Pointing at a passage of a text by its words.

An anchor quotes the words themselves, with those before and after, as the text quote selector of the
W3C Web Annotation Data Model does. It points at words, not at marks: what a reader selected is the
text as it reads, and blanks, punctuation, capitals and form may change without it.
`essp.core.text.tracing` says where the passage is after the text was changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from essp.core.text.alignment import common_prefix, common_suffix
from essp.core.text.tokens import is_word, tokenize

CONTEXT = 16
_MOST_PLACES = 1000
_BREAK = re.compile(r"\n|[.!?…][\"'”’)\]*_]*\s")


class Span(NamedTuple):
    """Words of a text: the number of the first, and how many."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of a passage, and those before and after it, as they were written."""

    quote: str
    before: str = ""
    after: str = ""


class Words:
    """A text as its words, compared without regard to capitals.

    `starts` and `ends` are the places of each in the text, `breaks` the words that begin a sentence.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.breaks: list[int] = []
        at = 0
        for token in tokenize(text):
            end = at + len(token)
            if is_word(token):
                if self.ends and _BREAK.search(text, self.ends[-1], at):
                    self.breaks.append(len(self.keys))
                self.keys.append(token.casefold())
                self.starts.append(at)
                self.ends.append(end)
            at = end

    def __len__(self) -> int:
        return len(self.keys)

    def quoted(self, span: Span) -> str:
        """The text of these words, from the first to the last."""
        if not span.size:
            return ""
        return self.text[self.starts[span.start] : self.ends[span.start + span.size - 1]]

    def anchor(self, span: Span) -> Anchor:
        """These words with those around them."""
        first, end = max(0, span.start - CONTEXT), span.start + span.size
        after = Span(end, min(CONTEXT, len(self) - end))
        return Anchor(
            self.quoted(span), self.quoted(Span(first, span.start - first)), self.quoted(after)
        )

    def at(self, position: int) -> int:
        """The number of the first word that ends behind a place of the text."""
        return bisect_left(self.ends, position + 1)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word occurs."""
        return Counter(self.keys)

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        starts = [0, *accumulate(len(key) + 1 for key in self.keys)]
        return " " + " ".join(self.keys) + " ", starts

    def places(self, keys: Sequence[str]) -> Iterator[int]:
        """Where these words stand side by side, at most a thousand places."""
        joined, starts = self._joined
        wanted = f" {' '.join(keys)} "
        at = joined.find(wanted) if keys else -1
        for _each in range(_MOST_PLACES):
            if at < 0:
                return
            yield bisect_left(starts, at)
            at = joined.find(wanted, at + 1)


class Wanted(NamedTuple):
    """An anchor as the keys of its words."""

    keys: Sequence[str]
    before: Sequence[str]
    after: Sequence[str]

    @classmethod
    def of(cls, anchor: Anchor) -> Wanted:
        """The keys of an anchor's words."""
        return cls(*(Words(part).keys for part in (anchor.quote, anchor.before, anchor.after)))


def beside(keys: Sequence[str], span: Span, wanted: Wanted) -> int:
    """How many words next to a place are those next to the anchor, counted from the place outward."""
    first, end = span.start, span.start + span.size
    before = common_suffix(keys[max(0, first - CONTEXT) : first], wanted.before)
    return before + common_prefix(keys[end : end + CONTEXT], wanted.after)
