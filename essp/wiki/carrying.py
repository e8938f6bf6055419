"""Carry proposals along: when their page moves on, each is merged onto what the page says now.

The page's row is held by the caller. Where both changed the same words a proposal is stuck: it keeps the
text and the revision it started from, until its author sets it right or the page lets it through again.
One that says what the page says by now has come to its end.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from essp.core import clock
from essp.core.db import session
from essp.core.events import record
from essp.core.text.diff import change_size
from essp.core.text.merge import merge
from essp.wiki.events import ProposalDecided, ProposalStuck
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalVersion, State
from essp.wiki.texts import kept_text
from essp.wiki.trail import Act, Did, keep

OPEN = (State.WAITING.value, State.SENT_BACK.value)


def carry_along(page: Page) -> Sequence[Proposal]:
    """Bring every open proposal of a held page onto its newest revision; those that were open."""
    found = _of_page(page)
    for each in found:
        each.space_id = page.space_id
    behind = [
        each for each in found if State(each.state).open and each.based_on != page.revision_number
    ]
    if behind:
        current = kept_text(page, page.revision_number)
        for each in behind:
            _carry(page, each, current)
        session().flush()
    return behind


def add_version(
    proposal: Proposal,
    text: str,
    based_on: int,
    current: str,
    *,
    carried: bool = False,
    save_key: str | None = None,
) -> ProposalVersion:
    """Give a proposal a new text that starts from revision `based_on`, which reads `current`."""
    now = clock.now()
    row = ProposalVersion(
        proposal_id=proposal.id,
        number=proposal.version + 1,
        based_on=based_on,
        text=text,
        at=now,
        by_id=proposal.author_id,
        carried=carried,
        save_key=save_key,
    )
    session().add(row)
    proposal.version, proposal.based_on = row.number, based_on
    measure(proposal, current, text)
    return row


def measure(proposal: Proposal, current: str, text: str) -> None:
    """Count the words that a proposal adds to and takes from what the page says."""
    proposal.words_added, proposal.words_removed = change_size(current, text)


def version_of(proposal: Proposal, number: int | None = None) -> ProposalVersion:
    """A version of a proposal, its present one if none is named."""
    return session().get_one(ProposalVersion, (proposal.id, number or proposal.version))


def _of_page(page: Page) -> Sequence[Proposal]:
    """The open proposals of a page, and those that did not come along to its space; each held."""
    return (
        session()
        .scalars(
            select(Proposal)
            .where(
                Proposal.page_id == page.id,
                or_(Proposal.state.in_(OPEN), Proposal.space_id != page.space_id),
            )
            .order_by(Proposal.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def _carry(page: Page, proposal: Proposal, current: str) -> None:
    version = version_of(proposal)
    base = kept_text(page, proposal.based_on)
    if base == current:
        version.based_on = proposal.based_on = page.revision_number
        proposal.stuck = False
        return
    merged = merge(base, version.text, current)
    if not merged.clean:
        _hold_up(page, proposal)
    elif merged.text == current:
        _lapse_into(page, proposal)
    else:
        proposal.stuck = False
        add_version(proposal, merged.text, page.revision_number, current, carried=True)


def _hold_up(page: Page, proposal: Proposal) -> None:
    if proposal.stuck:
        return
    proposal.stuck, proposal.changed_at = True, clock.now()
    record(
        ProposalStuck(
            actor_id=page.updated_by_id,
            proposal_id=proposal.id,
            page_id=page.id,
            space_id=page.space_id,
            number=page.revision_number,
        )
    )


def _lapse_into(page: Page, proposal: Proposal) -> None:
    """The page says by now what was proposed: nothing is left to decide."""
    proposal.stuck = False
    proposal.state, proposal.became = State.LAPSED.value, page.revision_number
    proposal.decided_at = proposal.changed_at = clock.now()
    keep(
        Act(
            kind=Did.LAPSED,
            space_id=page.space_id,
            page=page,
            number=page.revision_number,
            about={"proposal": proposal.uid},
        )
    )
    record(
        ProposalDecided(
            actor_id=None,
            proposal_id=proposal.id,
            page_id=page.id,
            space_id=page.space_id,
            state=proposal.state,
        )
    )
