"""Pilots of an open and of a closed space: what is tried out behind a door is for nobody outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.stats.place_models import Pilot, PilotPerson

if TYPE_CHECKING:
    from tests.canary.world import World


def piloting(world: World) -> None:
    """One of each, laid out by the owner, to which the member was invited."""
    with transaction():
        _pilot(world, "open", "Trial", "For everyone.", "")
        _pilot(
            world,
            "closed",
            *(
                world.canary(each, frozenset({"owner"}))
                for each in ("pilot", "pilotwhy", "pilotlesson")
            ),
        )


def _pilot(world: World, where: str, name: str, purpose: str, lesson: str) -> None:
    now = clock.now()
    made = Pilot(
        uid=new_uid(), space_id=world.spaces[where].id, name=name, purpose=purpose, lesson=lesson,
        starts_on=now.date(), ends_on=now.date(), by_id=world.people["owner"].id, created_at=now,
        ended_at=now if lesson else None,
    )  # fmt: skip
    session().add(made)
    session().flush()
    invited = PilotPerson(
        pilot_id=made.id, person_id=world.people["member"].id, invited_on=now.date()
    )
    session().add(invited)
    session().flush()
    world.pilots.append(made.uid)
