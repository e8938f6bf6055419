"""What happens to watches."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class WatchBegun(Fact):
    """Somebody said how much they want to hear of a thing: `subject` is its kind."""

    subject: str
    subject_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class WatchEnded(Fact):
    """Somebody wants to hear of a thing no longer."""

    subject: str
    subject_id: int
