"""How strong evidence is, in a word: what people confirmed comes before any amount of words."""

from __future__ import annotations

from collections.abc import Sequence

from essp.expertise.matter import Facts
from essp.expertise.shapes import Level

STRONG_SHARE, STRONG_WORDS = 0.25, 250
GOOD_SHARE, GOOD_WORDS = 0.08, 80
STRONG_WORD, GOOD_WORD = 3.0, 1.0  # of others


UPWARDS = (Level.DECLARED, Level.SOME, Level.GOOD, Level.STRONG)
STRONG_PART, GOOD_PART = 0.5, 0.2  # of the evidence of the first


def levels_along(weights: Sequence[float], own: Sequence[Level]) -> list[Level]:
    """The words for people in the order of all their evidence, so that none stands above a stronger one.

    `weights` come down, `own` is what each has shown by words that stand and what others
    confirmed. Who stands above somebody has shown as much by all kinds together; who comes to a small
    part of the first has not. Who only says so is called that.
    """
    reached, strongest = [Level.DECLARED] * len(own), Level.DECLARED
    for place in reversed(range(len(own))):
        strongest = max(strongest, own[place], key=UPWARDS.index)
        part = weights[place] / (weights[0] or 1.0)
        most = (
            Level.STRONG if part >= STRONG_PART else Level.GOOD if part >= GOOD_PART else Level.SOME
        )
        if own[place] is not Level.DECLARED:
            reached[place] = min(strongest, most, key=UPWARDS.index)
    return reached


def level_of(facts: Facts, *, shown: bool, close: bool = False) -> Level:
    """The word for what somebody has `shown` by words that stand and what others confirmed.

    No more than some where their work only comes `close` to what was asked.
    """
    if not shown:
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
