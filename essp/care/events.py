"""What happens to reports. A fact names no reporter but as its actor, and no words."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class ThingReported(Fact):
    """Somebody reported something; `first` tells whether it made a new case."""

    case_id: int
    first: bool


@dataclass(frozen=True, kw_only=True)
class CaseTaken(Fact):
    """A moderator looks at a case, or does so no longer (`on` is false)."""

    case_id: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Fact):
    """A moderator decided on a case."""

    case_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CaseObjected(Fact):
    """The author objects to what was decided."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(Fact):
    """Another moderator decided on an objection."""

    case_id: int
    verdict: str
