"""How right the finder of people is: `make bench-experts`, or `python -m bench experts`.

Two real communities are imported with their history, and the finder asked about topics whose knowers each
of them named itself, in few words and in sentences. Beside it stand published and plain ways of finding
people. What each gave lies then in `experts-runs` and `experts-wiki-runs` in the form that the tools of TREC
read, with the right answers in `qrels`; who is to be ignored is left out of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.experts_baselines import BASELINES, Corpus, Hit
from bench.experts_measures import MEASURES, interval, without
from bench.experts_site import (
    COMMUNITIES,
    OUTPUT,
    Community,
    Topic,
    corpus,
    keeper,
    names,
    site_of,
    stems_in,
)
from essp.expertise import finding
from essp.expertise.shapes import Wanted
from essp.search import live
from essp.search.collecting import parts_of
from essp.search.documents import Access
from essp.search.query import Filter, Query, parse

FINDER = "finder"
DEPTH = 200  # people of a ranking that are scored

Ranking = Sequence[str]
Ways = Mapping[str, Callable[[str], Ranking]]
Scores = Mapping[str, Sequence[float]]  # by measure, one for each topic


def run() -> Iterator[tuple[str, str]]:
    """Measure; rows of what and how much."""
    for community in COMMUNITIES:
        yield community.name, ""
        if community.content.exists():
            yield from _measured(community)
        else:
            missing = community.content.name
            yield (
                "left out",
                f"there is no {missing} in the folder of real content (ESSP_TEST_DATA)",
            )


def _measured(community: Community) -> Iterator[tuple[str, str]]:
    asked, runs = community.topics(), OUTPUT / f"{community.folder}-runs"
    with site_of(community).app_context():
        known = names()
        ways = _ways(corpus(), known)
        runs.mkdir(parents=True, exist_ok=True)
        _write_right(asked, runs)
        for length, queries in _lengths(asked).items():
            yield f"{len(queries)} {length} queries", "mean [95 % interval]"
            found = {
                name: _found(way, queries, runs / f"{name.replace(' ', '-')}.{length}.run")
                for name, way in ways.items()
            }
            for name, told in found.items():
                yield f"  {name}", "  ".join(_cell(m, told[m]) for m in MEASURES)
            against = "  ".join(_against(m, found) for m in MEASURES)
            yield "  finder / strongest of the others", against


def _lengths(asked: Sequence[Topic]) -> dict[str, list[tuple[Topic, str]]]:
    return {
        "short": [(topic, topic.query) for topic in asked],
        "long": [(topic, topic.query_long) for topic in asked if topic.query_long],
    }


def _ways(pages: Corpus, known: Mapping[int, str]) -> Ways:
    """The finder and all others: from a query to names, the best first."""
    asker = keeper()

    def finder(query: str) -> Ranking:
        answer = finding.find(asker, query, Wanted(limit=DEPTH))
        return [known[each.person.id] for each in answer.people]

    def other(name: str) -> Callable[[str], Ranking]:
        def way(query: str) -> Ranking:
            asked = list(dict.fromkeys(stems_in(query)))
            return [known[p] for p, _score in BASELINES[name](pages, asked, _hits(query, pages))]

        return way

    return {FINDER: finder, **{name: other(name) for name in BASELINES}}


def _hits(query: str, pages: Corpus) -> list[Hit]:
    """The pages that the search of the house finds, the best first; the first with 1."""
    read = parse(query)
    asked = Query(
        text=read.text, words=read.words, phrases=read.phrases, filters=(Filter("kind", "page"),)
    )
    found = live.index().search(asked, Access(everything=True), limit=DEPTH).items
    keyed = [(parts_of(hit.key)[1], hit) for hit in found]
    best = max((hit.score for _page, hit in keyed), default=0.0) or 1.0
    return [(p, 1.0 if hit.exact else hit.score / best) for p, hit in keyed if p in pages.stems]


def _found(
    way: Callable[[str], Ranking], queries: Sequence[tuple[Topic, str]], run_file: Path
) -> Scores:
    found: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    lines: list[str] = []
    for topic, query in queries:
        ranking = without(list(dict.fromkeys(way(query))), topic.ignore)[:DEPTH]
        for measure, of in MEASURES.items():
            found[measure].append(of(ranking, topic.relevant))
        lines += [
            f"{topic.id} Q0 {person} {rank} {1 / rank:.6f} {run_file.name.partition('.')[0]}\n"
            for rank, person in enumerate(ranking, 1)
        ]
    run_file.write_text("".join(lines), "utf-8")
    return found


def _write_right(asked: Sequence[Topic], runs: Path) -> None:
    lines = [f"{t.id} 0 {person} {gain}\n" for t in asked for person, gain in t.relevant.items()]
    (runs / "qrels").write_text("".join(lines), "utf-8")


def _cell(measure: str, values: Sequence[float]) -> str:
    told = interval(values)
    return f"{measure} {told.mean:.3f} [{told.low:.2f}, {told.high:.2f}]"


def _against(measure: str, scores: Mapping[str, Scores]) -> str:
    means = {name: sum(told[measure]) / len(told[measure]) for name, told in scores.items()}
    strongest = max((name for name in means if name != FINDER), key=means.__getitem__)
    if not means[strongest]:
        return f"{measure} -"
    return f"{measure} {means[FINDER] / means[strongest]:.2f} x ({strongest})"
