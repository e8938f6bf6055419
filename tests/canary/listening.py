"""Hearing canary words in an answer: pages are long and the words are many."""

from __future__ import annotations

import re
from collections.abc import Collection

CANARY = "canary"
HERE = "\0"


def heard(words: Collection[str], low: str) -> list[str]:
    """Those of the words that stand in a text in small letters; a word that begins as canaries do
    is looked for only where one begins."""
    longest = max(map(len, words), default=0)
    begins = (found.start() for found in re.finditer(CANARY, low))
    begun = HERE.join(["", *(low[at : at + longest] for at in begins)])
    return [
        word for word in words if (HERE + word in begun if word.startswith(CANARY) else word in low)
    ]
