"""Proposals that travel together, in the browser: put together by their author, decided on as one."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import Message, _, ngettext
from essp.people.current import me
from essp.wiki.deciding import AlreadyDecided, Overtaken, Seen, approve, decline, together
from essp.wiki.looking import look_away
from essp.wiki.proposal_bundles import put_together, travel_alone
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal
from essp.wiki.web import blueprint
from essp.wiki.web.proposals import shown
from essp.wiki.web.typed import number_in

MOST = 50


@blueprint.post("/proposals/<proposal>/together")
@members
def decide_together(proposal: str) -> ResponseReturnValue:
    """Approve or decline several proposals that travel together: all as they were shown, or none."""
    try:
        with transaction():
            chosen = [
                (find_proposal(me(), each), _seen_of(each))
                for each in [proposal, *request.form.getlist("with")][:MOST]
            ]
            said = _decided(chosen)
            for each, _seen in chosen:
                look_away(me(), each)
    except (Invalid, Overtaken, AlreadyDecided) as hindrance:
        return _not_decided(proposal, hindrance)
    flash(said, "ok")
    return redirect(url_for(".proposal", proposal=proposal), 303)


@blueprint.post("/proposals/<proposal>/travel")
@members
def let_travel(proposal: str) -> ResponseReturnValue:
    """Let one's own proposals travel with this one, or this one alone."""
    try:
        with transaction():
            found = find_proposal(me(), proposal)
            if "alone" in request.form:
                travel_alone(me(), found)
            else:
                others = request.form.getlist("others")[:MOST]
                put_together(me(), found, [find_proposal(me(), each) for each in others])
    except Invalid as invalid:
        return shown(find_proposal(me(), proposal), errors=invalid.errors), 422
    flash(
        _("It travels alone again.")
        if "alone" in request.form
        else _("They travel together: their owner can decide on them as one."),
        "ok",
    )
    return redirect(url_for(".proposal", proposal=proposal), 303)


def _decided(chosen: list[tuple[Proposal, Seen]]) -> str:
    reason, number = request.form.get("reason", ""), len(chosen)
    if request.form.get("decision") == "decline":
        together(chosen, partial(decline, me(), reason=reason))
        return ngettext("%(num)s proposal is declined.", "%(num)s proposals are declined.", number)
    together(chosen, partial(approve, me(), reason=reason))
    return ngettext("%(num)s proposal is approved.", "%(num)s proposals are approved.", number)


def _seen_of(uid: str) -> Seen:
    return Seen(number_in(f"version-{uid}") or 0, number_in(f"number-{uid}") or 0)


def _not_decided(uid: str, hindrance: Invalid | Overtaken | AlreadyDecided) -> ResponseReturnValue:
    """The proposal as it is now, with what was chosen, said, and why nothing came of it."""
    sent = request.form
    fields = {"together": sent.get("reason", ""), "with": sent.getlist("with")}
    errors, status = _faults(hindrance), 422 if isinstance(hindrance, Invalid) else 409
    return shown(find_proposal(me(), uid), fields, errors), status


def _faults(hindrance: Invalid | Overtaken | AlreadyDecided) -> dict[str, Message]:
    if isinstance(hindrance, Invalid):
        fault = next(iter(hindrance.errors.values()))
        return {"together" if "reason" in hindrance.errors else "bundle": fault}
    title = find_proposal(me(), hindrance.proposal.uid).page.title
    if isinstance(hindrance, AlreadyDecided):
        return {"bundle": _("Nothing was decided: “%(title)s” was decided meanwhile.", title=title)}
    return {
        "bundle": _(
            "Nothing was decided: “%(title)s” changed after you opened this. Look at it, then decide.",
            title=title,
        )
    }
