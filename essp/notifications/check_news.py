"""Who is asked to check a proposal, and what they answered, as news; the words stand in their mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.curation.models import ProposalCheck
from essp.notifications.curation_news import News
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Notification, Subject
from essp.wiki.proposal_models import Proposal, State


def news_of_check(proposal_id: int, person_id: int) -> News | None:
    """For who was asked, and once they answered for who asked them."""
    row = session().get(ProposalCheck, (proposal_id, person_id), populate_existing=True)
    found = session().get_one(Proposal, proposal_id, populate_existing=True)
    if row is None:
        return None
    if row.answered_at is not None:
        notice = _notice(row, "checked", row.person_id, row.answered_at)
        return News(notice, Named.CHECKED, [row.by_id], found.space_id)
    if not State(found.state).open:
        return None
    notice = _notice(row, "to check", row.by_id, row.at)
    return News(notice, Named.TO_CHECK, [row.person_id], found.space_id)


def words_of(told: Sequence[Notification]) -> list[tuple[str, str]]:
    """Who said what, for what somebody was told of checks of one proposal: why, and the answers."""
    reasons, reader = {each.reason for each in told}, told[0].person_id
    rows = session().scalars(
        select(ProposalCheck)
        .options(joinedload(ProposalCheck.person), joinedload(ProposalCheck.by))
        .where(ProposalCheck.proposal_id == told[0].about_id)
        .order_by(ProposalCheck.at, ProposalCheck.person_id)
    )
    found = []
    for row in rows:
        if Named.TO_CHECK.value in reasons and row.person_id == reader:
            found.append((row.by.name, row.why))
        if Named.CHECKED.value in reasons and row.by_id == reader and row.words:
            found.append((row.person.name, row.words))
    return found


def _notice(row: ProposalCheck, what: str, actor_id: int, at: datetime) -> Notice:
    key = f"proposal:{row.proposal_id}:{what}:{row.person_id}:{int(at.timestamp())}"
    return Notice(
        key=key, kind=Kind.PROPOSAL.value, about=Subject.PROPOSAL.value, about_id=row.proposal_id,
        number=0, post_id=None, actor_id=actor_id, at=at,
    )  # fmt: skip
