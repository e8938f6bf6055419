"""Which headings of a page's new text are those of its last one: by their words, place and text.

Headings that kept their words and order are the same. Of the others, one is a renamed one when it
stands between the same neighbours, or anywhere else on the page, above much the same text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Protocol

from essp.core.ids import key_of

WORD = re.compile(r"\w+")
READ = 4_000  # characters of a section's text
KEPT = 16  # digests of a sketch
PHRASE = 3  # words in each
ALIGNED = 400  # headings of a page
COMPARED = 40  # headings between two that stayed
SAME_TEXT = 0.4
SAME_WORDS = 0.6


class Headed(Protocol):
    """A heading: its level, its words, and a sketch of the text below it."""

    @property
    def level(self) -> int:
        """2 to 6, as it is shown."""

    @property
    def words(self) -> str:
        """What it says."""

    @property
    def sketch(self) -> str:
        """`sketch_of` the text below it."""


@dataclass(frozen=True)
class Here:
    """A heading of the new text."""

    level: int
    fragment: str
    words: str
    sketch: str


def sketch_of(text: str) -> str:
    """A short digest of a text; two that have much in common have digests that do."""
    tokens = WORD.findall(text[:READ].casefold())
    phrases = zip(*(tokens[start:] for start in range(PHRASE)), strict=False)
    found = {zlib.crc32(" ".join(phrase).encode()) for phrase in phrases}
    found = found or {zlib.crc32(token.encode()) for token in tokens}
    return "".join(f"{each:08x}" for each in sorted(found)[:KEPT])


def likeness(one: str, other: str) -> float:
    """How much two texts have in common by their sketches, 0 to 1."""
    a, b = set(_digests(one)), set(_digests(other))
    least = sorted(a | b)[:KEPT]
    return sum(each in a and each in b for each in least) / len(least) if least else 0.0


def matched(old: Sequence[Headed], new: Sequence[Headed]) -> Mapping[int, int]:
    """For numbers of new headings the numbers of the old ones that they are."""
    found = dict(_in_order(old, new))
    _pair(found, _left(old, found.values()), _left(new, found), _same_key(old, new))
    gaps = list(_gaps(found, len(old), len(new)))
    for before, after in gaps:
        if len(before) == len(after) == 1 and _renamed(old[before[0]], new[after[0]]):
            found[after[0]] = before[0]
        elif len(before) <= COMPARED and len(after) <= COMPARED:
            _pair(found, before, after, lambda o, n: _alike(old[o], new[n]))
    rest = _left(old, found.values()), _left(new, found)
    if all(len(each) <= COMPARED for each in rest):
        _pair(found, *rest, lambda o, n: likeness(old[o].sketch, new[n].sketch) >= SAME_TEXT)
    return found


def _in_order(old: Sequence[Headed], new: Sequence[Headed]) -> Iterator[tuple[int, int]]:
    """Headings with the same words in the same order, as (new, old)."""
    if max(len(old), len(new)) > ALIGNED:
        return
    before, after = ([key_of(each.words) for each in every] for every in (old, new))
    for start, there, size in SequenceMatcher(None, before, after, False).get_matching_blocks():
        yield from ((there + step, start + step) for step in range(size))


def _same_key(old: Sequence[Headed], new: Sequence[Headed]) -> Callable[[int, int], bool]:
    before, after = ([key_of(each.words) for each in every] for every in (old, new))
    return lambda o, n: before[o] == after[n]


def _pair(
    found: dict[int, int], old: Iterable[int], new: Iterable[int], same: Callable[[int, int], bool]
) -> None:
    """Give each of the new ones the first of the old ones that is the same."""
    free = list(old)
    for number in new:
        mine = next((each for each in free if same(each, number)), None)
        if mine is not None:
            found[number] = mine
            free.remove(mine)


def _left(every: Sequence[Headed], taken: Iterable[int]) -> list[int]:
    gone = set(taken)
    return [number for number in range(len(every)) if number not in gone]


def _gaps(found: Mapping[int, int], old: int, new: int) -> Iterator[tuple[list[int], list[int]]]:
    """What is left between neighbours that stayed neighbours: old and new numbers."""
    taken = set(found.values())
    fixed = [(-1, -1), *((o, n) for n, o in sorted(found.items())), (old, new)]
    for (before, after), (next_before, next_after) in pairwise(fixed):
        here = [o for o in range(before + 1, next_before) if o not in taken]
        there = list(range(after + 1, next_after))
        if here and there:
            yield here, there


def _renamed(old: Headed, new: Headed) -> bool:
    """Whether the only heading between two neighbours is the one that stood there before."""
    empty = not old.sketch or not new.sketch
    return _alike(old, new) or (empty and old.level == new.level)


def _alike(old: Headed, new: Headed) -> bool:
    if likeness(old.sketch, new.sketch) >= SAME_TEXT:
        return True
    return SequenceMatcher(None, key_of(old.words), key_of(new.words)).ratio() >= SAME_WORDS


def _digests(sketch: str) -> list[str]:
    return [sketch[start : start + 8] for start in range(0, len(sketch), 8)]
