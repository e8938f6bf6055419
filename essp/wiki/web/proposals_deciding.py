"""Deciding on proposals in the browser: the form under what they change, and what came in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.people.current import me
from essp.wiki.carrying import version_of
from essp.wiki.comparing import COMPARABLE, changed_characters
from essp.wiki.deciding import (
    AlreadyDecided,
    Overtaken,
    Seen,
    Taken,
    approve,
    decline,
    send_back,
)
from essp.wiki.hunks import Hunk, hunks_of
from essp.wiki.looking import look_away
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposed import find_proposal
from essp.wiki.texts import text_of
from essp.wiki.web import blueprint
from essp.wiki.web.proposals import shown
from essp.wiki.web.typed import number_in

MOST_HUNKS = 2_000


@dataclass(frozen=True)
class Typed:
    """What was chosen for each place, and said about the whole."""

    seen: Seen
    taken: set[int]
    words: dict[int, str]
    parts: dict[int, set[int]]
    reason: str
    rest_back: bool
    whole: bool
    fields: dict[str, object] = field(default_factory=dict)


@blueprint.post("/proposals/<proposal>/decide")
@members
def decide_proposal(proposal: str) -> ResponseReturnValue:
    """Approve what was chosen of it, send it back, or decline it."""
    typed = typed_decision()
    try:
        with transaction():
            said = decided(find_proposal(me(), proposal), typed)
    except (Invalid, Overtaken, AlreadyDecided) as hindrance:
        return _not_decided(proposal, typed, hindrance)
    flash(said, "ok")
    return redirect(url_for(".proposal", proposal=proposal), 303)


def decided(found: Proposal, typed: Typed) -> str:
    """Do what the pressed button says, in the present transaction; a sentence about it."""
    said = _done(found, typed)
    look_away(me(), found)
    return said


def _done(found: Proposal, typed: Typed) -> str:
    pressed, name = request.form.get("decision"), found.author.name
    if pressed == "send_back":
        send_back(me(), found, typed.seen, reason=typed.reason)
        return _("You sent it back. %(name)s hears why.", name=name)
    if pressed == "decline":
        decline(me(), found, typed.seen, reason=typed.reason)
        return _("You declined it. %(name)s hears why.", name=name)
    taken = Taken(
        hunks=None if typed.whole else typed.taken,
        words=_amended(found, typed),
        parts=typed.parts,
        rest_back=typed.rest_back,
    )
    done = approve(me(), found, typed.seen, taken=taken, reason=typed.reason)
    if done.amended:
        return _("It is published. You and %(name)s are both named.", name=name)
    return _("It is published, under the name of %(name)s.", name=name)


def _amended(found: Proposal, typed: Typed) -> dict[int, str]:
    """The places whose words were changed: the others come back just as they were shown."""
    shown_as = {
        hunk.number: hunk.new for hunk in hunks_of(text_of(found.page), version_of(found).text)
    }
    return {place: words for place, words in typed.words.items() if words != shown_as.get(place)}


def typed_decision() -> Typed:
    """What the form under a proposal says."""
    sent = request.form
    places = [int(each) for each in sent.getlist("place")[:MOST_HUNKS] if each.isdecimal()]
    words = {
        place: sent[f"words-{place}"].replace("\r\n", "\n")
        for place in places
        if f"words-{place}" in sent
    }
    taken = {place for place in places if sent.get(f"choice-{place}") != "leave"}
    parts = {place: _ticked(place) for place in places if f"parts-{place}" in sent}
    reason = sent.get("reason", "")
    return Typed(
        seen=Seen(number_in("version") or 0, number_in("number") or 0),
        taken=taken,
        words=words,
        parts=parts,
        reason=reason,
        rest_back=sent.get("rest") == "back",
        whole=len(taken) == len(places),
        fields={
            "reason": reason,
            "rest": sent.get("rest", ""),
            "left": [place for place in places if place not in taken],
            "words": words,
            "parts": parts,
        },
    )


def _ticked(place: int) -> set[int]:
    """The runs of words of a place that are to be taken."""
    sent = request.form.getlist(f"part-{place}")[:MOST_HUNKS]
    return {int(each) for each in sent if each.isdecimal() and len(each) < 6}


def _not_decided(
    uid: str, typed: Typed, hindrance: Invalid | Overtaken | AlreadyDecided
) -> ResponseReturnValue:
    """The proposal as it is now, with what was typed and why nothing came of it."""
    found = find_proposal(me(), uid)
    more, status = hindered(found, typed, hindrance)
    return shown(found, **more), status


def hindered(
    found: Proposal, typed: Typed, hindrance: Invalid | Overtaken | AlreadyDecided
) -> tuple[dict[str, Any], int]:
    """What the screen of a proposal says of a decision that was not taken, and its status."""
    if isinstance(hindrance, Invalid):
        return {"typed": typed.fields, "errors": hindrance.errors}, 422
    more = {
        "typed": {"reason": typed.reason, "rest": typed.fields["rest"]},
        "lost": _lost(found, typed),
    }
    if isinstance(hindrance, AlreadyDecided):
        return more | {"decided_meanwhile": True}, 409
    return more | {"overtaken": hindrance, "since": _since(hindrance)}, 409


def _lost(found: Proposal, typed: Typed) -> list[str]:
    """The owner's own words, which are not in the proposal as it was shown."""
    if not 1 <= typed.seen.version <= found.version:
        return []
    text = version_of(found, typed.seen.version).text
    return [words for words in typed.words.values() if words not in text]


def _since(hindrance: Overtaken) -> Sequence[Hunk]:
    """What changed in the proposal since it was shown; nothing where that is too much."""
    proposal, seen = hindrance.proposal, hindrance.seen
    if not 1 <= seen.version < proposal.version:
        return ()
    before, after = version_of(proposal, seen.version).text, version_of(proposal).text
    if changed_characters(before, after) > COMPARABLE:
        return ()
    return hunks_of(before, after)
