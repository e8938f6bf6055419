"""What the form of a page says about its topics, from the moment it is opened until it is saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class TopicChoice:
    """The topics a form showed as set on the page, those ticked in it, and names typed (ids, ids, text)."""

    shown: frozenset[int] = frozenset()
    chosen: frozenset[int] = frozenset()
    typed: str = ""

    def ticked(self, present: Collection[int]) -> set[int]:
        """What stays ticked on a page that carries `present` by now: others may have changed it."""
        gone = self.shown - set(present)
        return set(self.chosen - gone) | (set(present) - self.shown)

    def dumps(self) -> dict[str, Any]:
        """The choice as JSON, for a draft."""
        return {"shown": sorted(self.shown), "chosen": sorted(self.chosen), "typed": self.typed}

    @classmethod
    def loads(cls, kept: Mapping[str, Any] | None) -> Self | None:
        """A choice that `dumps` gave; None for none."""
        if kept is None:
            return None
        return cls(frozenset(kept["shown"]), frozenset(kept["chosen"]), kept["typed"])
