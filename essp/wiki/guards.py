"""What holds for an edit of a page at this moment, and for this actor: pure, without the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from essp.wiki.guard_models import Level


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A protection as every reader of the page sees it: its level (a step down counted), who set it,
    why, until when.

    `inherited` tells whether it was set on a page above. `section_id` is empty unless it guards one
    section alone; `fragment` is where that section stands on the page, as far as that was asked.
    """

    level: Level
    section_id: int | None
    inherited: bool
    reason: str
    by: str
    until: datetime | None
    fragment: str = ""


@dataclass(frozen=True, kw_only=True)
class Held(Shown):
    """The same for who changes the page or its guards. `page_id` is where it was set."""

    uid: str
    page_id: int
    at: datetime
    stepped_down: bool


Each = TypeVar("Each", bound=Shown)


@dataclass(frozen=True)
class Guards(Generic[Each]):
    """All that holds for a page: which of it counts is decided here alone."""

    held: Sequence[Each] = ()

    @property
    def whole(self) -> Each | None:
        """The strictest protection of the page as a whole."""
        found = [each for each in self.held if each.section_id is None]
        return max(found, key=lambda each: each.level.order, default=None)

    @property
    def level(self) -> Level:
        """How the page as a whole is guarded."""
        return self.whole.level if self.whole else Level.OPEN

    @property
    def sections(self) -> Mapping[int, Each]:
        """The strictest protection of each section that is guarded more strictly than the page is."""
        found: dict[int, Each] = {}
        for each in sorted(self.held, key=lambda one: one.level.order):
            if each.section_id is not None and each.level.order > self.level.order:
                found[each.section_id] = each
        return found


@dataclass(frozen=True)
class Guard(Guards[Held]):
    """The same for one actor. `decides` and `trusted` tell what the actor is where it is guarded.

    Who `decides` is an owner, a deputy or an owner of the space; who is `trusted` earned the right to
    publish on one of its topics. Both are only worked out where anything is guarded. `proposed` tells
    whether proposals for the page are open.
    """

    decides: bool = False
    trusted: bool = False
    proposed: bool = False

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
