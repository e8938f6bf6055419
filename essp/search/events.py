"""What happens to searches that are kept."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class SearchSaved(Fact):
    """Somebody kept a search."""

    search_id: int


@dataclass(frozen=True, kw_only=True)
class SearchRenamed(Fact):
    """A kept search has another name."""

    search_id: int


@dataclass(frozen=True, kw_only=True)
class SearchRemoved(Fact):
    """A kept search was thrown away; its address leads nowhere."""

    search_id: int
