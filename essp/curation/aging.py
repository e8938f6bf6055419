"""What time does to a proposal: past the promise its owners are reminded, after a long silence it closes."""

from __future__ import annotations

from datetime import datetime, timedelta

from essp.core import clock, jobs
from essp.core.db import session, transaction
from essp.curation.desk_promises import promised_by, runs_out
from essp.wiki import lapsing
from essp.wiki.guarding import owners_of_page
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State

SOON = timedelta(minutes=1)


@jobs.task("curation.age_proposal")
def age_proposal(proposal_id: int) -> None:
    """Do what is due for a proposal, and look again when the next thing is."""
    with transaction():
        found = session().get(Proposal, proposal_id, populate_existing=True)
        if found is None or not State(found.state).open:
            return
        if lapsing.closes_at(found) <= clock.now():
            lapsing.lapse(found)
            return
        due = _reminded_at(found)
        if due is not None and due <= clock.now():
            lapsing.remind(found)
            due = None
        following = min(due or lapsing.closes_at(found), lapsing.closes_at(found))
        delay = max(following - clock.now(), SOON)
        jobs.enqueue(age_proposal, delay=delay, proposal_id=proposal_id)


def _reminded_at(proposal: Proposal) -> datetime | None:
    """When its owners are to be reminded; None when they were, or when it is with its author."""
    if proposal.state != State.WAITING.value or proposal.stuck or proposal.reminded_at:
        return None
    owners = owners_of_page(session().get_one(Page, proposal.page_id)).deciding
    return runs_out(proposal.at, promised_by(owners))
