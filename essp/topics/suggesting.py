"""Topics for words: those that a text speaks of, and those that begin as somebody types."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse, islice

from essp.core.ids import skeleton
from essp.people.models import Person
from essp.topics.queries import Named, known_topics
from essp.topics.words import key_of_name, stem, stems

MOST_WORDS = 40_000
SHORTEST = 3
# An address ends at the next bracket of either kind, or a text of nothing but "](" would be read to
# its end from each of them.
_CODE = re.compile(
    r"^(```|~~~).*?^\1|`[^`\n]*`|https?://\S+|\]\([^])\n]*\)", re.MULTILINE | re.DOTALL
)
_WORD = re.compile(r"(#?)([^\W_]+)")
# A language writes most of a text with few of its words.
_stem = lru_cache(maxsize=20_000)(stem)


@dataclass(frozen=True)
class Suggestion:
    """A topic that a text speaks of, by one of its names, and how often."""

    topic: Named
    times: int


def topics_in(
    actor: Person,
    text: str,
    *,
    without: Collection[int] = (),
    openly: bool = True,
    limit: int = 8,
) -> list[Suggestion]:
    """Topics that the actor may know of and the text speaks of, the most often mentioned first.

    Names of either language and synonyms count, in singular and plural; of names within names the
    longest. At most 40,000 words are looked at; code and addresses are not, nor what is written with
    a # already. For a text that everyone may read (`openly`) only topics that everyone may know of.
    """
    topics = {
        topic.id: topic
        for topic in known_topics(actor)
        if topic.id not in without and (topic.open or not openly)
    }
    counts = _counted(_words(text), _names(topics.values())) if topics else Counter()
    ranked = sorted(counts, key=lambda each: (-counts[each], topics[each].slug))
    return [Suggestion(topics[each], counts[each]) for each in ranked[:limit]]


def completions(
    actor: Person, typed: str, limit: int = 8, *, language: str = ""
) -> list[tuple[Named, str]]:
    """Topics with a name that begins with what was typed, or has a word that does, and that name.

    Of names that fit alike it is the one a reader of that `language` is shown, or else the shortest.
    """
    wanted = key_of_name(typed)
    found: list[tuple[tuple[int, bool, int, str], Named, str]] = []
    for topic in known_topics(actor):
        shown = topic.label(language) if language else ""
        fits = [(_fit(word.key, wanted), word.name) for word in topic.words]
        good = sorted(
            (fit, name != shown, len(name), name) for fit, name in fits if fit is not None
        )
        if good:
            found.append((good[0], topic, good[0][3]))
    found.sort(key=lambda each: (each[0], each[1].slug))
    return [(topic, name) for _rank, topic, name in found[:limit]]


def matching(topics: Iterable[Named], typed: str) -> list[Named]:
    """Those of the topics with a name that has every word typed in it."""
    wanted = skeleton(key_of_name(typed)).split()
    return [
        topic
        for topic in topics
        if any(all(each in skeleton(key) for each in wanted) for key in topic.keys)
    ]


def _fit(key: str, wanted: str) -> int | None:
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in f" {key}" else None


def _words(text: str) -> list[str]:
    """The stems of a text's words; "" in the place of a topic, so that nothing reaches across it."""
    folded = unicodedata.normalize("NFKD", _CODE.sub(" ", text).casefold())
    bare = "".join(filterfalse(unicodedata.combining, folded))
    found = islice(_WORD.finditer(bare), MOST_WORDS)
    return ["" if match[1] else _stem(match[2]) for match in found]


def _names(topics: Iterable[Named]) -> Mapping[str, Sequence[tuple[tuple[str, ...], int]]]:
    """Names as stems, with their topics, by their first stem; the longest first."""
    names: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for topic in topics:
        for key in topic.keys:
            if len(key) >= SHORTEST:
                parts = stems(key)
                names[parts[0]].append((parts, topic.id))
    for each in names.values():
        each.sort(key=lambda name: -len(name[0]))
    return names


def _counted(
    words: Sequence[str], names: Mapping[str, Sequence[tuple[tuple[str, ...], int]]]
) -> Counter[int]:
    counts: Counter[int] = Counter()
    at = 0
    while at < len(words):
        step = 1
        for parts, topic_id in names.get(words[at], ()):
            if tuple(words[at : at + len(parts)]) == parts:
                counts[topic_id] += 1
                step = len(parts)
                break
        at += step
    return counts
