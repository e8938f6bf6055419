"""Who vouches for whom with work that not everyone may open, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.core.db import transaction
from essp.expertise.endorsing import endorse
from essp.topics.queries import find_topic

if TYPE_CHECKING:
    from tests.canary.world import World


def knowing(world: World) -> None:
    """The owner vouches for the member with the guarded page, and with a word for who may open it."""
    owner, member = world.people["owner"], world.people["member"]
    with transaction():
        topic = find_topic(owner, "heat")
        key = f"page:{world.pages['closed'].uid}"
        note = world.canary("endorsed")
        world.endorsements.append(endorse(owner, member, topic, key=key, note=note))
        hidden = find_topic(owner, world.topics[-1])
        word = world.canary("endorsedtopic")
        world.endorsements.append(endorse(owner, member, hidden, key=key, note=word))
