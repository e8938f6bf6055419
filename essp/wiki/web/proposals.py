"""Proposals in the browser: one's own, and one with what it changes, who says what, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.owning import Owners
from essp.wiki import proposal_policy as policy
from essp.wiki.carrying import version_of
from essp.wiki.comparing import COMPARABLE, changed_characters
from essp.wiki.guarding import owners_of_page
from essp.wiki.hiding import text_for
from essp.wiki.hunks import Hunk, hunks_of
from essp.wiki.lapsing import remind_owners, remindable_from
from essp.wiki.looking import (
    AGREES,
    agree,
    look,
    needs_look,
    others_looking,
    remark,
    remarks_on,
)
from essp.wiki.models import Page
from essp.wiki.proposal_bundles import could_travel
from essp.wiki.proposal_looking import tell_soon
from essp.wiki.proposal_models import Proposal, ProposalRemark, ProposalVersion, State
from essp.wiki.proposed import (
    PER_PAGE,
    bundled_with,
    find_proposal,
    proposed_by,
    versions_of,
)
from essp.wiki.revising import bring_back, withdraw
from essp.wiki.texts import Withheld
from essp.wiki.web import blueprint

Errors = Mapping[str, Message]


@blueprint.get("/proposals")
@members
def proposals() -> ResponseReturnValue:
    """What the reader proposed: where each stands, and with whom."""
    after = request.args.get("before", "")
    last = int(after) if after.isdecimal() and len(after) < 10 else None
    found = proposed_by(me(), after=last, limit=PER_PAGE + 1)
    owners = {each.page_id: owners_of_page(each.page) for each in found if _is_open(each)}
    return render_template(
        "wiki/proposals.html",
        rows=found[:PER_PAGE],
        owners=owners,
        states=state_words(),
        first=last is None,
        older=url_for(".proposals", before=found[PER_PAGE - 1].id)
        if len(found) > PER_PAGE
        else None,
    )


@blueprint.get("/proposals/<proposal>")
@members
def proposal(proposal: str) -> ResponseReturnValue:
    """One proposal, with what it changes and what the reader can do about it."""
    found = find_proposal(me(), proposal)
    if policy.decide(me(), found, owners_of_page(found.page)) and needs_look(me(), found):
        with transaction():
            look(me(), found)
        tell_soon(found.id)
        found = find_proposal(me(), proposal)
    asked = request.args.get("version", "")
    if asked.isdecimal() and len(asked) < 10 and 0 < int(asked) < found.version:
        return _earlier(found, version_of(found, int(asked)))
    return shown(found)


@blueprint.post("/proposals/<proposal>/remarks")
@members
def remark_on_proposal(proposal: str) -> ResponseReturnValue:
    """Say something about it, or that one checked it."""
    words = request.form.get("text", "")
    try:
        with transaction():
            found = find_proposal(me(), proposal)
            if "agree" in request.form:
                agree(me(), found, text=words)
            else:
                remark(me(), found, text=words)
    except Invalid as invalid:
        errors = {"remark": invalid.errors["reason"]} if words.strip() else {"remark": _nothing()}
        return shown(find_proposal(me(), proposal), {"remark": words}, errors), 422
    return redirect(url_for(".proposal", proposal=proposal) + "#remarks", 303)


@blueprint.post("/proposals/<proposal>/remind")
@members
def remind_of_proposal(proposal: str) -> ResponseReturnValue:
    """Remind those who decide that one's own proposal waits."""
    try:
        with transaction():
            remind_owners(me(), find_proposal(me(), proposal))
    except Invalid as invalid:
        return shown(find_proposal(me(), proposal), errors=invalid.errors), 422
    flash(_("Its owners are reminded."), "ok")
    return redirect(url_for(".proposal", proposal=proposal), 303)


@blueprint.post("/proposals/<proposal>/withdraw")
@members
def withdraw_proposal(proposal: str) -> ResponseReturnValue:
    """Take one's own proposal back."""
    with transaction():
        withdraw(me(), find_proposal(me(), proposal))
    flash(_("You took your proposal back. Its text is kept here, for you to bring back."), "ok")
    return redirect(url_for(".proposal", proposal=proposal), 303)


@blueprint.post("/proposals/<proposal>/bring-back")
@members
def bring_proposal_back(proposal: str) -> ResponseReturnValue:
    """Let one's own proposal wait again."""
    with transaction():
        bring_back(me(), find_proposal(me(), proposal))
    flash(_("Your proposal waits for an owner again."), "ok")
    return redirect(url_for(".proposal", proposal=proposal), 303)


def shown(
    found: Proposal,
    typed: Mapping[str, Any] | None = None,
    errors: Errors | None = None,
    **more: Any,
) -> str:
    """The screen of a proposal, with what was typed and what is wrong with it."""
    review = review_of(me(), found) | {"typed": typed or {}, "errors": errors or {}} | more
    return render_template("wiki/proposal.html", review=review, states=state_words())


def review_of(actor: Person, proposal: Proposal) -> dict[str, Any]:
    """All that `wiki/_proposal_review.html` shows as `review`, for somebody who can read the page.

    `hunks` is None where too much changed to show, or where the version it starts from is hidden.
    """
    owners = owners_of_page(proposal.page)
    remarks = remarks_on(proposal)
    decides = policy.decide(actor, proposal, owners)
    return {
        "proposal": proposal,
        "page": proposal.page,
        "hunks": changes_of(actor, proposal),
        "owners": owners.deciding,
        "decides": bool(decides) and _is_open(proposal),
        "why_not": decides.reason,
        "publishes": policy.publish(proposal.page, proposal),
        "mine": actor.id == proposal.author_id,
        "open": _is_open(proposal),
        "remarks": remarks,
        "texts": [each for each in versions_of(proposal) if not each.carried],
        "checked": _checked(proposal, remarks),
        "may_agree": policy.agree(actor, proposal),
        "remind_from": remindable_from(proposal) if policy.remind(actor, proposal) else None,
        "now": clock.now(),
        "may_return": policy.bring_back(actor, proposal),
        "looking": others_looking(actor, proposal) if decides else (),
        "bundle": _bundle(actor, proposal, owners),
        "could_travel": could_travel(actor, proposal),
        "state": state_words()[proposal.state],
        "typed": {},
        "errors": {},
    }


def _earlier(found: Proposal, version: ProposalVersion) -> str:
    """An earlier text of a proposal, as a change of the revision that it started from."""
    return render_template(
        "wiki/proposal_version.html",
        proposal=found,
        page=found.page,
        version=version,
        hunks=_between(me(), found.page, version),
    )


def changes_of(actor: Person, proposal: Proposal) -> Sequence[Hunk] | None:
    """What a proposal changes: on the page as it is, or as it was when it became a part of it."""
    number = proposal.based_on
    if _is_open(proposal) and not proposal.stuck:
        number = proposal.page.revision_number
    return _between(actor, proposal.page, version_of(proposal), number)


def _between(
    actor: Person, page: Page, version: ProposalVersion, number: int | None = None
) -> Sequence[Hunk] | None:
    try:
        before = text_for(actor, page, number or version.based_on)
    except Withheld:
        return None
    after = version.text
    if changed_characters(before, after) > COMPARABLE:
        return None
    return hunks_of(before, after)


def state_words() -> Mapping[str, tuple[str, str]]:
    """For each state its words and the icon that goes with them."""
    return {
        State.WAITING.value: (_("Waits for an owner"), "hourglass"),
        State.SENT_BACK.value: (_("Sent back"), "undo-2"),
        State.APPROVED.value: (_("Approved"), "check"),
        State.PARTLY.value: (_("Approved in part"), "check"),
        State.DECLINED.value: (_("Declined"), "x"),
        State.WITHDRAWN.value: (_("Withdrawn"), "x"),
        State.LAPSED.value: (_("Closed"), "archive"),
    }


def _checked(proposal: Proposal, remarks: Sequence[ProposalRemark]) -> list[tuple[Person, bool]]:
    """Who checked it, each once, and whether what they checked is what it says now."""
    agreed = {each.by_id: each for each in remarks if each.kind == AGREES}
    written = next((v.number for v in versions_of(proposal) if not v.carried), 1)
    return [(each.by, each.version >= written) for each in agreed.values()]


class Travelling(NamedTuple):
    """What travels with a proposal: whether it is open, the reader decides on it, and it can be approved."""

    proposal: Proposal
    state: str
    open: bool
    decides: bool
    publishes: bool


def _bundle(actor: Person, proposal: Proposal, owners: Owners) -> Sequence[Travelling]:
    """What travels with it, and what the actor can do with each."""
    known = {proposal.page_id: owners}
    return [
        Travelling(
            each,
            state_words()[each.state][0],
            _is_open(each),
            _is_open(each)
            and bool(
                policy.decide(
                    actor, each, known.setdefault(each.page_id, owners_of_page(each.page))
                )
            ),
            _is_open(each) and bool(policy.publish(each.page, each)),
        )
        for each in bundled_with(actor, proposal)
    ]


def _is_open(proposal: Proposal) -> bool:
    return State(proposal.state).open


def _nothing() -> str:
    return _("Write something first.")
