"""The passages of a long text that comes in parts, such as the pages of a file, and where they stand."""

from essp.search.backends.stemming import stems
from essp.search.passages import Passage, passages
from essp.search.query import Query
from essp.search.words import FUNCTION_WORDS, fold

PIECE = 40_000  # characters of a text without parts that are looked through at once
TRIED = 4  # parts that hold most of the words, of which the best passages are shown
SHORTEST = 3

Part = tuple[int, str]  # its number from 1, or 0, and its text


def passages_in(
    text: str, begins: list[int], query: Query, most: int = 2
) -> tuple[int, tuple[Passage, ...]]:
    """The number of the part that shows most of the query, and its passages.

    `begins` says where the parts begin; without any, or for a single one, the number is 0.
    """
    parts = [each for each in _parts(text, begins) if each[1].strip()]
    wanted = _beginnings(query)
    holding = [(sum(word in fold(part) for word in wanted), number, part) for number, part in parts]
    likely = sorted((each for each in holding if each[0]), key=lambda each: (-each[0], each[1]))
    tried = [(number, passages(part, query, most)) for _n, number, part in likely[:TRIED]]
    if not tried:
        return 0, passages(text[:PIECE], query, most)
    return max(tried, key=lambda each: (_told(each[1]), -each[0]))


def _parts(text: str, begins: list[int]) -> list[Part]:
    if len(begins) > 1:
        ends = [*begins[1:], len(text)]
        return [(n, text[a:b]) for n, (a, b) in enumerate(zip(begins, ends, strict=True), start=1)]
    return [(0, text[at : at + PIECE]) for at in range(0, len(text), PIECE)]


def _beginnings(query: Query) -> set[str]:
    """For each word what all its forms begin with."""
    asked = [word.text for word in query.words]
    asked += [word for phrase in query.phrases for word in phrase.words]
    telling = [word for word in asked if word not in FUNCTION_WORDS] or asked
    return {_common(word) for word in telling}


def _common(word: str) -> str:
    shortest = min(len(stem) for stem in (*stems(word), word))
    # A stem may end in another letter than the word: the last one is left open.
    return word if shortest == len(word) else word[: max(SHORTEST, shortest - 1)]


def _told(found: tuple[Passage, ...]) -> int:
    """How many different words are marked, those of a phrase as one long one."""
    marked = {piece.text.lower() for passage in found for piece in passage if piece.marked}
    return sum(1 + each.count(" ") for each in marked)
