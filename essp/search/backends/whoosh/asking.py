"""From a parsed query to what the engine is asked: never through the engine's own parser.

The filter is a set of document numbers, the score comes from positive words alone, and the work is
bounded beforehand: so many postings may be read for one question, the rarest words first.
"""

import heapq
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from essp.search.backends.stemming import stems
from essp.search.backends.whoosh.engine import And, NumericRange, Or, Term
from essp.search.backends.whoosh.engine import Phrase as Sequence
from essp.search.backends.whoosh.schema import minutes_of
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.documents import Access
from essp.search.query import Filter, Phrase, Query, Word
from essp.search.words import FUNCTION_WORDS, squeezed, words

TITLE_BOOST = 3.5
MOST_POSTINGS = 40_000  # read for the words of one question
MOST_SEQUENCE = 8_000  # documents in which a phrase is looked up position by position
MOST_BEGINNINGS = 24
MOST_COUNTED = 400
FIRST_MINUTE, LAST_MINUTE = -(2**31) + 1, 2**31 - 1


@dataclass(frozen=True)
class Question:
    """What the engine is asked: all words, any word (None when that says the same), and within."""

    every: Any | None
    any: Any | None
    within: set[int] | None


def question_of(snapshot: Snapshot, query: Query, access: Access) -> Question:
    """Translate a query for this state of the index and this access."""
    asked = _asked(query)
    groups = [_word(snapshot, word) for word in asked]
    phrases = [_phrase(snapshot, phrase) for phrase in query.phrases]
    every = _all([*_joined(snapshot, asked, groups), *phrases]) if asked or phrases else None
    some = _affordable(snapshot, asked, groups) if len(asked) > 1 else []
    any_word = _all([Or(some), *phrases]) if some else None
    return Question(every, any_word, _within(snapshot, query, access))


def _asked(query: Query) -> list[Word]:
    """The words that carry meaning; function words only where there is nothing else."""
    telling = [word for word in query.words if word.text not in FUNCTION_WORDS]
    return telling or ([] if query.phrases else list(query.words))


def _all(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else And(parts)


def _word(snapshot: Snapshot, word: Word) -> Any:
    if word.beginning:
        return _beginning(snapshot, word)
    fields = [("title_stems", TITLE_BOOST)]
    if not word.title:
        fields.append(("words" if word.text in FUNCTION_WORDS else "stems", 1.0))
    parts = [
        Term(field, form, boost=boost)
        for field, boost in fields
        for form in (stems(word.text) if field != "words" else (word.text,))
    ]
    return parts[0] if len(parts) == 1 else Or(parts)


def _beginning(snapshot: Snapshot, word: Word) -> Any:
    """The commonest words with this beginning, not more than a few."""
    parts = []
    for field, boost in (("title", TITLE_BOOST), ("words", 1.0))[: 1 if word.title else 2]:
        known = snapshot.beginning_with(field, word.text[:1])
        fitting = [text for text in known if text.startswith(word.text)]
        shortest = sorted(fitting, key=lambda text: (len(text), text))[:MOST_COUNTED]
        counted = ((snapshot.frequency(field, text), text) for text in shortest)
        chosen = heapq.nlargest(MOST_BEGINNINGS, counted)
        parts += [Term(field, text, boost=boost) for _, text in chosen]
    return Or(parts) if parts else Term("words", word.text)


def _phrase(snapshot: Snapshot, phrase: Phrase) -> Any:
    parts = [Sequence("title", list(phrase.words), boost=TITLE_BOOST)]
    rarest = min(snapshot.frequency("words", word) for word in phrase.words)
    if not phrase.title and rarest <= MOST_SEQUENCE:
        parts.append(Sequence("words", list(phrase.words)))
    return parts[0] if len(parts) == 1 else Or(parts)


def _joined(snapshot: Snapshot, asked: list[Word], groups: list[Any]) -> list[Any]:
    """`transport indicator` also finds `transportindicator`, as Dutch writes it."""
    result, taken = list(groups), -1
    for n, (first, second) in enumerate(pairwise(asked)):
        both = Word(first.text + second.text, title=first.title)
        if n > taken and _frequency(snapshot, both) and not (first.beginning or second.beginning):
            result[n] = Or([And(groups[n : n + 2]), _word(snapshot, both)])
            result[n + 1] = None
            taken = n + 1
    return [group for group in result if group is not None]


def _affordable(snapshot: Snapshot, asked: list[Word], groups: list[Any]) -> list[Any]:
    """The rarest words, as many as may be read for one question, and always one."""
    chosen: list[Any] = []
    left = MOST_POSTINGS
    costs = sorted(((_frequency(snapshot, word), n) for n, word in enumerate(asked)))
    for cost, n in costs:
        if cost and (not chosen or cost <= left):
            chosen.append(groups[n])
            left -= cost
    return chosen


def _frequency(snapshot: Snapshot, word: Word) -> int:
    return sum(snapshot.frequency("stems", form) for form in stems(word.text))


def _within(snapshot: Snapshot, query: Query, access: Access) -> set[int] | None:
    """The documents that access, conditions and exclusions leave; None when that is all."""
    within = snapshot.allowed(access)
    for condition in query.filters:
        found = _filtered(snapshot, condition)
        if condition.without:
            within = _everything(snapshot, within) - found
        else:
            within = found if within is None else within & found
    if query.after or query.before:
        found = set(snapshot.searcher.docs_for_query(_period(query.after, query.before)))
        within = found if within is None else within & found
    for atom in query.without:
        group = _word(snapshot, atom) if isinstance(atom, Word) else _phrase(snapshot, atom)
        within = _everything(snapshot, within) - set(snapshot.searcher.docs_for_query(group))
    return within


def _everything(snapshot: Snapshot, within: set[int] | None) -> set[int]:
    return within if within is not None else set(snapshot.reader.all_doc_ids())


def _filtered(snapshot: Snapshot, condition: Filter) -> set[int]:
    value = condition.value
    if condition.field == "space":
        return snapshot.having("space", {value.casefold(), "-".join(words(value))})
    if condition.field == "kind":
        return snapshot.having("kind", {value})
    forms = {squeezed(value), "-".join(words(value)), " ".join(words(value))}
    field = "authors" if condition.field == "author" else "topics"
    return {n for form in forms if form for n in snapshot.postings(field, form)}


def _period(after: date | None, before: date | None) -> Any:
    return NumericRange(
        "updated",
        _minutes(after) if after else FIRST_MINUTE,
        _minutes(before) - 1 if before else LAST_MINUTE,
    )


def _minutes(day: date) -> int:
    return minutes_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
