"""What holds for an edit of a page at this moment, and for this actor: pure, without the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from essp.wiki.guard_models import Level


@dataclass(frozen=True)
class Held:
    """A protection as it holds now: its level (a step down counted), who set it, why, until when.

    `page_id` is where it was set, `inherited` whether that is a page above. `section_id` is empty
    unless it guards one section alone.
    """

    uid: str
    level: Level
    page_id: int
    section_id: int | None
    inherited: bool
    reason: str
    by: str
    at: datetime
    until: datetime | None
    stepped_down: bool


@dataclass(frozen=True)
class Guard:
    """All that holds for a page. `decides` and `trusted` tell what the actor is where it is guarded.

    Who `decides` is an owner, a deputy or an owner of the space; who is `trusted` earned the right to
    publish on one of its topics. Both are only worked out where anything is guarded. `proposed` tells
    whether proposals for the page are open.
    """

    held: Sequence[Held] = ()
    decides: bool = False
    trusted: bool = False
    proposed: bool = False

    @property
    def whole(self) -> Held | None:
        """The strictest protection of the page as a whole."""
        found = [each for each in self.held if each.section_id is None]
        return max(found, key=lambda each: each.level.order, default=None)

    @property
    def level(self) -> Level:
        """How the page as a whole is guarded."""
        return self.whole.level if self.whole else Level.OPEN

    @property
    def sections(self) -> Mapping[int, Held]:
        """The strictest protection of each section that is guarded more strictly than the page is."""
        found: dict[int, Held] = {}
        for each in sorted(self.held, key=lambda one: one.level.order):
            if each.section_id is not None and each.level.order > self.level.order:
                found[each.section_id] = each
        return found

    @property
    def free(self) -> bool:
        """Whether an edit of the actor goes live, whatever it touches."""
        if self.decides:
            return True
        held = [self.level, *(each.level for each in self.sections.values())]
        return not any(
            level.holds_back and not (self.trusted and level is Level.BEFORE) for level in held
        )

    def waits(self, level: Level) -> bool:
        """Whether an edit of the actor to what is guarded so waits for an owner."""
        if self.decides or not level.holds_back:
            return False
        return not (self.trusted and level is Level.BEFORE)


OPEN = Guard()
