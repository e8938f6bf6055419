"""What people confirmed, on top of what the words show: worth more than any refinement of a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from essp.core import clock
from essp.expertise.matter import Deed, Facts

MOST_OF_A_KIND = 3.0
HALF_LIFE = 180.0  # days in which somebody's word comes to half
WORTH_OF_TOPIC = 0.3  # words that stand on pages about a named topic which do not say its name
DECLARED = 0.01
Kind = Callable[[Facts], Sequence[Deed]]
WORTH: Sequence[tuple[float, Kind]] = (
    (1.5, lambda facts: facts.accepted),
    (0.7, lambda facts: facts.endorsed),
    (0.5, lambda facts: facts.became),
    (0.5, lambda facts: facts.owns),
    (0.5, lambda facts: facts.verified),
    (0.2, lambda facts: facts.reviewed),
)
HELPFUL = 0.3  # for each who said so


def fading(at: datetime) -> float:
    """How much of something is left at this moment."""
    days = max((clock.now() - at).total_seconds() / 86_400, 0.0)
    return float(2.0 ** (-days / HALF_LIFE))


def weight_of(facts: Facts, score: float) -> float:
    """What somebody's evidence comes to, given what their words came to; only its order means anything."""
    confirmed = sum(
        min(worth * sum(deed.piece.weight for deed in deeds), MOST_OF_A_KIND)
        for worth, of in WORTH
        if (deeds := of(facts))
    )
    helped = HELPFUL * sum(deed.piece.weight * deed.amount for deed in facts.helpful)
    topical = WORTH_OF_TOPIC * facts.share if not score else 0.0
    return (
        score + confirmed + min(helped, MOST_OF_A_KIND) + topical + DECLARED * bool(facts.declared)
    )
