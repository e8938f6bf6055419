"""A text through several saves: how much each of them changed, and who wrote what in the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from essp.core.text.authorship import Authorship, advance
from essp.core.text.diff import change_size


class Step(NamedTuple):
    """One save: the whole text, who saved it, and the number of the revision."""

    text: str
    author: int
    revision: int


class Lineage(NamedTuple):
    """What the saves did: words added and removed by each, and the attribution after the last."""

    sizes: list[tuple[int, int]]
    words: Authorship


Follow = Callable[[str, Authorship, Sequence[Step]], Lineage]


def follow(before: str, words: Authorship, steps: Sequence[Step]) -> Lineage:
    """Follow the saves one after the other from the text ``before``, whose attribution is ``words``.

    A save that left the text as it was changes nothing. Raises OtherText when ``words`` is the
    attribution of another text.
    """
    sizes = []
    for text, author, revision in steps:
        sizes.append(change_size(before, text))
        if text != before:
            words = advance(words, before, text, author, revision)
        before = text
    return Lineage(sizes, words)
