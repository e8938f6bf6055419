"""Deciding on the desk: it stays in the list that was looked at, and the next proposal comes up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.curation import verifying
from essp.curation.models import Verification
from essp.curation.verifying import Looked
from essp.curation.web.desk import desk_screen
from essp.curation.web.desk_frame import Frame, frame_of
from essp.curation.web.edge import blueprint, date_words, day_typed
from essp.people.current import me
from essp.wiki.deciding import AlreadyDecided, Overtaken
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal
from essp.wiki.web.proposals import shown
from essp.wiki.web.proposals_deciding import decided, hindered, typed_decision

AND_VERIFY = "approve_verify"


@blueprint.post("/curation/proposals/<proposal>/decide")
@members
def decide_on_desk(proposal: str) -> ResponseReturnValue:
    """Decide on a proposal, vouch for its page with it where that was asked for, and go on."""
    frame, typed = frame_of("curation_desk"), typed_decision()
    onward = _next_to(frame, proposal)
    try:
        with transaction():
            found = find_proposal(me(), proposal)
            page_uid = found.page.uid
            said = decided(found, typed)
            if request.form.get("decision") == AND_VERIFY:
                said = _verified(page_uid, found, said)
    except (Invalid, Overtaken, AlreadyDecided) as hindrance:
        more, status = hindered(find_proposal(me(), proposal), typed, hindrance)
        more["typed"] = {**more["typed"], "until": request.form.get("until", "")}
        return _again(proposal, more), status
    flash(said, "ok")
    return redirect(onward, 303)


def _verified(page_uid: str, found: Proposal, said: str) -> str:
    """Vouch for the page as it was just published; what was said, and until when."""
    row = session().get(Verification, found.page_id)
    looked = Looked(number=found.became or 0, since=row.number if row is not None else None)
    until = day_typed(request.form.get("until", ""))
    done = verifying.verify(me(), page_uid, looked, until)
    if done.kind == verifying.SEEN:
        vouched = _(
            "Ten pages within a minute: they count as seen, not as verified, and come back soon."
        )
    else:
        vouched = _("Verified until %(day)s.", day=date_words(done.until))
    return f"{said} {vouched}"


def _next_to(frame: Frame, uid: str) -> str:
    """The address of the proposal after this one, else of the one before; of the desk without any."""
    uids = [each.uid for each in frame.waiting]
    if uid not in uids or len(uids) == 1:
        return url_for(".curation_desk", **frame.asked)
    place = uids.index(uid)
    onward = uids[place + 1] if place + 1 < len(uids) else uids[place - 1]
    return url_for(".curation_desk", proposal=onward, **frame.asked)


def _again(uid: str, more: dict[str, Any]) -> str:
    """The desk with the same proposal and why nothing came of it; its own screen where it waits no
    longer."""
    frame = frame_of("curation_desk")
    if uid in {each.uid for each in frame.waiting}:
        return desk_screen(frame, uid, review=more)
    return shown(find_proposal(me(), uid), **more)
