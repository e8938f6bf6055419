"""The worked examples of measures of who meets whom, as histories: by measure what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import combinations, product

from essp.stats.verbs import Did, Thing
from tests.stats.history_shapes import History
from tests.stats.stories import did, person, question, story

HOUR = timedelta(hours=1)


def replied(*pairs: Iterable[int], count: int, sales: Iterable[int] = ()) -> History:
    """Who replied to whom, of so many people; the others than those of Sales work for Grid."""
    deeds = [did(one, Did.REPLY, kind=Thing.POST, to=other) for one, other in pairs]
    return story(count, deeds=deeds, department=dict.fromkeys(sales, "Sales"))


def across() -> History:
    """Everybody of either department with everybody of the same, and ten ties between these."""
    grid, sales = range(1, 7), range(7, 13)
    between = [*product(grid, sales)][:10]
    inside = [*combinations(grid, 2), *combinations(sales, 2)]
    return replied(*inside, *between, count=12, sales=sales)


def graded() -> History:
    """The first leads a team of the two others."""
    talks = [question(n, 2, 5, [(1 if n < 2 else 3, HOUR)]) for n in range(8)]
    return story(3, talks=talks, above={2: person(1), 3: person(1)})


def unheard() -> History:
    asked = [did(who, Did.ASK, kind=Thing.THREAD, on=who) for who in range(2, 41)]
    replies = [did(1, Did.REPLY, kind=Thing.POST, on=who, to=who) for who in range(2, 36)]
    return story(40, deeds=[*asked, *replies])


EXAMPLES: dict[str, Callable[[], History]] = {
    "D8": lambda: replied((1, 2), (3, 4), count=4, sales=(3, 4)),
    "M30": lambda: replied((1, 2), (2, 1), (3, 1), count=3),
    "M31": across,
    "M32": graded,
    "M33": unheard,
    "M34": lambda: replied((1, 5), (2, 5), (3, 5), (5, 4), count=5, sales=(5,)),
}
