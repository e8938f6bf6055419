"""Figures of a queue: which things were decided in time, and whether a figure may be told. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from essp.core.figures import Share, Span

LEAST = 5  # people, below which a figure could tell of one of them


def on_time(waits: Iterable[tuple[Span, float]]) -> Share:
    """How many were decided within what was promised (days) of those of which that is known.

    What waits past its promise is late already; what waits within it is not known yet, and neither is
    what its author took back in time.
    """
    known = [
        (wait.ended and wait.length <= promised)
        for wait, promised in waits
        if wait.ended or wait.length > promised
    ]
    return Share(sum(known), len(known))


def tellable(people: int) -> bool:
    """Whether a figure over so many people may be told."""
    return people >= LEAST
