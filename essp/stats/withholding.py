"""What may be shown of groups: nothing of fewer than five people, and nothing from which that follows. Pure.

A cell of too few people is withheld; so is the smallest of its neighbours in the same total, or the total
less the others would tell it (complementary suppression; Hundepool et al., "Statistical Disclosure
Control", 2012). And no two groups are shown to the same reader whose people differ by fewer than five,
or the difference between the figures would be about those.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

LEAST = 5  # people
LEAST_FOR_MANAGER = 10  # where the reader manages people of the group
Key = TypeVar("Key", bound=Hashable)


def withheld(
    people: Mapping[Key, int], totals: Iterable[Collection[Key]], least: int = LEAST
) -> set[Key]:
    """Which cells are withheld: `people` behind each, `totals` the cells that are shown as a sum.

    A cell with nobody behind it tells of nobody and stays. What is withheld in one total may lay open
    another, so this is repeated until nothing changes.
    """
    sums = [[key for key in total if people.get(key, 0)] for total in totals]
    gone = {key for key, count in people.items() if 0 < count < least}
    while True:
        further = {key for total in sums if (key := _next_smallest(people, total, gone, least))}
        if further <= gone:
            return gone
        gone |= further


def _next_smallest(
    people: Mapping[Key, int], total: Sequence[Key], gone: set[Key], least: int
) -> Key | None:
    """What to withhold as well in a total, where what is withheld now would follow from the rest."""
    hidden = [key for key in total if key in gone]
    if not hidden or (len(hidden) > 1 and sum(people[key] for key in hidden) >= least):
        return None
    shown = [key for key in total if key not in gone]
    return min(shown, key=lambda key: people[key], default=None)


def tells_of_few(
    asked: Collection[int], shown: Iterable[Collection[int]], least: int = LEAST
) -> bool:
    """Whether a group differs by too few people from one that the same reader saw before.

    One of them within the other, or overlapping: fewer than `least` people who are in only one of the
    two would be told by the difference. The same group again tells nothing new.
    """
    wanted = frozenset(asked)
    return any(0 < len(wanted ^ frozenset(each)) < least for each in shown)
