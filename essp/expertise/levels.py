"""How strong evidence is, in a word: what people confirmed comes before any amount of words."""

from __future__ import annotations

from essp.expertise.matter import Facts
from essp.expertise.shapes import Level

STRONG_SHARE, STRONG_WORDS = 0.25, 250
GOOD_SHARE, GOOD_WORDS = 0.08, 80
STRONG_WORD, GOOD_WORD = 3.0, 1.0  # of others


def level_of(facts: Facts, *, close: bool = False) -> Level:
    """The word for what somebody has shown; no more than some where their work only comes `close`."""
    if not facts.shown:
        return Level.DECLARED
    if close:
        return Level.SOME
    confirmed = confirmations(facts)
    share, words = facts.share, facts.words
    if (share >= STRONG_SHARE and words >= STRONG_WORDS) or confirmed >= STRONG_WORD:
        return Level.STRONG
    if (share >= GOOD_SHARE and words >= GOOD_WORDS) or confirmed >= GOOD_WORD:
        return Level.GOOD
    return Level.SOME


def confirmations(facts: Facts) -> float:
    """How much others confirmed: accepted answers whole, the rest as its parts of one."""
    return (
        len(facts.accepted)
        + 0.7 * len(facts.endorsed)
        + 0.5 * (len(facts.became) + len(facts.owns) + len(facts.verified))
        + 0.3 * sum(deed.amount for deed in facts.helpful)
        + 0.2 * len(facts.reviewed)
    )
