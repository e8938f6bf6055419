"""One save, seen by the attribution: which words stay, return, move, or are new.

A text with its removed passages is one long line of words, present and removed, in which every
earlier text can be found again: a removed word keeps its place between its neighbours.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Postfix, Prefix

from essp.core.text.alignment import Opcode, blocks, opcodes_of
from essp.core.text.passages import Credit, Passage, in_runs, returned, without_stray_words
from essp.core.text.sources import CONTEXT, COPY, Source, borrowed, in_context
from essp.core.text.tokens import word_list

_CONTEXT_CHARACTERS = 200


def changed_part(old: str, new: str) -> tuple[int, int]:
    """How many characters at the start and at the end are the same, cut at blanks."""
    start = Prefix.similarity(old, new)
    if start < max(len(old), len(new)):
        start = 1 + max(old.rfind(" ", 0, start), old.rfind("\n", 0, start))
    end = min(Postfix.similarity(old, new), len(old) - start, len(new) - start)
    cut = len(old) - end
    blanks = [at for at in (old.find(" ", cut), old.find("\n", cut)) if at >= 0]
    return start, len(old) - min(blanks) if blanks else 0


@dataclass(slots=True)
class _Past:
    """Words that stood at one place: present until now (``removed`` None) or removed before."""

    words: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    removed: list[int | None] = field(default_factory=list)

    def add(self, words: list[str], credits: tuple[Credit, ...], removed: int | None) -> None:
        self.words += words
        self.credits += credits
        self.removed += [removed] * len(words)


@dataclass(slots=True)
class Saving:
    """The words between the unchanged ``before`` and ``after`` become ``new`` instead of ``old``.

    ``credits``, ``removed_at`` and ``removed`` are those of the whole text before the save.
    """

    credits: tuple[Credit, ...]
    removed_at: tuple[int, ...]
    removed: tuple[Passage, ...]
    before: list[str]
    old: list[str]
    new: list[str]
    after: str
    credit: Credit
    found: list[Credit | None] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    dying: list[Source] = field(default_factory=list)
    inserted: list[int] = field(default_factory=list)

    def run(self) -> tuple[list[Credit], list[int], list[Passage]]:
        """The credits of all words after the save, and the removed passages with their places."""
        first = len(self.before)
        self._align()
        fresh = [at for at, credit in enumerate(self.found) if credit is None]
        if fresh:
            self._recognise(fresh)
        credits = list(self.credits[:first])
        credits += [credit or self.credit for credit in self.found]
        credits += self.credits[first + len(self.old) :]
        return credits, self.places, self.passages

    def _align(self) -> None:
        self.found = [None] * len(self.new)
        first = len(self.before)
        common = without_stray_words(blocks(self.old, self.new), self.old, self.new)
        done = 0
        for op in opcodes_of(common, len(self.old), len(self.new)):
            if op.tag == "equal":
                self.found[op.b1 : op.b2] = self.credits[first + op.a1 : first + op.a2]
                continue
            low = bisect_left(self.removed_at, first + op.a1)
            high = bisect_right(self.removed_at, first + op.a2)
            self._keep(done, low, op.b1 - op.a1)
            self._replace(op, low, high)
            done = high
        self._keep(done, len(self.removed), len(self.new) - len(self.old))

    def _keep(self, start: int, end: int, shift: int) -> None:
        """Passages between words that stay keep their place among them."""
        self.places += [at + shift for at in self.removed_at[start:end]]
        self.passages += self.removed[start:end]

    def _replace(self, op: Opcode, low: int, high: int) -> None:
        """Let words return from what stood at this place, and remember the others."""
        first = len(self.before)
        past = self._past(op, low, high)
        pairs = returned(self.new[op.b1 : op.b2], past.words) if op.b2 > op.b1 else []
        for new, old in pairs:
            self.found[op.b1 + new] = past.credits[old]
        self._remember(past, first + op.b1, pairs)
        self.inserted += range(op.b1, op.b2)
        partner = {old for _, old in pairs}
        gone = [
            at for at, removed in enumerate(past.removed) if removed is None and at not in partner
        ]
        if gone:
            self.dying.append(
                Source([past.words[at] for at in gone], [past.credits[at] for at in gone])
            )

    def _past(self, op: Opcode, low: int, high: int) -> _Past:
        """The words from ``op.a1`` to ``op.a2`` with the passages removed among them earlier."""
        first = len(self.before)
        past = _Past()
        at = op.a1
        for number in range(low, high):
            place = self.removed_at[number] - first
            past.add(self.old[at:place], self.credits[first + at : first + place], None)
            passage = self.removed[number]
            past.add(list(passage.words), passage.credits, passage.removed)
            at = place
        past.add(self.old[at : op.a2], self.credits[first + at : first + op.a2], None)
        return past

    def _remember(self, past: _Past, place: int, pairs: list[tuple[int, int]]) -> None:
        """Keep the words without a partner as removed passages, between those that returned."""
        start, here = 0, place
        for new, old in [*pairs, (0, len(past.words))]:
            self._store(past, start, old, here)
            start, here = old + 1, place + new + 1

    def _store(self, past: _Past, start: int, end: int, place: int) -> None:
        while start < end:
            stop, removed = start + 1, past.removed[start]
            while stop < end and past.removed[stop] == removed:
                stop += 1
            words, credits = past.words[start:stop], past.credits[start:stop]
            when = self.credit.revision if removed is None else removed
            self.places.append(place)
            self.passages.append(Passage(tuple(words), tuple(credits), when))
            start = stop

    def _recognise(self, fresh: list[int]) -> None:
        """Credit words that stood elsewhere: in this text, or among what was removed before."""
        moved = {tuple(source.words): source.credits for source in self.dying}
        for run in in_runs(fresh):
            whole = moved.get(tuple(self.new[run.start : run.stop])) if len(run) > 1 else None
            if whole:
                self.found[run.start : run.stop] = whole
        wanted = {at + CONTEXT for at in fresh if self.found[at] is None}
        if not wanted:
            return
        around = self._around()
        past = [*self.dying, *self._remembered(wanted)]
        credits = borrowed(around, wanted, [*past, *self._copied(wanted)])
        known = {at + CONTEXT for at in self.inserted if self.found[at]} | credits.keys()
        credits |= in_context(around, wanted - credits.keys(), known, past)
        for at, credit in credits.items():
            self.found[at - CONTEXT] = credit

    def _around(self) -> list[str]:
        """The new words with six words of context on either side."""
        head = [*[""] * CONTEXT, *self.before[-CONTEXT:]][-CONTEXT:]
        return [*head, *self.new, *word_list(self.after[:_CONTEXT_CHARACTERS])[:CONTEXT]]

    def _remembered(self, wanted: set[int]) -> Iterator[Source]:
        """What was removed before: from one place, and in one revision, that has a new word."""
        vocabulary = {self.new[at - CONTEXT] for at in wanted}
        by_place: dict[int, list[Passage]] = defaultdict(list)
        by_revision: dict[int, list[Passage]] = defaultdict(list)
        hits = [not vocabulary.isdisjoint(passage.words) for passage in self.removed]
        if not any(hits):
            return
        places = {at for at, hit in zip(self.removed_at, hits, strict=True) if hit}
        revisions = {p.removed for p, hit in zip(self.removed, hits, strict=True) if hit}
        for at, passage in zip(self.removed_at, self.removed, strict=True):
            if at in places:
                by_place[at].append(passage)
            if passage.removed in revisions:
                by_revision[passage.removed].append(passage)
        text = [*self.before, *self.old, *word_list(self.after)]
        for at, passages in by_place.items():
            head, tail = text[max(at - CONTEXT, 0) : at], text[at : at + CONTEXT]
            yield _joined(passages, head, tail)
        for passages in by_revision.values():
            yield _joined(passages)

    def _copied(self, wanted: set[int]) -> Iterator[Source]:
        if len(wanted) >= COPY:
            text = [*self.before, *self.old, *word_list(self.after)]
            yield Source(text, self.credits, minimum=COPY, loose=False)


def _joined(passages: list[Passage], head: Sequence[str] = (), tail: Sequence[str] = ()) -> Source:
    """Removed passages as one source, amid present words that give no credit."""
    words = [*head]
    credits: list[Credit | None] = [None] * len(head)
    for passage in passages:
        words += passage.words
        credits += passage.credits
    return Source([*words, *tail], [*credits, *[None] * len(tail)], at_once=not head and not tail)
