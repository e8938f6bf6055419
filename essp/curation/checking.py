"""Asking a colleague to check a proposal: who decides on it names them, and they answer.

Their answer decides nothing. Who agrees has checked the version as it is then; who objects says why; who
passes says who would know. Asked again, what was answered before gives way.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Decision, Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.curation.events import CheckAnswered, CheckAsked
from essp.curation.models import ProposalCheck
from essp.people.models import Person
from essp.spaces import policy as space_policy
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki import proposal_policy
from essp.wiki.guarding import owners_of_page
from essp.wiki.looking import agree, remark
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.revising import hold

LONGEST = 1000
MOST = 10


class Answer(Enum):
    """What somebody who was asked says of a proposal."""

    AGREES = "agrees"
    OBJECTS = "objects"
    PASSES = "passes"


def ask(actor: Person, proposal: Proposal, person: Person | None, why: str) -> ProposalCheck:
    """Ask a colleague who reads the page to check a proposal. Raises Refused, Invalid.

    Asked for the version that they were asked for already and did not answer, nothing changes.
    """
    page, found = hold(proposal)
    require(may_ask(actor, found, page))
    why = _clean(why, "why")
    if not why:
        raise Invalid(why=_("Say what they should look at, and why you ask them."))
    if person is None:
        raise Invalid(person=_("Give a name or a handle."))
    _check_whom(actor, person, found, page)
    row = session().get(ProposalCheck, (found.id, person.id))
    if row is not None and row.answered_at is None and row.version == found.version:
        return row
    if row is None:
        _require_few(found)
        row = ProposalCheck(proposal_id=found.id, person_id=person.id)
        session().add(row)
    row.by_id, row.at, row.version, row.why = actor.id, clock.now(), found.version, why
    row.answered_at, row.answer, row.words = None, "", ""
    session().flush()
    record(CheckAsked(actor_id=actor.id, proposal_id=found.id, person_id=person.id))
    return row


def answer(actor: Person, proposal: Proposal, said: str, words: str) -> ProposalCheck:
    """Answer what one was asked. Raises NotFound, Refused once it is closed, Invalid."""
    _page, found = hold(proposal)
    row = session().get(ProposalCheck, (found.id, actor.id), populate_existing=True)
    if row is None:
        raise NotFound
    require(proposal_policy.remark(actor, found))
    if row.answered_at is not None:
        raise Invalid(answer=_("You answered this already."))
    chosen = next((each for each in Answer if each.value == said), None)
    if chosen is None:
        raise Invalid(answer=_("Choose what you say of it."))
    words = _clean(words, "words")
    if chosen is Answer.OBJECTS and not words:
        raise Invalid(words=_("Say what is wrong, so that it can be mended."))
    if chosen is Answer.AGREES:
        agree(actor, found, text=words)
    elif words:
        remark(actor, found, text=words)
    row.answered_at, row.answer, row.words = clock.now(), chosen.value, words
    session().flush()
    record(CheckAnswered(actor_id=actor.id, proposal_id=found.id, person_id=actor.id))
    return row


def take_back(actor: Person, proposal: Proposal, person: Person) -> None:
    """Ask somebody no longer, as one who decides; what they answered stays."""
    page, found = hold(proposal)
    require(may_ask(actor, found, page))
    row = session().get(ProposalCheck, (found.id, person.id), populate_existing=True)
    if row is None or row.answered_at is not None:
        raise NotFound
    session().delete(row)
    session().flush()


def may_ask(actor: Person, proposal: Proposal, page: Page) -> Decision:
    """Whether somebody may ask others to check a proposal: who decides on it, while it is open."""
    decides = proposal_policy.decide(actor, proposal, owners_of_page(page))
    return decides if not decides else proposal_policy.remark(actor, proposal)


def checks_of(proposal: Proposal) -> Sequence[ProposalCheck]:
    """Who was asked to check a proposal, the oldest first, with who asked and what they answered."""
    return (
        session()
        .scalars(
            select(ProposalCheck)
            .join(ProposalCheck.person)
            .options(contains_eager(ProposalCheck.person), joinedload(ProposalCheck.by))
            .where(ProposalCheck.proposal_id == proposal.id)
            .order_by(ProposalCheck.at, ProposalCheck.person_id)
        )
        .all()
    )


def check_for(actor: Person, proposal: Proposal) -> ProposalCheck | None:
    """What the actor was asked of an open proposal and did not answer yet."""
    if not State(proposal.state).open:
        return None
    return session().scalar(
        select(ProposalCheck)
        .options(joinedload(ProposalCheck.by))
        .where(
            ProposalCheck.proposal_id == proposal.id,
            ProposalCheck.person_id == actor.id,
            ProposalCheck.answered_at.is_(None),
        )
    )


def _check_whom(actor: Person, person: Person, proposal: Proposal, page: Page) -> None:
    if person.id == actor.id:
        raise Invalid(person=_("Name somebody else: you decide about it yourself."))
    if person.id == proposal.author_id:
        raise Invalid(person=_("%(name)s proposed it. Name somebody else.", name=person.name))
    if not person.active:
        raise Invalid(person=_("%(name)s is not with the organisation.", name=person.name))
    space = session().get_one(Space, page.space_id)
    if not space_policy.read(person, space, standing(person, space)):
        raise Invalid(
            person=_("%(name)s cannot read this space. Name somebody who can.", name=person.name)
        )


def _require_few(proposal: Proposal) -> None:
    asked = select(func.count()).where(ProposalCheck.proposal_id == proposal.id)
    if (session().scalar(asked) or 0) >= MOST:
        raise Refused(
            _("%(most)s people were asked already. Decide with what they say.", most=MOST)
        )


def _clean(words: str, field: str) -> str:
    words = words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Invalid(**{field: _("Use at most %(limit)s characters.", limit=LONGEST)})
    return words
