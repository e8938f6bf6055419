"""Who proposes again for the same page adds to what waits there already: one text for owners to decide on.

Both texts stay in the versions of the proposal. Where both changed the same words the later ones count. Only
what waits is added to: what was sent back, or got stuck, is with its author, who sets it right by hand.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import or_, select

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.core.text.merge import merge, resolve
from essp.people.models import Person
from essp.wiki.carrying import add_version, carry_along, version_of
from essp.wiki.events import ProposalRevised
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.texts import text_of

LONGEST_REASON = 2_000
OPEN = [state.value for state in State if state.open]


class Addition(NamedTuple):
    """A text that starts from what the page says now, why, and with which save it came."""

    text: str
    reason: str
    save_key: str | None
    bundle: str | None


def waiting_of(actor: Person, page: Page, bundle: str | None = None) -> Proposal | None:
    """What the actor proposed for a held page and waits there, brought onto what the page says now.

    With a `bundle`: that in it, or one that travels alone. Of several it is the last.
    """
    carry_along(page)
    asked = select(Proposal).where(
        Proposal.page_id == page.id,
        Proposal.author_id == actor.id,
        Proposal.state == State.WAITING.value,
        Proposal.stuck.is_(False),
        Proposal.based_on == page.revision_number,
    )
    if bundle is not None:
        asked = asked.where(or_(Proposal.bundle.is_(None), Proposal.bundle == bundle))
    in_bundle = Proposal.bundle.is_(None), Proposal.id.desc()
    return session().scalar(asked.order_by(*in_bundle).limit(1).with_for_update(key_share=True))


def add_to(actor: Person, page: Page, proposal: Proposal, added: Addition) -> Proposal:
    """Put what was typed now together with what the proposal says, as its next version.

    `changed_at` moves, since when it waits does not: adding to it gives it no later place.
    """
    current, before = text_of(page), version_of(proposal).text
    merged = merge(current, before, added.text)
    text = resolve(merged.chunks, ["theirs"] * len(merged.conflicts))
    add_version(proposal, text, page.revision_number, current, save_key=added.save_key)
    proposal.reason = _both(proposal.reason, added.reason)
    proposal.bundle = proposal.bundle or added.bundle
    proposal.changed_at = clock.now()
    session().flush()
    keep_apart(proposal)
    record(
        ProposalRevised(
            actor_id=actor.id, proposal_id=proposal.id, page_id=page.id, space_id=page.space_id,
            version=proposal.version,
        )
    )  # fmt: skip
    return proposal


def keep_apart(proposal: Proposal) -> None:
    """Let a proposal travel alone where another open one for its page is in its bundle already."""
    if proposal.bundle is None:
        return
    other = select(Proposal.id).where(
        Proposal.bundle == proposal.bundle,
        Proposal.page_id == proposal.page_id,
        Proposal.id != proposal.id,
        Proposal.state.in_(OPEN),
    )
    if session().scalar(other.limit(1)) is not None:
        proposal.bundle = None
        session().flush()


def _both(first: str, second: str) -> str:
    """Why, as it was said first and now; the later words alone where both would be too long."""
    if not second or second in first:
        return first
    both = f"{first}\n{second}" if first else second
    return both if len(both) <= LONGEST_REASON else second
