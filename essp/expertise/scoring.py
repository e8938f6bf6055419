"""From work that was found to people: each kind of evidence by itself, normalised, then added.

What somebody *changed*: each edit about it counts by the square of its fit, less when it was one of many
pages changed at the same moment. What of theirs *stands*: their share of the words of each section
about it, by the square of its fit. What they *said*: each post likewise. Where they are *named* or
*thanked*: each passage by the square of its fit.

Who has written on hundreds of pages has edits and words about everything, so what somebody changed,
wrote and said is divided by the root of the number of pages (and ten, so that a passer-by of one page is
not taken for a specialist). Of every kind the best has 1. The weights are round on purpose: the order
hardly depends on them (see docs/benchmarks.md).

The squares favour what fits best, as expCombMNZ does by exponents (Macdonald and Ounis, "Voting for
candidates", CIKM 2006); dividing a section among its authors is the document model of Balog, Azzopardi
and de Rijke ("Formal models for expert finding", SIGIR 2006), with words that stand in place of names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class Evidence(Enum):
    """A kind of evidence of work."""

    CHANGED = "changed"
    STANDS = "stands"
    SAID = "said"
    NAMED = "named"
    THANKED = "thanked"


WEIGHTS: Mapping[Evidence, float] = {
    Evidence.CHANGED: 0.5,
    Evidence.STANDS: 1.0,
    Evidence.SAID: 0.5,
    Evidence.NAMED: 0.25,
    Evidence.THANKED: 0.1,
}
SPREAD_OVER_PAGES = frozenset({Evidence.CHANGED, Evidence.STANDS, Evidence.SAID})
PAGES_OF_A_PASSER_BY = 10
TELLING_PART = 0.05  # of a section, from which on it tells what its author knows
MOST_WORKS = 20  # that explain one kind of evidence of one person


@dataclass(frozen=True)
class FoundWork:
    """A piece of work that was found: how well it fits (above 0), on how many pages at that moment.

    `parts` says what each person has of it, 0 to 1: all of an edit, their share of a section.
    `covers` is which part of what was asked it speaks of, 0 to 1.
    """

    work_id: int
    fit: float
    parts: Mapping[int, float]
    bulk: int = 1
    covers: float = 1.0


@dataclass(frozen=True)
class Ranked:
    """Somebody with any evidence. `by` is what each kind of it came to, at most 1, before its weight.

    `works` are the pieces of work behind each kind, those that count most first. `covers` is which part of
    what was asked the widest of it speaks of, 0 to 1.
    """

    person_id: int
    score: float
    by: Mapping[Evidence, float]
    works: Mapping[Evidence, Sequence[int]]
    covers: float = 1.0


@dataclass
class _Tally:
    """What one kind of evidence came to, by person, and by piece of work for each."""

    sums: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    works: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, person: int, work: int, amount: float) -> None:
        self.sums[person] += amount
        of_person = self.works[person]
        of_person[work] = of_person.get(work, 0.0) + amount


def ranked(found: Mapping[Evidence, Sequence[FoundWork]], pages: Mapping[int, int]) -> list[Ranked]:
    """Everybody with any evidence, the best first; equals by id.

    `pages` is on how many pages words of each person stand; who is missing has none.
    """
    scores: dict[int, float] = defaultdict(float)
    by: dict[int, dict[Evidence, float]] = defaultdict(dict)
    works: dict[int, dict[Evidence, Sequence[int]]] = defaultdict(dict)
    for kind, pieces in found.items():
        tally = _tallied(pieces)
        for person, amount in _normalised(kind, tally.sums, pages).items():
            scores[person] += WEIGHTS[kind] * amount
            by[person][kind] = amount
            works[person][kind] = _most(tally.works[person])
    covers = _widest(found)
    order = sorted(scores, key=lambda person: (-scores[person], person))
    return [
        Ranked(person, scores[person], by[person], works[person], covers[person])
        for person in order
    ]


def _widest(found: Mapping[Evidence, Sequence[FoundWork]]) -> Mapping[int, float]:
    """Which part of what was asked each person's widest piece of work speaks of; a small part in it
    tells nothing of who has it."""
    covers: dict[int, float] = defaultdict(float)
    for piece in (piece for pieces in found.values() for piece in pieces):
        for person, part in piece.parts.items():
            if part >= TELLING_PART:
                covers[person] = max(covers[person], piece.covers)
    return covers


def _tallied(pieces: Sequence[FoundWork]) -> _Tally:
    best = max((piece.fit for piece in pieces), default=1.0)
    tally = _Tally()
    for piece in pieces:
        worth = (piece.fit / best) ** 2 / math.sqrt(piece.bulk)
        for person, part in piece.parts.items():
            tally.add(person, piece.work_id, worth * part)
    return tally


def _normalised(
    kind: Evidence, sums: Mapping[int, float], pages: Mapping[int, int]
) -> dict[int, float]:
    if kind in SPREAD_OVER_PAGES:
        sums = {
            person: amount / math.sqrt(PAGES_OF_A_PASSER_BY + pages.get(person, 0))
            for person, amount in sums.items()
        }
    most = max(sums.values(), default=0.0)
    return {person: amount / most for person, amount in sums.items()} if most else {}


def _most(works: Mapping[int, float]) -> list[int]:
    return sorted(works, key=lambda work: (-works[work], work))[:MOST_WORKS]
