"""What happens next: from each fact to the work that follows it. The only such table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from essp.core.events import Fact, Reaction

REACTIONS: Mapping[type[Fact], Iterable[Reaction]] = {}
