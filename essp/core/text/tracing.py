"""Where a passage of a text went when the text was changed: found again, or known to be gone.

Which of several equal or similar places is meant is not guessed from the quote alone. The text as it
was and as it is are aligned first, sentence by sentence, so that every word that merely stayed is
spoken for: a sentence that stood elsewhere already never passes for one that is gone. In order:

1. Every word stayed, side by side, or stands among words that are new: the passage is whole.
2. Words stayed and others came between them or in their place: changed, when at least `LIKE` of the
   letters of both versions are common to them.
3. At least `LIKE_ELSEWHERE` of the letters stand together among words that are new: moved, changed.
4. Other words stand where it stood: replaced. Nothing stands there: gone.

Half of the letters is the measure by which diff-match-patch (`Match_Threshold` 0.5) and the fuzzy
matching of Hypothesis (as many errors as half the quote) still call two texts the same; a place away
from where the words stood has to be more alike. Readers forgive a note that says "this text is gone"
and do not forgive one at the wrong sentence (Brush and others, "Robust annotation positioning in
digital documents", CHI 2001), so whatever is doubtful is gone.

The cost is that of one alignment, and for each passage grows with its own length.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from itertools import pairwise
from math import log2
from typing import NamedTuple

from essp.core.text.alignment import blocks
from essp.core.text.anchors import CONTEXT, Anchor, Span, Wanted, Words, beside
from essp.core.text.passages import without_stray_words
from essp.core.text.sentences import aligned

LIKE = 0.5
LIKE_ELSEWHERE = 0.65
TELLING = 6  # words, with those beside them, that are enough to know a passage by
_COMMON = 40  # pairs of words that occur more often lead nowhere
_TRIED = 4


class Fate(Enum):
    """What became of a passage."""

    WHOLE = "whole"
    CHANGED = "changed"
    REPLACED = "replaced"
    GONE = "gone"


class Found(NamedTuple):
    """What became of a passage, where its words are now, and how alike they are, from 0 to 1."""

    fate: Fate
    span: Span | None = None
    sure: float = 0.0


class _Kept(NamedTuple):
    """A word of the passage, by its number in it, and its number in the new text."""

    old: int
    new: int


class Trail:
    """Where the words of a text went in the next one."""

    def __init__(self, old: Words, new: Words) -> None:
        self.old, self.new = old, new
        self._went = [-1] * len(old)
        self._came = bytearray(b"\1" * len(new))
        for a, b, size in without_stray_words(list(aligned(old, new)), old.keys, new.keys):
            self._went[a : a + size] = range(b, b + size)
            self._came[b : b + size] = bytes(size)

    def follow(self, span: Span) -> Found:
        """What became of a passage of the old text."""
        end = span.start + span.size
        kept = [
            _Kept(at - span.start, self._went[at])
            for at in range(span.start, end)
            if self._went[at] >= 0
        ]
        if kept and len(kept) == span.size == kept[-1].new - kept[0].new + 1:
            return Found(Fate.WHOLE, Span(kept[0].new, span.size), 1.0)
        keys = self.old.keys[span.start : end]
        around = self.old.keys[max(0, span.start - CONTEXT) : span.start]
        for found in (
            self._whole_again(Wanted(keys, around, self.old.keys[end : end + CONTEXT]), kept),
            self._changed(keys, kept, LIKE),
            self._changed_again(keys),
        ):
            if found.span is not None:
                return found
        return Found(Fate.REPLACED if self._replaced(span, kept) else Fate.GONE)

    def back(self, anchor: Anchor) -> Found:
        """A passage that was gone from the old text, where its words returned in the new one."""
        wanted = Wanted.of(anchor)
        found = self._whole_again(wanted)
        return found if found.span is not None else self._changed_again(wanted.keys)

    def _replaced(self, span: Span, kept: Sequence[_Kept]) -> bool:
        """Whether new words stand between what stood before the passage and what stood after it."""
        before = max((self._went[at] for at in range(span.start)[-CONTEXT:]), default=-1)
        behind = range(span.start + span.size, min(len(self.old), span.start + span.size + CONTEXT))
        after = next((self._went[at] for at in behind if self._went[at] > before), len(self.new))
        between = sum(map(len, self._new_keys(before + 1, after)))
        lost = sum(map(len, self.old.keys[span.start : span.start + span.size]))
        near = before >= 0 or after < len(self.new) or bool(kept)
        return near and LIKE * lost <= between

    def _new_keys(self, start: int, end: int) -> list[str]:
        return [self.new.keys[at] for at in range(start, end) if self._came[at]]

    def _whole_again(self, wanted: Wanted, kept: Sequence[_Kept] = ()) -> Found:
        """The same words side by side, most of them new there or the passage's own that stayed."""
        size, ranked = len(wanted.keys), []
        own = {each.new for each in kept}
        for at in self.new.places(wanted.keys):
            place = range(at, at + size)
            if 2 * (sum(self._came[at : at + size]) + len(own.intersection(place))) >= size:
                ranked.append((beside(self.new.keys, Span(at, size), wanted), at))
        ranked.sort(reverse=True)
        alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] > ranked[1][0])
        if not alone or size + ranked[0][0] < TELLING:
            return Found(Fate.GONE)
        return Found(Fate.WHOLE, Span(ranked[0][1], size), 1.0)

    def _changed_again(self, keys: Sequence[str]) -> Found:
        if len(keys) < TELLING:
            return Found(Fate.GONE)
        best: list[Found] = []
        for start in self._leads(keys):
            first = max(0, start - len(keys) // 2)
            window = self.new.keys[first : start + len(keys) + len(keys) // 2 + 1]
            kept = [
                _Kept(a + step, first + b + step)
                for a, b, size in blocks(keys, window)
                for step in range(size)
                if self._came[first + b + step]
            ]
            best.append(self._changed(keys, kept, LIKE_ELSEWHERE))
        found = {each.span: each for each in best if each.fate is Fate.CHANGED}
        return next(iter(found.values())) if len(found) == 1 else Found(Fate.GONE)

    def _leads(self, keys: Sequence[str]) -> list[int]:
        """Where the passage might begin: places to which most pairs of its words point."""
        votes: Counter[int] = Counter()
        grain = max(4, len(keys) // 4)
        for at, pair in enumerate(pairwise(keys)):
            places = self._new_pairs.get(pair, ())
            if len(places) <= _COMMON:
                votes.update((place - at) // grain for place in places)
        return [bucket * grain for bucket, _votes in votes.most_common(_TRIED)]

    @cached_property
    def _new_pairs(self) -> dict[tuple[str, str], list[int]]:
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for at, pair in enumerate(pairwise(self.new.keys)):
            if self._came[at] and self._came[at + 1]:
                found[pair].append(at)
        return found

    def _changed(self, keys: Sequence[str], kept: Sequence[_Kept], like: float) -> Found:
        """The new passage around words that stayed, where enough of them did."""
        whole = sum(map(self._weight, keys))
        best = Found(Fate.GONE)
        for first, last in _stretches(kept):
            words = kept[first:last]
            span = self._grown(words, len(keys))
            common = sum(self._weight(keys[each.old]) for each in words)
            there = self.new.keys[span.start : span.start + span.size]
            sure = 2 * common / ((whole + sum(map(self._weight, there))) or 1)
            if sure >= like and sure > best.sure:
                best = Found(Fate.CHANGED, span, sure)
        return best

    def _grown(self, words: Sequence[_Kept], size: int) -> Span:
        """From the first to the last word that stayed, with what took the place of those beside them."""
        first, last = words[0].new, words[-1].new
        ahead, behind = words[0].old, size - 1 - words[-1].old
        start = first - self._run(range(first - 1, -1, -1), ahead)
        end = last + 1 + self._run(range(last + 1, len(self.new)), behind)
        return Span(start, end - start)

    def _run(self, places: range, lost: int) -> int:
        """How many new words follow on the way, if about as many as were lost there."""
        most = 2 * lost + 2 if lost else 0
        count = next(
            (at for at, place in enumerate(places[: most + 1]) if not self._came[place]),
            len(places[: most + 1]),
        )
        return count if count <= most else 0

    def _weight(self, key: str) -> float:
        """What a word says about where it stands: its letters, fewer the more often it occurs."""
        return len(key) / log2(1 + max(self.old.counts[key], self.new.counts[key], 1))


def _stretches(kept: Sequence[_Kept]) -> Iterator[tuple[int, int]]:
    """Runs of words that stayed in a row, from any of them to any later one: a stray word far away
    from the others need not be part of the passage."""
    cuts = [0] if kept else []
    cuts += [at for at, (a, b) in enumerate(pairwise(kept), 1) if b.new - a.new > 2 + b.old - a.old]
    ends = [*cuts[1:], len(kept)] if kept else []
    for number, start in enumerate(cuts):
        for end in ends[number:]:
            yield start, end


def locate(words: Words, anchor: Anchor, near: int = 0) -> Span | None:
    """The passage that somebody pointed at in this very text; None where it is not in it.

    Of equal places the one with the same words beside it, and then the one nearest to word `near`.
    What was shown to them may differ a little from the text, as the name of a person does.
    """
    wanted = Wanted.of(anchor)
    size = len(wanted.keys)
    ranked = [
        (-beside(words.keys, Span(at, size), wanted), abs(at - near), at)
        for at in words.places(wanted.keys)
    ]
    if ranked:
        return Span(min(ranked)[2], size)
    return Trail(Words(""), words)._changed_again(wanted.keys).span
