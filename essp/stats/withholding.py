"""What may be shown of groups: nothing of fewer than five people, and nothing from which that follows. Pure.

A cell of too few people is withheld; so is the smallest of its neighbours in the same total, or the total
less the others would tell it (complementary suppression; Hundepool et al., "Statistical Disclosure
Control", 2012). And no two groups are shown to the same reader whose people differ by fewer than five,
or the difference between the figures would be about those.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from math import ceil
from typing import Any, TypeVar

LEAST = 5  # people
LEAST_FOR_MANAGER = 10  # where the reader manages people of the group
Key = TypeVar("Key", bound=Hashable)
STEP = 5  # people, to which numbers of them are rounded
_PRIME = (1 << 61) - 1  # equations are solved modulo this, in whole numbers


def withheld(
    people: Mapping[Key, int], totals: Iterable[Collection[Key]], least: int = LEAST
) -> set[Key]:
    """Which cells are withheld: `people` behind each, `totals` the cells that are shown as a sum.

    A cell with nobody behind it tells of nobody and stays. What is withheld in one total may lay open
    another, so this is repeated until nothing changes.
    """
    # The smallest totals first: what is withheld for one may do for those around it.
    sums = sorted(([key for key in total if people.get(key, 0)] for total in totals), key=len)
    gone = {key for key, count in people.items() if 0 < count < least}
    while True:
        asked = (_next_smallest(people, total, gone, least) for total in sums)
        found = next((key for key in asked if key is not None), None)
        further = {found} if found is not None else _companions(people, sums, gone, least)
        if not further:
            return gone
        gone |= further


def determined(hidden: Collection[Key], totals: Iterable[Collection[Key]]) -> set[Key]:
    """Which hidden cells follow from all the totals together, whatever stands in them.

    Each total less what is shown of it is an equation of what is hidden; a cell follows where the
    equations, brought to their reduced form, leave it alone in one.
    """
    order = {key: place for place, key in enumerate(sorted(hidden, key=repr))}
    rows = [{order[key]: 1 for key in total if key in order} for total in totals]
    alone = {place for place, row in _solved(rows).items() if len(row) == 1}
    return {key for key, place in order.items() if place in alone}


def few(part: float | None, whole: int | None, least: int = LEAST) -> bool:
    """Whether a number of people, or those of the whole who are not among them, are too few."""
    if part is None:
        return False
    rest = whole - part if whole is not None else 0
    return 0 < part < least or 0 < rest < least


def to_five(people: int, whole: int | None = None) -> int:
    """A number of people to the nearest five; everybody stays everybody, nobody nobody."""
    if people == whole:
        return people
    size = (abs(people) + STEP // 2) // STEP * STEP
    return size if people >= 0 else -size


def veiled(parts: Any, whole: int | None, least: int = LEAST) -> Any:
    """The parts of a figure about people, without what is told of too few of them.

    A number is a number of people; numbers by name add up to all of them and are withheld together; of a
    curve only those steps stay between which enough
    people are, and what three in four or nine in ten do not exceed stays where enough people do. What
    is withheld is None.
    """
    if not isinstance(parts, Mapping):
        return parts
    return {name: _veiled(name, each, whole, least) for name, each in parts.items()}


def too_far(name: str, people: int, least: int = LEAST) -> bool:
    """Whether what three in four (`p75`) or nine in ten (`p90`) do not exceed is exceeded by too few."""
    within = {"p75": 0.75, "p90": 0.9}.get(name)
    return within is not None and people - ceil(within * people - 1e-9) + 1 < least


def coarse(
    curve: Sequence[Sequence[float]], people: int, least: int = LEAST
) -> list[Sequence[float]]:
    """A curve of what share of people still waits, with a step for each so many of them and none between.

    How many more had come by then is not told, or two curves of nearly the same people would tell of them.
    """
    kept: list[Sequence[float]] = []
    told = 0
    for at, waiting in curve:
        come = round((1.0 - waiting) * people)
        if come < people:
            come = min(come, people - least) // least * least
        if come > told:
            kept.append([at, 1.0 - come / people])
            told = come
    return kept


def _veiled(name: str, each: Any, whole: int | None, least: int) -> Any:
    if isinstance(each, bool) or each is None:
        return each
    if too_far(name, whole or 0, least):
        return None
    if isinstance(each, int):
        return None if few(each, whole, least) else each
    if isinstance(each, Mapping):
        return _veiled_by_name(each, whole, least)
    if isinstance(each, list) and name == "curve":
        return coarse(each, whole or 0, least)
    return each


def _veiled_by_name(each: Mapping[Any, Any], whole: int | None, least: int) -> Mapping[Any, Any]:
    if all(_is_count(value) for value in each.values()):
        counts = {key: int(value or 0) for key, value in each.items()}
        gone = withheld(counts, [counts], least)
        return {key: None if key in gone else value for key, value in each.items()}
    return {
        key: veiled(value, value.get("people", whole), least)
        if isinstance(value, Mapping)
        else value
        for key, value in each.items()
    }


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _solved(rows: Iterable[dict[int, int]]) -> dict[int, dict[int, int]]:
    """Equations in their reduced form, by the place that each stands for."""
    solved: dict[int, dict[int, int]] = {}
    for row in rows:
        left = row
        for place in sorted(solved):
            left = _less(left, solved[place], place)
        if not left:
            continue
        place = min(left)
        inverse = pow(left[place], -1, _PRIME)
        left = {at: value * inverse % _PRIME for at, value in left.items()}
        for other in solved:
            solved[other] = _less(solved[other], left, place)
        solved[place] = left
    return solved


def _less(row: dict[int, int], solved: Mapping[int, int], place: int) -> dict[int, int]:
    """A row less so much of a solved one that nothing is left at a place."""
    times = row.get(place, 0)
    if not times:
        return row
    found = dict(row)
    for at, value in solved.items():
        left = (found.get(at, 0) - times * value) % _PRIME
        if left:
            found[at] = left
        else:
            found.pop(at, None)
    return found


def _companions(
    people: Mapping[Key, int], sums: Sequence[Sequence[Key]], gone: set[Key], least: int
) -> set[Key]:
    """One more cell to withhold, where a small one follows from several totals together."""
    for key in sorted(determined(gone, sums), key=repr):
        if people[key] < least:
            beside = {other for total in sums if key in total for other in total} - gone
            beside = beside or {other for total in sums for other in total} - gone
            if beside:
                return {min(beside, key=lambda other: people[other])}
    return set()


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
    groups = (frozenset(each) for each in shown)
    # Who is in one of two only is at least by how many one is larger; most are told apart by that.
    return any(
        abs(len(wanted) - len(each)) < least and 0 < len(wanted ^ each) < least for each in groups
    )
