"""The frame around every part of the desk: who looks, how much waits in each part, which spaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import current_app, render_template, request, url_for

from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.curation import desk, handovers
from essp.curation.desk import Scope, Waiting
from essp.curation.desk_asked import Asked, asked_of
from essp.curation.desk_ownerless import ownerless_count
from essp.curation.desk_promises import promise_of
from essp.curation.desk_sets import Remit, remit_of
from essp.people.current import me
from essp.people.models import Person, Role
from essp.spaces.models import Space

LAST_PART = 10_000


@dataclass(frozen=True)
class Frame:
    """What the frame of the desk is drawn from. Each part asks only once, and only when it is drawn."""

    actor: Person
    remit: Remit
    scope: Scope
    spaces: Mapping[int, Space]
    current: str

    @cached_property
    def waiting(self) -> Sequence[Waiting]:
        """The proposals in the chosen scope."""
        return desk.waiting_for(self.remit, self.scope)

    @cached_property
    def asked_of(self) -> Sequence[Asked]:
        """What the reader was asked to own, and which groups to belong to."""
        return asked_of(self.actor)

    @cached_property
    def pages(self) -> tuple[int, int]:
        """How many pages the reader looks after, and in how many spaces."""
        return desk.page_count(self.remit)

    @cached_property
    def promise(self) -> int:
        """Within how many working days the reader promises to decide."""
        return promise_of(self.actor)

    @property
    def manages(self) -> bool:
        """Whether the reader looks after the whole site, and so after what nobody owns."""
        return self.actor.has_role(Role.COMMUNITY_MANAGER.value)

    @property
    def space(self) -> Space | None:
        """The one space that is looked at."""
        return self.spaces.get(self.scope.space_id or 0)

    @property
    def asked(self) -> dict[str, Any]:
        """What the address says of the scope, for links that keep it."""
        found: dict[str, Any] = {"space": self.space.slug} if self.space else {}
        return found | ({"every": "1"} if self.scope.every else {})

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The parts of the desk with how much waits in each."""
        return [
            {
                "label": str(label()),
                "url": url_for(f"curation.{key}", **self.asked),
                "current": key == self.current,
                "count": count(self) or None,
            }
            for key, label, count in PARTS
            if f"curation.{key}" in current_app.view_functions
        ]


Part = tuple[str, Callable[[], str], Callable[[Frame], int]]
PARTS: Sequence[Part] = (
    ("curation_desk", lambda: _("Proposals"), lambda frame: len(frame.waiting)),
    ("reviews", lambda: _("Reviews"), lambda frame: desk.overdue(frame.remit, frame.scope)),
    ("desk_doubts", lambda: _("Disputed"), lambda frame: len(desk.doubts_for(frame.remit, frame.scope))),
    ("desk_handovers", lambda: _("Handover"),
     lambda frame: len(handovers.waiting_for(frame.actor)) + len(frame.asked_of)),
    ("desk_ownerless", lambda: _("Without owner"),
     lambda frame: ownerless_count(frame.actor, frame.remit)),
    ("desk_pages", lambda: _("All my pages"), lambda frame: 0),
)  # fmt: skip


def frame_of(current: str) -> Frame:
    """The frame of a part of the desk, for the reader and the scope that the address asks for."""
    remit = remit_of(me())
    spaces = desk.spaces_of(remit) if remit.spaces else {}
    slug = request.args.get("space", "")
    chosen = next((each.id for each in spaces.values() if each.slug == slug), None)
    if slug and chosen is None:
        raise NotFound
    scope = Scope(chosen, every="every" in request.args)
    return Frame(me(), remit, scope, spaces, current)


def framed(template: str, frame: Frame, **values: Any) -> str:
    """A part of the desk; to who looks after nothing it says what the desk is for."""
    if not frame.remit.spaces and not frame.manages:
        return render_template("curation/desk_nothing.html", frame=frame)
    return render_template(template, frame=frame, **values)


def scope_kept() -> dict[str, Any]:
    """What the address says of the scope, for the way back after something was done."""
    return {name: request.args[name] for name in ("space", "every") if name in request.args}


def part_asked() -> int:
    """The part of a list that the address names, from 1."""
    return min(max(request.args.get("part", 1, type=int), 1), LAST_PART)
