"""Whole lines that one save takes out in one place and puts back, unchanged, in another.

Entries of a list and rows of a table look alike, so that word by word they are taken for their
neighbours. As whole lines they are recognised.
"""

from collections.abc import Sequence
from typing import NamedTuple

_SHORTEST = 2


class _Place(NamedTuple):
    """Where a line stands: the number of its first word in the text, and how many it has."""

    first: int
    words: int


class Relocation:
    """The changed lines of a save, on both sides, that have at least two words."""

    def __init__(self) -> None:
        self._taken: dict[str, list[_Place]] = {}
        self._put: dict[str, list[_Place]] = {}

    def take(self, lines: Sequence[str], counts: Sequence[int], at: int) -> None:
        """Lines that are no longer where they were, with their words, from word ``at`` on."""
        _note(self._taken, lines, counts, at)

    def put(self, lines: Sequence[str], counts: Sequence[int], at: int) -> None:
        """Lines that stand in the new text where they did not."""
        _note(self._put, lines, counts, at)

    def words(self) -> dict[int, int]:
        """The words of lines that are once on both sides: number in the new text, in the old."""
        found: dict[int, int] = {}
        for line, places in self._put.items():
            before = self._taken.get(line, [])
            if len(before) == len(places) == 1:
                start = places[0].first
                found |= {start + step: before[0].first + step for step in range(places[0].words)}
        return found


def _note(
    known: dict[str, list[_Place]], lines: Sequence[str], counts: Sequence[int], at: int
) -> None:
    for line, count in zip(lines, counts, strict=True):
        if count >= _SHORTEST:
            known.setdefault(line, []).append(_Place(at, count))
        at += count
