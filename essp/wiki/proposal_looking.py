"""Who looks at a proposal now, told to the windows of others who decide on it, while they have it open.

Each look is a row, so that a window without a live line counts as well; who closes theirs is gone from the
others within moments. Rights are asked again whenever anything is told.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core import attending, clock, heralding, realtime
from essp.core.db import session, transaction
from essp.core.realtime import View
from essp.people.listening import face
from essp.people.models import Person
from essp.spaces.hearing import hearers
from essp.spaces.models import Space
from essp.wiki import proposal_policy as policy
from essp.wiki.guarding import owners_of_page
from essp.wiki.looking import FORGOTTEN, LEAVING, leave
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, ProposalLook

KIND = "proposal"


def subject(proposal_id: int) -> str:
    """What a proposal is called among the things that lines show."""
    return f"{KIND}:{proposal_id}"


def come(line: str, proposal: Proposal) -> None:
    """A window of somebody who decides shows the proposal from now on; the others are told soon."""
    realtime.look(line, subject(proposal.id))
    tell_soon(proposal.id)


def tell_soon(proposal_id: int) -> None:
    """Tell the windows on a proposal who looks at it, once for all that happens at the same moment."""
    heralding.soon(subject(proposal_id), partial(tell_who_looks, proposal_id))


def gone(view: View) -> None:
    """A window shows its thing no longer; where that was a proposal, its person may look no more."""
    kind, _, number = view.subject.partition(":")
    if kind == KIND:
        work = partial(_left, int(number), view.person_id)
        heralding.soon(f"{view.subject}:{view.person_id}", work)


def changed(thing: str) -> None:
    """Somebody came or went in another process; where it was a proposal, who is on it here is told."""
    kind, _, number = thing.partition(":")
    if kind == KIND:
        tell_who_looks(int(number))


def tell_who_looks(proposal_id: int) -> None:
    """Tell each window on a proposal who else decides on it and looks, and since when."""
    if not realtime.looking_at(subject(proposal_id)):
        return
    proposal = session().get(Proposal, proposal_id, populate_existing=True)
    page = session().get(Page, proposal.page_id) if proposal is not None else None
    if proposal is None or page is None:
        return
    owners = owners_of_page(page)
    looking = {
        each.person_id: {**face(each.person), "since": each.since.isoformat()}
        for each in _looks(proposal)
        if policy.decide(each.person, proposal, owners)
    }
    _tell(hearers(subject(proposal_id), Space.id == page.space_id), looking)


def _tell(views: Any, looking: dict[int, dict[str, Any]]) -> None:
    """Who decides no longer is told of nobody."""
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for view in views:
        lines[view.person_id].append(view.line)
    for own, addressed in lines.items():
        others = [shown for person_id, shown in looking.items() if person_id != own]
        told = others if own in looking else []
        realtime.send(addressed, "proposal:people", {"people": told})


def _looks(proposal: Proposal) -> list[ProposalLook]:
    seen = ProposalLook.seen_at > clock.now() - FORGOTTEN + LEAVING
    asked = (
        select(ProposalLook)
        .join(ProposalLook.person)
        .options(contains_eager(ProposalLook.person))
        .where(ProposalLook.proposal_id == proposal.id, seen, Person.left_at.is_(None))
        .order_by(ProposalLook.since)
    )
    return list(session().scalars(asked))


def _left(proposal_id: int, person_id: int) -> None:
    """Let go of a person's look, unless another window of theirs shows the proposal still."""
    views = [*realtime.looking_at(subject(proposal_id)), *attending.elsewhere(subject(proposal_id))]
    if any(view.person_id == person_id for view in views):
        return
    with transaction():
        leave(person_id, proposal_id)
    tell_who_looks(proposal_id)
