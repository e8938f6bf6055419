"""Propose a text for a page: it waits for an owner, and is in no revision until one approves it.

Who proposes again for a page where a proposal of theirs waits adds to that one: see
`proposal_adding`.
"""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.core.text.diff import change_size
from essp.core.text.merge import merge
from essp.people.models import Person
from essp.wiki import policy
from essp.wiki.events import ProposalMade
from essp.wiki.models import Page
from essp.wiki.proposal_adding import (
    LONGEST_REASON,
    Addition,
    add_to,
    keep_apart,
    waiting_of,
)
from essp.wiki.proposal_models import Proposal, ProposalVersion
from essp.wiki.texts import clean_text, kept_text, text_of


def propose(
    actor: Person,
    page: Page,
    *,
    text: str,
    based_on: int,
    reason: str,
    save_key: str | None = None,
    source: str = "web",
    bundle: str | None = None,
) -> Proposal:
    """Propose a text that started from revision `based_on` of a page that the caller holds.

    What changed since is merged in; where that fails the proposal is stuck and keeps what was typed.
    Where one of the actor's waits for the page already, this becomes its next version. Proposals with
    the same `bundle` travel together, one for a page. The same `save_key` again is the same proposal.
    Raises Refused (archived), Invalid (no such base, nothing differs, too large).
    """
    repeated = proposed_as(actor, save_key)
    if repeated is not None:
        return repeated
    require(policy.edit(actor, page))
    text, reason = clean_text(text), clean_reason(reason)
    text, based_on, stuck = onto_present(page, text, based_on)
    waiting = None if stuck else waiting_of(actor, page, bundle)
    if waiting is not None:
        return add_to(actor, page, waiting, Addition(text, reason, save_key, bundle))
    now = clock.now()
    proposal = Proposal(
        uid=new_uid(), bundle=bundle, space_id=page.space_id, page_id=page.id, author_id=actor.id,
        at=now, changed_at=now, based_on=based_on, reason=reason, source=source,
        save_key=save_key, stuck=stuck,
    )  # fmt: skip
    proposal.words_added, proposal.words_removed = change_size(text_of(page), text)
    session().add(proposal)
    session().flush()
    session().add(
        ProposalVersion(
            proposal_id=proposal.id, number=1, based_on=based_on, text=text, at=now, by_id=actor.id
        )
    )
    session().flush()
    keep_apart(proposal)
    record(
        ProposalMade(
            actor_id=actor.id, proposal_id=proposal.id, page_id=page.id, space_id=page.space_id
        )
    )
    return proposal


def proposed_as(actor: Person, save_key: str | None) -> Proposal | None:
    """The proposal that the actor made, or added to, with this key, if any."""
    if not save_key:
        return None
    added = (
        select(ProposalVersion.proposal_id)
        .where(ProposalVersion.by_id == actor.id, ProposalVersion.save_key == save_key)
        .scalar_subquery()
    )
    made = and_(Proposal.author_id == actor.id, Proposal.save_key == save_key)
    return session().scalar(select(Proposal).where(or_(made, Proposal.id == added)))


def clean_reason(reason: str, *, needed: bool = False) -> str:
    """Words about a proposal as they are kept. Raises Invalid: too long, or none where some are needed."""
    reason = clean_text(reason).strip()
    if needed and not reason:
        raise Invalid(reason=_("Say why, so that the one who proposed it knows what to do."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(reason=_("Use at most %(limit)s characters.", limit=LONGEST_REASON))
    return reason


def onto_present(page: Page, text: str, based_on: int) -> tuple[str, int, bool]:
    """A text with what changed since in it, the revision it starts from, and whether it is stuck.

    Raises Invalid: no such revision, or nothing differs.
    """
    if not 1 <= based_on <= page.revision_number:
        raise Invalid(based_on=_("This proposal does not say which revision it started from."))
    current = text_of(page)
    merged = merge(kept_text(page, based_on), text, current)
    if not merged.clean:
        return text, based_on, True
    if merged.text == current:
        raise Invalid(text=_("Nothing differs from what the page says."))
    return merged.text, page.revision_number, False
