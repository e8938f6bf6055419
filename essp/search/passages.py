"""The places in a text where the words of a query stand, marked.

Texts go in plain and come out in pieces, marked or not; making them into HTML, and escaping them,
is for the template. A word is marked when it would have been found: in any inflected form, in a
phrase only where the phrase stands.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from essp.search.backends.stemming import stems
from essp.search.query import Query, Word
from essp.search.words import FUNCTION_WORDS, WORD, fold

LONGEST = 100_000  # characters of a text that are looked through
WIDTH = 180  # characters of one passage
ELLIPSIS = "…"

_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")


@dataclass(frozen=True)
class Segment:
    """A stretch of text, marked or plain."""

    marked: bool
    text: str


Passage = tuple[Segment, ...]
Span = tuple[int, int]


def marked(text: str, query: Query) -> Passage:
    """A whole short text, such as a title, with what was found in it marked."""
    return _segments(text, _spans(text[:LONGEST], query), 0, len(text))


def passages(text: str, query: Query, most: int = 2) -> tuple[Passage, ...]:
    """The passages that show most of the query, in reading order; else the beginning."""
    text = text[:LONGEST]
    spans = _spans(text, query)
    if not spans:
        return (_cut(text, [], 0),) if text.strip() else ()
    chosen: list[int] = []
    shown: set[str] = set()
    for _ in range(most):
        best = _best(text, spans, shown, chosen)
        if best is None:
            break
        chosen.append(best)
        shown |= _told(text, spans, best)
    return tuple(_cut(text, spans, start) for start in sorted(chosen))


def _best(text: str, spans: list[Span], shown: set[str], chosen: list[int]) -> int | None:
    """The start of the window that adds most new words; None when none adds any."""
    best, score = None, 0
    for span in spans:
        start = _window_start(text, span[0])
        if any(abs(start - other) < WIDTH for other in chosen):
            continue
        told = _told(text, spans, start)
        worth = 10 * len(told - shown) + (len(told) if told - shown else 0)
        if worth > score:
            best, score = start, worth
    return best


def _told(text: str, spans: list[Span], start: int) -> set[str]:
    low = bisect_left(spans, (start, 0))
    high = bisect_right(spans, (start + WIDTH, 0))
    return {stems(fold(text[a:b]), "nl")[0] for a, b in spans[low : min(high, low + 40)]}


def _window_start(text: str, at: int) -> int:
    """A good place to begin: the sentence, when it begins near, else a word before."""
    floor = max(0, at - WIDTH // 2)
    breaks = [match.end() for match in _SENTENCE.finditer(text, floor, at)]
    if floor == 0 or breaks:
        return breaks[-1] if breaks else 0
    early = text.find(" ", max(0, at - WIDTH // 4), at)
    return early + 1 if early >= 0 else at


def _cut(text: str, spans: list[Span], start: int) -> Passage:
    end = min(len(text), start + WIDTH)
    if end < len(text):
        space = text.rfind(" ", start + WIDTH // 2, end)
        end = space if space > 0 else end
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end:].strip() else ""
    inside = [(a, min(b, end)) for a, b in spans if a >= start and a < end]
    return _segments(text, inside, start, end, before, after)


def _segments(
    text: str, spans: list[Span], start: int, end: int, before: str = "", after: str = ""
) -> Passage:
    pieces: list[Segment] = []
    at, plain = start, before
    for a, b in _adjoined(text, spans):
        plain += text[at:a]
        if plain:
            pieces.append(Segment(False, _spaced(plain)))
        pieces.append(Segment(True, _spaced(text[a:b])))
        at, plain = b, ""
    plain += text[at:end] + after
    return (*pieces, Segment(False, _spaced(plain))) if plain else tuple(pieces)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _adjoined(text: str, spans: list[Span]) -> Iterator[Span]:
    """Neighbouring words as one stretch, so that a phrase is marked as a whole."""
    open_span: Span | None = None
    for a, b in spans:
        if open_span is not None and not text[open_span[1] : a].strip():
            open_span = (open_span[0], max(b, open_span[1]))
            continue
        if open_span is not None:
            yield open_span
        open_span = (a, b)
    if open_span is not None:
        yield open_span


def _spans(text: str, query: Query) -> list[Span]:
    """Where in the text a word or phrase of the query stands, in order."""
    wanted = _Wanted(query)
    found: set[Span] = set()
    recent: list[tuple[str, Span]] = []
    for match in WORD.finditer(text):
        if not wanted.phrases and match.group()[0] not in wanted.initials:
            continue
        word, span = fold(match.group()), match.span()
        if wanted.holds(word):
            found.add(span)
        if wanted.phrases:
            recent = [*recent, (word, span)][-wanted.longest :]
            found.update(_phrase_spans(recent, wanted.phrases))
    return sorted(found)


def _phrase_spans(recent: list[tuple[str, Span]], phrases: list[tuple[str, ...]]) -> Iterator[Span]:
    for phrase in phrases:
        tail = recent[-len(phrase) :]
        if tuple(word for word, _ in tail) == phrase:
            yield from (span for _, span in tail)


class _Wanted:
    """What a query asks for, ready to be compared with each word of a text."""

    def __init__(self, query: Query) -> None:
        telling = [w for w in query.words if w.text not in FUNCTION_WORDS] or list(query.words)
        telling += [Word(a.text + b.text) for a, b in pairwise(telling)]
        self.beginnings = tuple(word.text for word in telling if word.beginning)
        self.stems = {form for word in telling if not word.beginning for form in stems(word.text)}
        self.phrases = [phrase.words for phrase in query.phrases]
        self.longest = max(map(len, self.phrases), default=1)
        letters = {word.text[0] for word in telling if word.text}
        self.initials = _with_accents(letters)

    def holds(self, word: str) -> bool:
        if self.beginnings and word.startswith(self.beginnings):
            return True
        return any(form in self.stems for form in stems(word))


def _with_accents(letters: set[str]) -> frozenset[str]:
    """The letters a folded word can have begun with in the text."""
    found = letters | {letter.upper() for letter in letters}
    found |= {c for c in _ACCENTED if fold(c)[:1] in letters}
    return frozenset(found)


_ACCENTED = [c for c in map(chr, range(0xC0, 0x250)) if c.isalpha()]
