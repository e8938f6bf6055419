"""What happens around insight itself."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class InsightSwitched(Fact):
    """An administrator said how much is measured: off, minimal or full."""

    mode: str


@dataclass(frozen=True, kw_only=True)
class DelegateNamed(Fact):
    """Somebody reads the log of looks for the works council from now on, or (`on` False) no more."""

    person_id: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class PilotBegun(Fact):
    """A pilot of a space was laid out."""

    space_id: int
    pilot_id: int


@dataclass(frozen=True, kw_only=True)
class PilotEnded(Fact):
    """A pilot was closed with what was learnt."""

    space_id: int
    pilot_id: int


@dataclass(frozen=True, kw_only=True)
class UseTold(Fact):
    """Whoever asked said what the answer was good for."""

    space_id: int
    thread_id: int
