"""Which numbers of an ascending count somebody has had: nearly all of them, in whatever order.

What is read of a thousand posts is one number for the beginning and a few runs beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Run = tuple[int, int]


@dataclass(frozen=True)
class Runs:
    """All numbers from 1 up to `upto`, and those in `beyond`: first and last of each run, ascending.

    No run touches another one or the beginning, so equal sets are equal values.
    """

    upto: int = 0
    beyond: tuple[Run, ...] = ()

    @classmethod
    def loads(cls, upto: int, beyond: str) -> Runs:
        """From what `dumps` gave."""
        return cls(upto, tuple(_run(part) for part in beyond.split(",") if part))

    def dumps(self) -> tuple[int, str]:
        """The beginning, and the runs beyond it such as `45-52,60`."""
        return self.upto, ",".join(
            str(first) if first == last else f"{first}-{last}" for first, last in self.beyond
        )

    def __contains__(self, number: int) -> bool:
        return 0 < number <= self.upto or any(a <= number <= b for a, b in self.beyond)

    def __bool__(self) -> bool:
        return bool(self.upto or self.beyond)

    def having(self, numbers: Iterable[int]) -> Runs:
        """With these numbers too."""
        return _joined([*self._all(), *((each, each) for each in numbers if each > 0)])

    def lacking_from(self, number: int) -> Runs:
        """Without this number and all above it."""
        cut = [(a, min(b, number - 1)) for a, b in self._all() if a < number]
        return _joined(cut)

    def _all(self) -> Iterator[Run]:
        if self.upto:
            yield 1, self.upto
        yield from self.beyond


def _run(text: str) -> Run:
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def _joined(runs: Iterable[Run]) -> Runs:
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    if found and found[0][0] == 1:
        return Runs(found[0][1], tuple(found[1:]))
    return Runs(0, tuple(found))
