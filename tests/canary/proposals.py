"""Proposals for open and for hidden pages: what waits stands in no other place than in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.curation.models import ProposalCheck, PublishingRight
from essp.topics.models import Topic
from essp.wiki.editing import locked
from essp.wiki.looking import look, remark
from essp.wiki.models import Page
from essp.wiki.proposing import propose
from essp.wiki.texts import text_of

# Stands in a proposal for a page for everyone: whoever looks at what waits meets it, and nobody else.
WAITS = "waitsforanowner"

if TYPE_CHECKING:
    from tests.canary.world import World


def proposals(world: World) -> None:
    """For a page for everyone, for one of a space by request, and for one of a closed space."""
    _proposed(world, world.pages["open"], f"{WAITS} is what was proposed.", "Said openly.")
    _trusted(world)
    for name in ("request", "closed"):
        text, why = (world.canary(f"{name}{each}") for each in ("proposed", "proposedwhy"))
        _proposed(world, world.pages[name], text, why)


def _trusted(world: World) -> None:
    """Who proposed for everyone publishes on a topic that everyone knows of."""
    heat = session().scalars(select(Topic.id).where(Topic.slug == "heat")).one()
    with transaction():
        session().add(
            PublishingRight(
                person_id=world.people["member"].id, topic_id=heat, since=clock.now(),
                because={"proposals": world.proposals, "accepted": 5, "decided": 5},
            )
        )  # fmt: skip


def _proposed(world: World, page: Page, words: str, why: str) -> None:
    owner, member = world.people["owner"], world.people["member"]
    with transaction():
        found = locked(page)
        text = f"{text_of(found)}\n{words}\n"
        made = propose(member, found, text=text, based_on=found.revision_number, reason=why)
        remark(owner, made, text=f"About it: {why}")
        look(owner, made)
        session().add(
            ProposalCheck(
                proposal_id=made.id, person_id=world.people["left"].id, by_id=owner.id,
                at=clock.now(), version=1, why=f"Check: {why}",
            )
        )  # fmt: skip
    world.proposals.append(made.uid)
