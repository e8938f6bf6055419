"""Writing a proposal in the browser: for any page that one reads, and changing one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _
from essp.core.ids import clean_line, new_uid
from essp.core.text.merge import merge, resolve
from essp.people.current import me
from essp.wiki import policy
from essp.wiki import proposal_policy as proposals
from essp.wiki.carrying import version_of
from essp.wiki.editing import locked
from essp.wiki.guarding import owners_of_page
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal, open_for
from essp.wiki.proposing import propose
from essp.wiki.queries import find_page
from essp.wiki.revising import revise
from essp.wiki.texts import kept_text, text_of
from essp.wiki.web import blueprint
from essp.wiki.web.typed import number_in


@dataclass(frozen=True)
class Written:
    """What stands in the form: a text, the revision it started from, why, and a key of the save."""

    text: str
    based_on: int
    reason: str = ""
    save_key: str = ""


@blueprint.get("/p/<uid>/propose")
@members
def propose_form(uid: str) -> ResponseReturnValue:
    """The form for a proposal: on any page that the reader may read."""
    page = find_page(me(), uid)
    require(policy.edit(me(), page))
    written = Written(text_of(page), page.revision_number, save_key=new_uid())
    return _form(page, written)


@blueprint.post("/p/<uid>/propose")
@members
def propose_text(uid: str) -> ResponseReturnValue:
    """Let a text wait for an owner, whatever the reader could do without one."""
    written = _written()
    try:
        with transaction():
            page = locked(find_page(me(), uid))
            made = propose(
                me(), page, text=written.text, based_on=written.based_on, reason=written.reason,
                save_key=written.save_key or None,
            )  # fmt: skip
            where = url_for(".proposal", proposal=made.uid)
            added = made.version > 1
    except Invalid as invalid:
        return _form(find_page(me(), uid), written, errors=invalid.errors), 422
    if added:
        flash(_("It is added to your proposal, which waits for an owner of the page."), "ok")
    else:
        flash(_("Your proposal waits for an owner of the page."), "ok")
    return redirect(where, 303)


@blueprint.get("/proposals/<proposal>/change")
@members
def change_proposal(proposal: str) -> ResponseReturnValue:
    """The form in which its author changes a proposal."""
    found = find_proposal(me(), proposal)
    require(proposals.change(me(), found))
    return _form(found.page, _begun(found), found)


@blueprint.post("/proposals/<proposal>/change")
@members
def save_proposal(proposal: str) -> ResponseReturnValue:
    """Let the changed proposal wait, again or still."""
    written = _written()
    try:
        with transaction():
            revise(
                me(), find_proposal(me(), proposal), text=written.text, based_on=written.based_on,
                version=number_in("version") or 0, reason=written.reason,
            )  # fmt: skip
    except Invalid as invalid:
        found = find_proposal(me(), proposal)
        return _form(found.page, written, found, invalid.errors), 422
    flash(_("Your proposal is changed, and waits for an owner."), "ok")
    return redirect(url_for(".proposal", proposal=proposal), 303)


def _begun(proposal: Proposal) -> Written:
    """What there is to change; of a stuck one all that merges, with its author's words where none does."""
    text, page = version_of(proposal).text, proposal.page
    if not proposal.stuck:
        return Written(text, proposal.based_on, proposal.reason)
    merged = merge(kept_text(page, proposal.based_on), text, text_of(page))
    whole = resolve(merged.chunks, ["mine"] * len(merged.conflicts))
    return Written(whole, page.revision_number, proposal.reason)


def _written() -> Written:
    sent = request.form
    return Written(
        text=sent.get("text", "").replace("\r\n", "\n"),
        based_on=number_in("based_on") or 0,
        reason=sent.get("reason", ""),
        save_key=clean_line(sent.get("save_key", ""))[:40],
    )


def _form(
    page: Page,
    written: Written,
    proposal: Proposal | None = None,
    errors: Mapping[str, Message] | None = None,
) -> str:
    mine = [each for each in open_for(me(), page) if each.author_id == me().id]
    return render_template(
        "wiki/proposal_write.html",
        page=page,
        space=page.space,
        written=written,
        proposal=proposal,
        version=number_in("version") or (proposal.version if proposal else 0),
        stuck=proposal is not None and proposal.stuck,
        now=text_of(page) if proposal is not None and proposal.stuck else "",
        owners=owners_of_page(page).deciding,
        waiting=[] if proposal is not None else mine,
        errors=errors or {},
    )
