"""Align two texts sentence by sentence, and the words of each sentence with those of its successor.

Words alone are torn apart where sentences look alike: after "The limit in Lochem is 40" was deleted
before "The limit in Almelo is 48", half of the first would be found in the second. A sentence that
both texts have is itself; of those in between, each has at most one successor, in their order, chosen
so that in all they have most in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from essp.core.text.alignment import Block, blocks, opcodes
from essp.core.text.anchors import Words

SUCCESSOR = 0.4  # of the words of both: less alike, and one sentence does not follow from another
_PAIRS = 10_000

Sentences = list[range]


def aligned(old: Words, new: Words) -> Iterator[Block]:
    """The words that two texts have in common, as blocks ascending in both."""
    in_old, in_new = sentences(old), sentences(new)
    for tag, a1, a2, b1, b2 in opcodes(_joined(old, in_old), _joined(new, in_new)):
        if tag == "equal":
            first, start = in_old[a1].start, in_new[b1].start
            yield Block(first, start, in_old[a2 - 1].stop - first)
        elif tag == "replace":
            for before, after in _paired(old, in_old[a1:a2], new, in_new[b1:b2]):
                found = blocks(
                    old.keys[before.start : before.stop], new.keys[after.start : after.stop]
                )
                for a, b, size in found:
                    yield Block(before.start + a, after.start + b, size)


def sentences(words: Words) -> Sentences:
    """The words of each sentence, by their numbers."""
    cuts = [0, *words.breaks, len(words)]
    return [range(start, end) for start, end in pairwise(cuts) if end > start]


def _joined(words: Words, found: Sentences) -> list[str]:
    return [" ".join(words.keys[each.start : each.stop]) for each in found]


def _paired(
    old: Words, before: Sentences, new: Words, after: Sentences
) -> Iterator[tuple[range, range]]:
    """Each sentence with its successor; where there are too many to compare, all with all."""
    if len(before) * len(after) > _PAIRS:
        yield (range(before[0].start, before[-1].stop), range(after[0].start, after[-1].stop))
        return
    had = [Counter(old.keys[each.start : each.stop]) for each in before]
    has = [Counter(new.keys[each.start : each.stop]) for each in after]
    likeness = [[_likeness(one, other) for other in has] for one in had]
    for a, b in _best(likeness):
        yield before[a], after[b]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    common = 2 * (one & other).total() / (one.total() + other.total())
    return common if common >= SUCCESSOR else 0.0


def _best(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs ascending in both whose likeness is greatest in all."""
    columns = len(likeness[0])
    best = [[0.0] * (columns + 1)]
    for row in likeness:
        above, here = best[-1], [0.0]
        for at, like in enumerate(row):
            here.append(max(above[at + 1], here[at], above[at] + like))
        best.append(here)
    pairs, a, b = [], len(likeness), columns
    while a and b:
        if best[a][b] == best[a - 1][b]:
            a -= 1
        elif best[a][b] == best[a][b - 1]:
            b -= 1
        else:
            a, b = a - 1, b - 1
            pairs.append((a, b))
    return pairs[::-1]
