"""Where words that seem new in a text were first written, when they stood somewhere else.

Used by the attribution of a page's words for moved, copied and restored passages.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from essp.core.text.alignment import blocks
from essp.core.text.passages import PHRASE, RUN, Credit, Passage

COPY = 8
CONTEXT = 6
_CONTEXT_SHARED = 2
_NEAR = 4
_HOLE = 12
_REPEATS = 4


@dataclass(frozen=True, slots=True)
class Source:
    """Words that new ones may come from, when at least ``minimum`` in a row are the same.

    ``loose``: words beside and between recognised runs belong to them as well.
    ``at_once``: all of them were one text once, so that what occurs twice is a frequent word.
    """

    words: Sequence[str]
    credits: Sequence[Credit | None]
    minimum: int = PHRASE
    loose: bool = True
    at_once: bool = True


def together(
    passages: Sequence[Passage], head: Sequence[str] = (), tail: Sequence[str] = ()
) -> Source:
    """Removed passages as one source, amid present words that give no credit."""
    words = [*head]
    credits: list[Credit | None] = [None] * len(head)
    for passage in passages:
        words += passage.words
        credits += passage.credits
    return Source([*words, *tail], [*credits, *[None] * len(tail)], at_once=not head and not tail)


class _Run(NamedTuple):
    size: int
    at: int
    start: int
    source: int


def borrowed(new: Sequence[str], wanted: set[int], sources: list[Source]) -> dict[int, Credit]:
    """Credits for wanted positions in ``new`` whose words stand in a source; longest run first.

    At equal length the earlier source wins. A run may reach over words that are not wanted:
    they are its context. What repeats is looked up four times only, to stay linear.
    """
    phrases = _phrases(new, wanted)
    begins = {phrase[0] for phrase in phrases}
    runs = [
        run
        for at, source in enumerate(sources)
        if not begins.isdisjoint(source.words)
        for run in _runs(new, phrases, begins, source, at)
    ]
    found: dict[int, Credit] = {}
    used: list[_Run] = []
    for run in sorted(runs, key=lambda run: (-run.size, run.source, run.at, run.start)):
        before = len(found)
        _claim(found, wanted, sources[run.source], run)
        if len(found) > before:
            used.append(run)
    for run, following in _neighbours(used, sources):
        _fill(found, new, wanted, sources[run.source], run, following)
    return found


def _phrases(new: Sequence[str], wanted: set[int]) -> dict[tuple[str, ...], list[int]]:
    starts = sorted({at - step for at in wanted for step in range(PHRASE)})
    found: dict[tuple[str, ...], list[int]] = {}
    for start in starts:
        if 0 <= start <= len(new) - PHRASE:
            places = found.setdefault(tuple(new[start : start + PHRASE]), [])
            if len(places) < _REPEATS:
                places.append(start)
    return found


def _runs(
    new: Sequence[str],
    phrases: dict[tuple[str, ...], list[int]],
    begins: set[str],
    source: Source,
    number: int,
) -> Iterator[_Run]:
    words = source.words
    reached: dict[int, int] = {}
    repeats: Counter[tuple[str, ...]] = Counter()
    for start in [at for at, word in enumerate(words) if word in begins]:
        window = tuple(words[start : start + PHRASE])
        if window not in phrases or repeats[window] == _REPEATS:
            continue
        repeats[window] += 1
        for at in phrases[window]:
            if reached.get(at - start, -1) > start:
                continue
            size = PHRASE
            while (
                at + size < len(new)
                and start + size < len(words)
                and new[at + size] == words[start + size]
            ):
                size += 1
            reached[at - start] = start + size
            if size >= source.minimum:
                yield _Run(size, at, start, number)


def _claim(found: dict[int, Credit], wanted: set[int], source: Source, run: _Run) -> None:
    for step in range(run.size):
        credit = source.credits[run.start + step]
        if credit is not None and run.at + step in wanted:
            found.setdefault(run.at + step, credit)


def _neighbours(used: list[_Run], sources: list[Source]) -> Iterator[tuple[_Run, _Run]]:
    """Each run with the next of the same source, and with the void at both of its ends."""
    ordered = sorted(used, key=lambda run: (run.source, run.at))
    for at, run in enumerate(ordered):
        if not sources[run.source].loose:
            continue
        if at + 1 < len(ordered) and _follows(run, ordered[at + 1]):
            yield run, ordered[at + 1]
            continue
        end = _Run(0, run.at + run.size + _NEAR, run.start + run.size + _NEAR, run.source)
        yield run, end
    for run in ordered:
        if sources[run.source].loose:
            at, start = max(run.at - _NEAR, 0), max(run.start - _NEAR, 0)
            yield _Run(0, at, start, run.source), run


def _follows(run: _Run, other: _Run) -> bool:
    return (
        run.source == other.source
        and 0 <= other.at - run.at - run.size <= _HOLE
        and 0 <= other.start - run.start - run.size <= _HOLE
    )


def _fill(
    found: dict[int, Credit],
    new: Sequence[str],
    wanted: set[int],
    source: Source,
    run: _Run,
    following: _Run,
) -> None:
    """Credit single words that both sides have, once each, between two runs."""
    at, start = run.at + run.size, run.start + run.size
    here = list(new[at : following.at])
    there = list(source.words[start : following.start])
    if not here or not there or not wanted.intersection(range(at, at + len(here))):
        return
    for block in blocks(here, there):
        for step in range(block.size):
            word = here[block.a + step]
            if here.count(word) == there.count(word) == 1:
                single = _Run(1, at + block.a + step, start + block.b + step, run.source)
                _claim(found, wanted, source, single)


def in_context(
    new: Sequence[str], wanted: set[int], known: set[int], sources: list[Source]
) -> dict[int, Credit]:
    """Credits for single wanted words that have one credit only in the past, amid the same words.

    At least two of the words within three places must stand within six places of it in the past,
    or two within six places must be ``known``: recognised in this save as coming from the past
    themselves. A word that any of the texts has twice says too little. But a save with eight
    such words and not one that is unheard of is a restoration: then every wanted word counts.
    """
    places = {
        word: found
        for word, found in _seen({new[at] for at in wanted}, sources).items()
        if len({source.credits[place] for source, place in found}) == 1
    }
    restoration = len(known) >= COPY and all(new[at] in places for at in wanted)
    if not restoration:
        often = _repeated(new, places, sources)
        places = {word: found for word, found in places.items() if word not in often}
    found: dict[int, Credit] = {}
    for at in [*sorted(wanted), *sorted(wanted, reverse=True)]:
        past = places.get(new[at], [])
        if not past or at in found:
            continue
        around = known.intersection(range(at - CONTEXT, at + CONTEXT + 1))
        amid = restoration or len(around) >= _CONTEXT_SHARED
        if amid or any(_same_context(new, at, *place) for place in past):
            _claim(found, wanted, past[0][0], _Run(1, at, past[0][1], 0))
            known = known | {at}
    return found


def _repeated(new: Sequence[str], words: Iterable[str], sources: list[Source]) -> set[str]:
    """The words that stand twice in the new text or in one source."""
    wanted = set(words)
    often: set[str] = set()
    for text in (new, *(source.words for source in sources if source.at_once)):
        counts = Counter(word for word in text if word in wanted)
        often.update(word for word, count in counts.items() if count > 1)
    return often


def _seen(vocabulary: set[str], sources: list[Source]) -> dict[str, list[tuple[Source, int]]]:
    """Where words of a vocabulary stand in sources that know who wrote them."""
    seen: dict[str, list[tuple[Source, int]]] = {}
    for source in sources:
        if vocabulary.isdisjoint(source.words):
            continue
        for at, word in enumerate(source.words):
            if word in vocabulary and source.credits[at] is not None:
                seen.setdefault(word, []).append((source, at))
    return seen


def _same_context(new: Sequence[str], at: int, source: Source, place: int) -> bool:
    here = {*new[max(at - RUN, 0) : at], *new[at + 1 : at + RUN + 1]}
    there = source.words[max(place - CONTEXT, 0) : place + CONTEXT + 1]
    return len(here.intersection(there)) >= _CONTEXT_SHARED
