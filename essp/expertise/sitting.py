"""Where knowledge sits, by department, place and language: groups under five are not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from essp.expertise.candidates import Candidate
from essp.expertise.shapes import Facet
from essp.people.spoken import name_of

FEWEST = 5


def by_department(people: Iterable[Candidate]) -> list[Facet]:
    """How many of these are of each department."""
    return hidden_where_few(Counter(each.department for each in people if each.department))


def by_place(people: Iterable[Candidate]) -> list[Facet]:
    """How many of these work at each place."""
    return hidden_where_few(Counter(each.location for each in people if each.location))


def hidden_where_few(counts: Counter[str]) -> list[Facet]:
    """The counts, largest first; None for groups under five.

    Were one group alone hidden, the total would tell it: then the smallest of the others is hidden
    as well.
    """
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    hidden = {name for name, count in ordered if count < FEWEST}
    if len(hidden) == 1 and len(ordered) > 1:
        hidden.add(next(name for name, _count in reversed(ordered) if name not in hidden))
    told = [Facet(name, None if name in hidden else count) for name, count in ordered]
    # The order of hidden ones would tell which is larger.
    known = [each for each in told if each.count is not None]
    return [*known, *sorted((f for f in told if f.count is None), key=lambda f: f.name)]


def by_language(people: Iterable[Candidate], reader: str) -> list[Facet]:
    """How many of these speak each language, as the reader calls it."""
    spoken = Counter(key for person in people for key in person.languages)
    named: Counter[str] = Counter()
    for key, count in spoken.items():
        named[name_of(key, reader)] += count
    return hidden_where_few(named)
