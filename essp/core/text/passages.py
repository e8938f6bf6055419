"""Words that carry who wrote them, and which new words stood at the same place before.

Used by the attribution of a page's words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from essp.core.text.alignment import Block, blocks

RUN = 3
PHRASE = 4
_NEAR = 4


class Credit(NamedTuple):
    """Who first wrote a word, and in which revision."""

    author: int
    revision: int


class Passage(NamedTuple):
    """Words removed in one revision from one place, each with its credit."""

    words: tuple[str, ...]
    credits: tuple[Credit, ...]
    removed: int


@dataclass(slots=True)
class Past:
    """Words that stood at one place: present until now (``removed`` None) or removed before."""

    words: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    removed: list[int | None] = field(default_factory=list)

    def add(self, words: Sequence[str], credits: Sequence[Credit], removed: int | None) -> None:
        """Append the words that follow, all removed in the same revision or all present."""
        self.words += words
        self.credits += credits
        self.removed += [removed] * len(words)


def returned(new: Sequence[str], past: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (new, past) of words that came back between the same neighbours, ascending in both.

    Sure are runs of three, where the unchanged neighbour on either side counts as one. A word
    that occurs once on both sides counts when it is near a sure run, or when every new word has
    a partner; in the latter case the other words follow if any was found.
    """
    common = blocks(new, past)
    sure = {at for block in common if _is_sure(block, len(new), len(past)) for at in _span(block)}
    pairs = [(block.a + at, block.b + at) for block in common for at in range(block.size)]
    if len(sure) == len(pairs):
        return pairs
    complete = len(pairs) == len(new)
    if not complete and not sure:
        return []
    in_new, in_past = Counter(new), Counter(past)
    near = {at + step for at in sure for step in range(-_NEAR, _NEAR + 1)}
    found = [
        (a, b)
        for a, b in pairs
        if a in sure or ((complete or a in near) and in_new[new[a]] == in_past[new[a]] == 1)
    ]
    return pairs if complete and found else found


def _is_sure(block: Block, new: int, past: int) -> bool:
    at_start = block.a == block.b == 0
    at_end = block.a + block.size == new and block.b + block.size == past
    return block.size + at_start + at_end >= RUN


def _span(block: Block) -> range:
    return range(block.a, block.a + block.size)


def without_stray_words(common: list[Block], a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Leave out common words that two rewritten passages share by chance.

    One or two words that occur more than once, between changes several times as long on both
    sides, say nothing about where they come from.
    """
    kept: list[Block] = []
    in_a: Counter[str] = Counter()
    in_b: Counter[str] = Counter()
    for at, block in enumerate(common):
        if block.size < RUN:
            before = kept[-1] if kept else Block(0, 0, 0)
            after = common[at + 1] if at + 1 < len(common) else Block(len(a), len(b), 0)
            left = max(block.a - before.a - before.size, block.b - before.b - before.size)
            right = max(after.a - block.a - block.size, after.b - block.b - block.size)
            if min(left, right) >= 2 * block.size and left + right >= 6 * block.size:
                in_a, in_b = in_a or Counter(a), in_b or Counter(b)
                words = a[block.a : block.a + block.size]
                if all(in_a[word] > 1 or in_b[word] > 1 for word in words):
                    continue
        kept.append(block)
    return kept


def in_runs(positions: Iterable[int]) -> Iterator[range]:
    """Ascending positions as ranges of neighbours."""
    first = last = None
    for at in positions:
        if first is None or last is None or at != last + 1:
            if first is not None and last is not None:
                yield range(first, last + 1)
            first = at
        last = at
    if first is not None and last is not None:
        yield range(first, last + 1)
