"""Proposals for programs: listing, reading, proposing, deciding and speaking of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from essp.api import proposal_shapes as shapes
from essp.api.operations import operation, save_key
from essp.api.telling import named, url
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.rest import Problem, Reply, cursor_of, place_of
from essp.curation import desk
from essp.curation.desk_sets import remit_of
from essp.people.current import me
from essp.wiki import deciding, proposal_policy
from essp.wiki.carrying import version_of
from essp.wiki.editing import locked
from essp.wiki.guarding import owners_of_page
from essp.wiki.looking import agree, remark, remarks_on
from essp.wiki.proposal_bundles import put_together
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.proposed import find_proposal, proposed_by
from essp.wiki.proposing import propose
from essp.wiki.queries import find_page
from essp.wiki.web.proposals import changes_of

SOURCE = "api"


@operation(
    "GET", "/proposals", shapes.Proposals, query=shapes.ProposalQuestion, problems=[400]
)  # fmt: skip
def list_proposals(query: shapes.ProposalQuestion) -> shapes.Proposals:
    """List what you proposed, the newest first, or what waits for you, what is due first."""
    place = place_of(query.cursor) if query.cursor else None
    if query.show == "mine":
        found = list(proposed_by(me(), after=place, limit=query.limit + 1))
        more = cursor_of(found[query.limit - 1].id) if len(found) > query.limit else None
    else:
        offset = place or 0
        waiting = desk.waiting_for(remit_of(me()))
        found = desk.proposals([each.id for each in waiting[offset : offset + query.limit]])
        following = offset + query.limit
        more = cursor_of(following) if following < len(waiting) else None
    return shapes.Proposals(items=_refs(found[: query.limit]), next=more)


@operation("GET", "/proposals/<proposal>", shapes.ProposalTold, problems=[404])
def read_proposal(proposal: str) -> shapes.ProposalTold:
    """Read a proposal for a page that you can read, with what it changes."""
    return _told(find_proposal(me(), proposal))


@operation(
    "POST", "/pages/<uid>/proposals", shapes.ProposalTold, body=shapes.ProposalGiven, status=201,
    problems=[403, 404], headers=["Idempotency-Key"],
)  # fmt: skip
def propose_text(uid: str, body: shapes.ProposalGiven) -> Reply:
    """Let a text for a page wait for an owner; with the same Idempotency-Key it is one proposal."""
    with transaction():
        made = propose(
            me(), locked(find_page(me(), uid)), text=body.text, based_on=body.based_on,
            reason=body.reason, save_key=save_key(), source=SOURCE,
        )  # fmt: skip
        if body.together_with:
            put_together(me(), made, [find_proposal(me(), body.together_with)])
        made_uid = made.uid
    return Reply(_told(find_proposal(me(), made_uid)), 201)


@operation(
    "POST", "/proposals/<proposal>/decide", shapes.ProposalTold,
    body=shapes.ProposalDecisionGiven, problems=[403, 404, 409],
)  # fmt: skip
def decide_proposal(proposal: str, body: shapes.ProposalDecisionGiven) -> shapes.ProposalTold:
    """Decide on a proposal as it was shown; 409 when it or its page changed, or somebody was first."""
    seen = deciding.Seen(body.version, body.revision)
    with _overtaken_is_told(), transaction():
        found = find_proposal(me(), proposal)
        if body.also:
            _decide_all(found, seen, body)
        elif body.decision == "approve":
            taken = deciding.Taken(
                hunks=body.hunks, parts=body.parts or {}, text=body.text, rest_back=body.rest_back
            )  # fmt: skip
            deciding.approve(me(), found, seen, taken=taken, reason=body.reason)
        elif body.decision == "send_back":
            deciding.send_back(me(), found, seen, reason=body.reason)
        else:
            deciding.decline(me(), found, seen, reason=body.reason)
    return _told(find_proposal(me(), proposal))


@operation(
    "POST", "/proposals/<proposal>/remarks", shapes.ProposalTold, body=shapes.RemarkGiven,
    problems=[403, 404],
)  # fmt: skip
def remark_on_proposal(proposal: str, body: shapes.RemarkGiven) -> shapes.ProposalTold:
    """Say something about a proposal, or that you checked it."""
    with transaction():
        found = find_proposal(me(), proposal)
        if body.agrees:
            agree(me(), found, text=body.text)
        else:
            remark(me(), found, text=body.text)
    return _told(find_proposal(me(), proposal))


def _decide_all(first: Proposal, seen: deciding.Seen, body: shapes.ProposalDecisionGiven) -> None:
    """Approve whole, or decline, a proposal and those that travel with it."""
    if body.decision == "send_back" or body.hunks is not None or body.text or body.parts:
        raise Invalid(also=_("Together they are approved as they are, or declined."))
    others = [
        (find_proposal(me(), each.proposal), deciding.Seen(each.version, each.revision))
        for each in body.also
    ]
    decide = deciding.approve if body.decision == "approve" else deciding.decline
    deciding.together([(first, seen), *others], partial(decide, me(), reason=body.reason))


@contextmanager
def _overtaken_is_told() -> Iterator[None]:
    try:
        yield
    except deciding.Overtaken:
        raise Problem(409, _("It changed after you read it. Read it again, then decide.")) from None
    except deciding.AlreadyDecided as decided:
        raise Problem(
            409, _("It is decided or withdrawn already: %(state)s.", state=decided.proposal.state)
        ) from None


def _refs(found: Iterable[Proposal]) -> list[shapes.ProposalRef]:
    return [shapes.ProposalRef(**_fields(each)) for each in found]


def _fields(found: Proposal) -> dict[str, Any]:
    page = found.page
    return {
        "proposal": found.uid,
        "page": page.uid,
        "title": page.title,
        "space": page.space.slug,
        "author": named(found.author),
        "state": found.state,
        "stuck": found.stuck,
        "at": found.at,
        "reason": found.reason,
        "words_added": found.words_added,
        "words_removed": found.words_removed,
        "bundle": found.bundle,
        "url": url(f"/proposals/{found.uid}"),
    }


def _told(found: Proposal) -> shapes.ProposalTold:
    owners, hunks = owners_of_page(found.page), changes_of(me(), found)
    may = proposal_policy.decide(me(), found, owners)
    return shapes.ProposalTold(
        **_fields(found),
        version=found.version,
        revision=found.page.revision_number,
        based_on=found.based_on,
        text=version_of(found).text,
        hunks=[
            shapes.HunkTold(
                number=each.number, line=each.line, heading=each.heading, before=each.old,
                after=each.new,
                parts=[
                    shapes.PartTold(number=part.number, before=part.old, after=part.new)
                    for part in each.parts
                ],
            )
            for each in hunks
        ] if hunks is not None else None,
        owners=[named(each) for each in owners.deciding],
        may_decide=bool(may) and State(found.state).open,
        decided_by=named(found.decided_by) if found.decided_by else None,
        decided_at=found.decided_at,
        decision=found.decision,
        became=found.became,
        remarks=[
            shapes.RemarkTold(
                kind=each.kind, by=named(each.by), at=each.at, version=each.version, text=each.text
            )
            for each in remarks_on(found)
        ],
    )  # fmt: skip
