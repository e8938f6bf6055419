"""Published and plain ways of finding people, to measure the finder of the house against.

All rank people by the pages they worked on: `edits` says how often each person changed each page,
`words` how many of their words stand on it. Where pages have to be found first, the search of the house
finds them. Who ends with nothing is not ranked.

* Model 1 (candidate model) and Model 2 (document model): Balog, Azzopardi, de Rijke, "Formal models for
  expert finding in enterprise corpora", SIGIR 2006, with the smoothing of that paper (one half); the
  association of a person with a page is by edits, in a variant of Model 2 by words that stand.
* expCombMNZ: Macdonald and Ounis, "Voting for candidates: adapting data fusion techniques for an
  expert search task", CIKM 2006.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

SMOOTHING = 0.5
DOCUMENTS = 50  # that vote or are weighed
BEST = 10  # pages whose words are shared out

By = Mapping[int, Mapping[int, float]]
Hit = tuple[int, float]  # page, score


@dataclass(frozen=True)
class Corpus:
    """Pages by id: how often each stem stands there, and by person the edits and standing words."""

    stems: Mapping[int, Counter[str]]
    edits: By
    words: By

    @cached_property
    def size(self) -> int:
        """How many stems stand on all pages."""
        return sum(each.total() for each in self.stems.values())

    @cached_property
    def everywhere(self) -> Counter[str]:
        """How often each stem stands on all pages."""
        return sum(self.stems.values(), Counter())

    @cached_property
    def pages_of(self) -> Mapping[int, Mapping[int, float]]:
        """The edits by person and page."""
        found: dict[int, dict[int, float]] = defaultdict(dict)
        for page, people in self.edits.items():
            for person, count in people.items():
                found[person][page] = count
        return found

    def background(self, stem: str) -> float:
        """The chance of a stem anywhere."""
        return self.everywhere[stem] / max(self.size, 1)

    def chance(self, stem: str, page: int) -> float:
        """The chance of a stem on a page."""
        counts = self.stems[page]
        return counts[stem] / max(counts.total(), 1)


Ranking = list[tuple[int, float]]
Baseline = Callable[[Corpus, Sequence[str], Sequence[Hit]], Ranking]


def most_edits(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]) -> Ranking:
    """Who changed most pages most often, whatever was asked."""
    total: Counter[int] = Counter()
    for people in corpus.edits.values():
        total.update(people)
    return _ranked(total)


def most_edits_of_the_best_page(
    corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]
) -> Ranking:
    """Who changed the page most that fits best."""
    return _ranked(corpus.edits.get(hits[0][0], {})) if hits else []


def model_1(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]) -> Ranking:
    """How likely a person's pages, taken as one text, say what was asked."""
    known = _known(corpus, asked)
    having = {stem: {p for p, counts in corpus.stems.items() if counts[stem]} for stem in known}
    scores: dict[int, float] = {}
    for person, pages in corpus.pages_of.items():
        total = sum(pages.values())
        own = [
            sum(corpus.chance(s, p) * pages[p] for p in having[s] & pages.keys()) / total
            for s in known
        ]
        if any(own):
            scores[person] = math.exp(
                sum(
                    math.log((1 - SMOOTHING) * each + SMOOTHING * corpus.background(stem))
                    for stem, each in zip(known, own, strict=True)
                )
            )
    return _ranked(scores)


def model_2(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]) -> Ranking:
    """How likely each page found says what was asked, divided among people by their edits."""
    return _document_model(corpus, asked, hits, corpus.edits)


def model_2_by_standing_words(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]) -> Ranking:
    """The same, divided among people by their words that stand."""
    return _document_model(corpus, asked, hits, corpus.words)


def exp_comb_mnz(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]) -> Ranking:
    """Each page found votes for all who changed it, by the exponent of its score; times the votes."""
    votes: Counter[int] = Counter()
    sums: dict[int, float] = defaultdict(float)
    for page, score in hits[:DOCUMENTS]:
        for person in corpus.edits.get(page, {}):
            votes[person] += 1
            sums[person] += math.exp(score)
    return _ranked({person: votes[person] * total for person, total in sums.items()})


def share_of_standing_words(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit]) -> Ranking:
    """Each of the best pages by its score, divided among people by their words that stand."""
    scores: dict[int, float] = defaultdict(float)
    for page, score in hits[:BEST]:
        for person, part in _parts(corpus.words, page):
            scores[person] += score * part
    return _ranked(scores)


BASELINES: Mapping[str, Baseline] = {
    "most edits overall": most_edits,
    "most edits of the best page": most_edits_of_the_best_page,
    "Model 1": model_1,
    "Model 2": model_2,
    "Model 2 by standing words": model_2_by_standing_words,
    "expCombMNZ": exp_comb_mnz,
    "share of standing words": share_of_standing_words,
}


def _document_model(corpus: Corpus, asked: Sequence[str], hits: Sequence[Hit], by: By) -> Ranking:
    known = _known(corpus, asked)
    likely = {page: _log_likelihood(corpus, known, page) for page, _score in hits[:DOCUMENTS]}
    most = max(likely.values(), default=0.0)
    scores: dict[int, float] = defaultdict(float)
    for page, log in likely.items():
        for person, part in _parts(by, page):
            scores[person] += math.exp(log - most) * part
    return _ranked(scores)


def _log_likelihood(corpus: Corpus, known: Iterable[str], page: int) -> float:
    return sum(
        math.log((1 - SMOOTHING) * corpus.chance(stem, page) + SMOOTHING * corpus.background(stem))
        for stem in known
    )


def _known(corpus: Corpus, asked: Sequence[str]) -> list[str]:
    """What was asked, without words that stand nowhere."""
    return [stem for stem in asked if corpus.everywhere[stem]]


def _parts(by: By, page: int) -> list[tuple[int, float]]:
    people = by.get(page, {})
    total = sum(people.values())
    return [(person, count / total) for person, count in people.items()] if total else []


def _ranked(scores: Mapping[int, float]) -> Ranking:
    kept = [(person, score) for person, score in scores.items() if score > 0]
    return sorted(kept, key=lambda each: (-each[1], each[0]))
