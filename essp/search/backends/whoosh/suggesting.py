"""Did you mean: the nearest words the index knows, and only those this person could have read.

A word that occurs in closed spaces alone is never suggested to who is not in them: each candidate
has to occur, as it is written, in a document the access admits, and the whole corrected query has
to find something.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from essp.search.backends.stemming import stems
from essp.search.backends.whoosh.answering import answer
from essp.search.backends.whoosh.snapshot import Snapshot
from essp.search.documents import Access
from essp.search.query import Query, Word
from essp.search.words import FUNCTION_WORDS

SHORTEST = 4  # letters; shorter words have too many neighbours
MOST_WORDS = 3  # corrected in one query
MOST_NEAR = 60
MOST_CANDIDATES = 12


def suggestion(snapshot: Snapshot, query: Query, access: Access) -> Query | None:
    """The corrected query, if it finds all its words in something this access admits."""
    allowed = snapshot.allowed(access)
    corrected = query
    for word in _unknown(snapshot, query.words, allowed)[:MOST_WORDS]:
        better = _better(snapshot, word.text, allowed)
        if better:
            corrected = corrected.replacing(word.text, better)
    if corrected.words == query.words:
        return None
    found = answer(snapshot, corrected, access, limit=1, offset=0).items
    return corrected if found and found[0].every_word else None


def _unknown(snapshot: Snapshot, asked: Iterable[Word], allowed: set[int] | None) -> list[Word]:
    return [
        word
        for word in asked
        if len(word.text) >= SHORTEST
        and not word.beginning
        and word.text not in FUNCTION_WORDS
        and not any(_readable(snapshot, "stems", form, allowed) for form in stems(word.text))
    ]


def _better(snapshot: Snapshot, text: str, allowed: set[int] | None) -> tuple[str, ...]:
    """The nearest known word, or two words that were written as one, or nothing."""
    for candidate in _candidates(snapshot, text):
        if _readable_word(snapshot, candidate, allowed):
            return (candidate,)
    for at in range(SHORTEST - 1, len(text) - SHORTEST + 2):
        halves = (text[:at], text[at:])
        if all(_readable_word(snapshot, half, allowed) for half in halves):
            return halves
    return ()


def _candidates(snapshot: Snapshot, text: str) -> list[str]:
    """Known words with the same first letter, the nearest and then the commonest first."""
    known = snapshot.beginning_with("words", text[0]) | snapshot.beginning_with("title", text[0])
    most = 1 if len(text) < 6 else 2
    near = extract(text, list(known), scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR)
    ordered = sorted(
        (distance, -_commonness(snapshot, word), word) for word, distance, _ in near if word != text
    )
    return [word for _, _, word in ordered[:MOST_CANDIDATES]]


def _commonness(snapshot: Snapshot, word: str) -> int:
    return snapshot.frequency("words", word) + 10 * snapshot.frequency("title", word)


def _readable_word(snapshot: Snapshot, word: str, allowed: set[int] | None) -> bool:
    return any(_readable(snapshot, field, word, allowed) for field in ("title", "words"))


def _readable(snapshot: Snapshot, field: str, term: str, allowed: set[int] | None) -> bool:
    return any(allowed is None or n in allowed for n in snapshot.postings(field, term))
