"""What lifts one match over another of about the same words: changed lately, and read often.

Both together lift a score by a quarter at most, and only among documents that hold every word: an
exact title, and more of the words, always come first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from essp.core import clock
from essp.search.backends.names import Name

LATELY = 0.12  # what a change of this moment adds
OFTEN = 0.13  # what being read a lot adds
HALF = 180.0  # days after which a change adds half as much
AGEING = frozenset({"page", "thread", "file"})  # people and spaces do not grow old by themselves


@dataclass(frozen=True)
class Reads:
    """How much documents are read, 0 to 1 by key, and a mark that changes with them."""

    shares: Mapping[str, float] = field(default_factory=dict)
    mark: tuple[int, int] = (0, 0)


def worths(names: Iterable[Name], count: int, reads: Reads) -> Sequence[float]:
    """By what the score of each of the `count` documents of a segment is multiplied."""
    found = array("f", [1.0]) * count
    now = clock.now().timestamp() / 60
    for name in names:
        if name.kind in AGEING:
            days = max(0.0, now - name.updated) / 1440
            fresh = LATELY * 0.5 ** (days / HALF)
            found[name.number] = 1.0 + fresh + OFTEN * reads.shares.get(name.key, 0.0)
    return found
