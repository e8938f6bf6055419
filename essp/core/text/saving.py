"""One save, seen by the attribution: which words stay, return, move, or are new.

A text with its removed passages is one long line of words, present and removed, in which every
earlier text can be found again: a removed word keeps its place between its neighbours. Only the
changed regions of a text are cut into words; for all other lines their number of words is known.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from essp.core.text.alignment import Opcode, blocks, opcodes, opcodes_of
from essp.core.text.passages import (
    PHRASE,
    Credit,
    Passage,
    Past,
    in_runs,
    returned,
    without_stray_words,
)
from essp.core.text.relocation import Relocation
from essp.core.text.sources import CONTEXT, COPY, Source, borrowed, in_context, together
from essp.core.text.tokens import NumberedWords, line_words

_SEPARATE = 3
_FREQUENT_LENGTH = 3
_MANY = 100


class Before(NamedTuple):
    """The attribution before a save: the text's lines with their words, and what was removed."""

    lines: list[str]
    line_words: Sequence[int]
    credits: Sequence[Credit]
    removed_at: Sequence[int]
    removed: Sequence[Passage]


class After(NamedTuple):
    """The attribution after a save."""

    line_words: list[int]
    credits: list[Credit]
    removed_at: list[int]
    removed: list[Passage]


@dataclass(slots=True)
class _Region:
    """Lines that changed: where their words begin in both texts, and what is found out."""

    old_at: int
    new_at: int
    old: list[str]
    new: list[str]
    found: list[Credit | None]


class Saving:
    """What one save by ``credit`` makes of the attribution ``before``, with ``lines`` as text."""

    def __init__(self, before: Before, lines: list[str], credit: Credit) -> None:
        self.before = before
        self.lines = lines
        self.credit = credit
        self.line_words: list[int] = []
        self.places: list[int] = []
        self.passages: list[Passage] = []
        self.dying: list[Source] = []
        self.known: set[tuple[int, int]] = set()
        self.relocation = Relocation()
        self.regions = list(self._changed_regions())
        self.arriving = self.relocation.words()

    def run(self) -> After:
        """The attribution after the save."""
        done = 0
        for region in self.regions:
            done = self._align(region, done)
        shift = sum(len(region.new) - len(region.old) for region in self.regions)
        self._keep(done, len(self.before.removed), shift)
        self._recognise()
        return After(self.line_words, self._credits(), self.places, self.passages)

    def _changed_regions(self) -> Iterator[_Region]:
        """The changed lines; those with hardly a word between them make one region."""
        before = self.before
        starts = [0, *accumulate(before.line_words)]
        new_at = 0
        for a1, a2, b1, b2, changed in self._line_changes(starts):
            if not changed:
                self.line_words += before.line_words[a1:a2]
                new_at += starts[a2] - starts[a1]
                continue
            by_line = [line_words(line) for line in self.lines[b1:b2]]
            counts = [len(words) for words in by_line]
            self.relocation.take(before.lines[a1:a2], before.line_words[a1:a2], starts[a1])
            self.relocation.put(self.lines[b1:b2], counts, new_at)
            self.line_words += counts
            old = list(chain(*map(line_words, before.lines[a1:a2])))
            new = list(chain(*by_line))
            yield _Region(starts[a1], new_at, old, new, [None] * len(new))
            new_at += len(new)

    def _line_changes(self, starts: list[int]) -> Iterator[tuple[int, int, int, int, bool]]:
        pending: tuple[int, int, int, int] | None = None
        for tag, a1, a2, b1, b2 in opcodes(self.before.lines, self.lines):
            if tag == "equal" and (pending is None or starts[a2] - starts[a1] >= _SEPARATE):
                if pending:
                    yield (*pending, True)
                    pending = None
                yield a1, a2, b1, b2, False
            else:
                pending = (pending[0], a2, pending[2], b2) if pending else (a1, a2, b1, b2)
        if pending:
            yield (*pending, True)

    def _credits(self) -> list[Credit]:
        credits: list[Credit] = []
        at = 0
        for region in self.regions:
            credits += self.before.credits[at : region.old_at]
            credits += [credit or self.credit for credit in region.found]
            at = region.old_at + len(region.old)
        credits += self.before.credits[at:]
        return credits

    def _align(self, region: _Region, done: int) -> int:
        """Credit the words of a region that stay or return; the removed passages handled."""
        common = without_stray_words(blocks(region.old, region.new), region.old, region.new)
        for op in opcodes_of(common, len(region.old), len(region.new)):
            start, end = region.old_at + op.a1, region.old_at + op.a2
            if op.tag == "equal":
                region.found[op.b1 : op.b2] = self.before.credits[start:end]
                continue
            low = bisect_left(self.before.removed_at, start)
            high = bisect_right(self.before.removed_at, end)
            self._keep(done, low, region.new_at + op.b1 - start)
            self._replace(region, op, low, high)
            done = high
        self._relocate(region)
        return done

    def _relocate(self, region: _Region) -> None:
        """Words of a line that stood elsewhere as a whole keep the credit they had there."""
        for at in range(len(region.new)) if self.arriving else ():
            source = self.arriving.get(region.new_at + at)
            if source is not None:
                region.found[at] = self.before.credits[source]

    def _keep(self, start: int, end: int, shift: int) -> None:
        """Passages between words that stay keep their place among them."""
        self.places += [at + shift for at in self.before.removed_at[start:end]]
        self.passages += self.before.removed[start:end]

    def _replace(self, region: _Region, op: Opcode, low: int, high: int) -> None:
        """Let words return from what stood at this place, and remember the others."""
        past = self._past(region, op, low, high)
        pairs = returned(region.new[op.b1 : op.b2], past.words) if op.b2 > op.b1 else []
        for new, old in pairs:
            region.found[op.b1 + new] = past.credits[old]
            self.known.add((region.new_at, op.b1 + new))
        self._remember(past, region.new_at + op.b1, pairs)
        partner = {old for _, old in pairs}
        gone = [at for at, when in enumerate(past.removed) if when is None and at not in partner]
        if gone:
            words, credits = [past.words[at] for at in gone], [past.credits[at] for at in gone]
            self.dying.append(Source(words, credits))

    def _past(self, region: _Region, op: Opcode, low: int, high: int) -> Past:
        """The words from ``op.a1`` to ``op.a2`` with the passages removed among them earlier."""
        past, at = Past(), op.a1
        first = region.old_at
        for number in range(low, high):
            place = self.before.removed_at[number] - first
            past.add(region.old[at:place], self.before.credits[first + at : first + place], None)
            passage = self.before.removed[number]
            past.add(passage.words, passage.credits, passage.removed)
            at = place
        credits = self.before.credits[first + at : first + op.a2]
        past.add(region.old[at : op.a2], credits, None)
        return past

    def _remember(self, past: Past, place: int, pairs: list[tuple[int, int]]) -> None:
        """Keep the words without a partner as removed passages, between those that returned."""
        start, here = 0, place
        for new, old in [*pairs, (0, len(past.words))]:
            self._store(past, start, old, here)
            start, here = old + 1, place + new + 1

    def _store(self, past: Past, start: int, end: int, place: int) -> None:
        while start < end:
            stop, removed = start + 1, past.removed[start]
            while stop < end and past.removed[stop] == removed:
                stop += 1
            words, credits = past.words[start:stop], past.credits[start:stop]
            when = self.credit.revision if removed is None else removed
            self.places.append(place)
            self.passages.append(Passage(tuple(words), tuple(credits), when))
            start = stop

    def _recognise(self) -> None:
        """Credit words that stood elsewhere: in this text, or among what was removed before."""
        moved = {tuple(source.words): source.credits for source in self.dying}
        for region in self.regions:
            fresh = [at for at, credit in enumerate(region.found) if credit is None]
            for run in in_runs(fresh) if moved else ():
                whole = moved.get(tuple(region.new[run.start : run.stop]))
                if whole and len(run) > 1:
                    region.found[run.start : run.stop] = whole
                    self.known.update((region.new_at, at) for at in run)
        text, homes = self._in_context()
        wanted = {at for at, home in enumerate(homes) if home and home[0].found[home[1]] is None}
        if not wanted:
            return
        past = [*self.dying, *self._remembered({text[at] for at in wanted})]
        copied = self._copied(text, wanted)
        if not past and not copied:
            return
        credits = borrowed(text, wanted, [*past, *copied])
        known = {
            at for at, home in enumerate(homes) if home and (home[0].new_at, home[1]) in self.known
        }
        rest = wanted - credits.keys()
        credits |= in_context(text, rest, known | credits.keys(), past)
        for at, credit in credits.items():
            home = homes[at]
            if home:
                home[0].found[home[1]] = credit

    def _in_context(self) -> tuple[list[str], list[tuple[_Region, int] | None]]:
        """The new words of all regions amid some words around each, and where they belong."""
        text: list[str] = []
        homes: list[tuple[_Region, int] | None] = []
        for region in self.regions:
            if None not in region.found:
                continue
            end = region.new_at + len(region.new)
            head = self._now.words(region.new_at - CONTEXT, region.new_at)
            tail = self._now.words(end, end + CONTEXT)
            text += [*head, *region.new, *tail, ""]
            homes += [None] * len(head)
            homes += [(region, at) for at in range(len(region.new))]
            homes += [None] * (len(tail) + 1)
        return text, homes

    def _remembered(self, vocabulary: set[str]) -> Iterator[Source]:
        """What was removed before: from one place, and in one revision, that has a new word."""
        telling = {word for word in vocabulary if len(word) > _FREQUENT_LENGTH} or vocabulary
        removed, places = self.before.removed, self.before.removed_at
        hits = [at for at, one in enumerate(removed) if not telling.isdisjoint(one.words)]
        if not hits:
            return
        at_places, revisions = {places[at] for at in hits}, {removed[at].removed for at in hits}
        by_place: dict[int, list[Passage]] = defaultdict(list)
        by_revision: dict[int, list[Passage]] = defaultdict(list)
        for at, passage in zip(places, removed, strict=True):
            if at in at_places:
                by_place[at].append(passage)
            if passage.removed in revisions:
                by_revision[passage.removed].append(passage)
        for at, passages in by_place.items():
            head = self._then.words(at - CONTEXT, at)
            tail = self._then.words(at, at + CONTEXT)
            yield together(passages, head, tail)
        for passages in by_revision.values():
            yield together(passages)

    def _copied(self, text: list[str], wanted: set[int]) -> list[Source]:
        """The text before the save, when enough new words can be a copy of some of it."""
        if len(wanted) < COPY:
            return []
        if len(wanted) < _MANY:
            page = "\n".join(self.before.lines)
            pairs = (f"{a} {b}" for at, (a, b) in enumerate(pairwise(text)) if at in wanted)
            found = sum(pair in page for pair in pairs)
            if found < PHRASE:
                return []
        words = self._then.words(0, len(self.before.credits))
        return [Source(words, self.before.credits, minimum=COPY, loose=False)]

    @cached_property
    def _then(self) -> NumberedWords:
        return NumberedWords(self.before.lines, self.before.line_words)

    @cached_property
    def _now(self) -> NumberedWords:
        return NumberedWords(self.lines, self.line_words)
