"""How good a ranking of people is, against who is known to know: plain functions of one topic.

A ranking is a sequence of names, the best first, each once. `gains` says how much each right name is
worth; what is missing in it is worth nothing. The measures are those of the evaluation tool of TREC:

* average precision and reciprocal rank: Buckley and Voorhees, "Retrieval System Evaluation", in
  "TREC: Experiment and Evaluation in Information Retrieval", MIT Press 2005, pages 53 to 75;
* nDCG: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM Transactions
  on Information Systems 20 (2002), pages 422 to 446, with the discount 1 / log2(1 + rank);
* success at k: whether any of the first k is right;
* intervals: the percentile bootstrap over topics, Efron and Tibshirani, "An Introduction to the
  Bootstrap", Chapman & Hall 1993, chapter 13.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

Gains = Mapping[str, int]
Measure = Callable[[Sequence[str], Gains], float]


def without(ranking: Sequence[str], ignored: Collection[str]) -> list[str]:
    """The ranking as if the ignored had never been in it."""
    return [name for name in ranking if name not in ignored]


def average_precision(ranking: Sequence[str], gains: Gains) -> float:
    """The precision at each right name, averaged over all right names there are."""
    right, total = 0, 0.0
    for rank, name in enumerate(ranking, 1):
        if gains.get(name, 0) > 0:
            right += 1
            total += right / rank
    return total / how_many_right(gains) if total else 0.0


def reciprocal_rank(ranking: Sequence[str], gains: Gains) -> float:
    """One divided by the rank of the first right name; 0 when there is none."""
    return next((1 / rank for rank, name in enumerate(ranking, 1) if gains.get(name, 0) > 0), 0.0)


def precision_at(k: int, ranking: Sequence[str], gains: Gains) -> float:
    """Which part of the first k places holds right names; an empty place holds none."""
    return sum(gains.get(name, 0) > 0 for name in ranking[:k]) / k


def success_at(k: int, ranking: Sequence[str], gains: Gains) -> float:
    """1 when one of the first k names is right, else 0."""
    return float(any(gains.get(name, 0) > 0 for name in ranking[:k]))


def ndcg_at(k: int, ranking: Sequence[str], gains: Gains) -> float:
    """The discounted gain of the first k names, as a part of the most there could be."""
    most = _discounted(sorted(gains.values(), reverse=True)[:k])
    return _discounted([gains.get(name, 0) for name in ranking[:k]]) / most if most else 0.0


def how_many_right(gains: Gains) -> int:
    """How many names are right at all."""
    return sum(gain > 0 for gain in gains.values())


MEASURES: Mapping[str, Measure] = {
    "MAP": average_precision,
    "MRR": reciprocal_rank,
    "P@5": partial(precision_at, 5),
    "nDCG@10": partial(ndcg_at, 10),
    "S@1": partial(success_at, 1),
    "S@5": partial(success_at, 5),
}


@dataclass(frozen=True)
class Interval:
    """A mean over topics, with the ends of its interval."""

    mean: float
    low: float
    high: float


def interval(
    values: Sequence[float], *, level: float = 0.95, drawn: int = 2_000, seed: int = 1
) -> Interval:
    """The mean of at least one value and its percentile bootstrap interval; the same each time."""
    chance, count = random.Random(seed), len(values)
    means = sorted(sum(chance.choices(values, k=count)) / count for _ in range(drawn))
    tail = (1 - level) / 2
    low, high = means[math.floor(tail * drawn)], means[math.ceil((1 - tail) * drawn) - 1]
    return Interval(sum(values) / count, low, high)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(1 + rank) for rank, gain in enumerate(gains, 1))
