"""What is said of posts and threads with one press: answers, reactions, outcomes."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import _
from essp.discussions import policy
from essp.discussions.answering import accept, take_back
from essp.discussions.closing import close_as_duplicate, close_thread, outcomes, reopen_thread
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Outcome, Thread
from essp.discussions.queries import Overtaken, find_thread, standing_in
from essp.discussions.reacting import confirm, react
from essp.discussions.web.edge import blueprint, outcome_word, path_of, uid_in
from essp.discussions.web.threads import place_of
from essp.people.current import me


@blueprint.post("/posts/<said>/accept")
@members
def accept_answer(said: str) -> ResponseReturnValue:
    """Accept a post as an answer, or with `stop` no longer."""
    revision = request.form.get("revision", "")
    try:
        with transaction():
            if request.form.get("stop"):
                take_back(me(), said)
            else:
                known = int(revision) if revision.isdecimal() and len(revision) < 9 else None
                accept(me(), said, known)
    except Overtaken as overtaken:
        flash(str(overtaken.reason), "stop")
    return redirect(place_of(said), 303)


@blueprint.post("/posts/<said>/react")
@members
def reacted(said: str) -> ResponseReturnValue:
    """Say something of a post: `meaning` with `on`, or with `off` no longer."""
    meaning, on = request.form.get("on"), True
    if meaning is None:
        meaning, on = request.form.get("off", ""), False
    if meaning not in {each.value for each in Meaning}:
        abort(400)
    with transaction():
        react(me(), said, Meaning(meaning), on=on)
    return redirect(place_of(said), 303)


@blueprint.post("/t/<talk>/confirm")
@members
def confirmed(talk: str) -> ResponseReturnValue:
    """Say that one has read and understood an announcement."""
    with transaction():
        thread = confirm(me(), talk)
    flash(_("Noted: you have read and understood this."), "ok")
    return redirect(path_of(thread), 303)


@blueprint.get("/t/<talk>/close")
@members
def ask_close(talk: str) -> str:
    """Choose how a thread ended."""
    thread = find_thread(me(), talk)
    require(policy.close(me(), thread, standing_in(me(), thread)))
    return _close_page(thread, request.args.get("outcome", "")[:20])


@blueprint.post("/t/<talk>/close")
@members
def close(talk: str) -> ResponseReturnValue:
    """Close a thread with an outcome, or because another one asks the same."""
    chosen, reason = request.form.get("outcome", ""), request.form.get("reason", "")
    other = request.form.get("other", "") or request.form.get("proposed", "")
    try:
        with transaction():
            if chosen == Outcome.DUPLICATE.value:
                thread = close_as_duplicate(me(), talk, uid_in(other))
            else:
                thread = close_thread(me(), talk, _outcome(chosen), reason=reason)
    except NotFound:
        find_thread(me(), talk)
        errors = {"other": _("There is no such conversation. Copy its address from the browser.")}
        return _close_page(find_thread(me(), talk), chosen, reason, other, errors), 422
    except Invalid as invalid:
        return _close_page(find_thread(me(), talk), chosen, reason, other, invalid.errors), 422
    except Overtaken as overtaken:
        flash(str(overtaken.reason), "info")
        return redirect(path_of(find_thread(me(), talk)), 303)
    flash(_("The conversation is closed. It can be opened again."), "ok")
    return redirect(path_of(thread), 303)


@blueprint.post("/t/<talk>/reopen")
@members
def reopen(talk: str) -> ResponseReturnValue:
    """Open a closed thread again."""
    with transaction():
        thread = reopen_thread(me(), talk)
    flash(_("The conversation is open again."), "ok")
    return redirect(path_of(thread), 303)


def _outcome(text: str) -> Outcome:
    try:
        return Outcome(text)
    except ValueError:
        raise Invalid(outcome=_("Choose how it ended.")) from None


def _close_page(
    thread: Thread, chosen: str = "", reason: str = "", other: str = "", errors: object = None
) -> str:
    known = {
        Outcome.ANSWERED: _("An accepted answer settles it."),
        Outcome.DECIDED: _("What was discussed is decided. Say what, below."),
        Outcome.DROPPED: _("It is no longer needed, or nothing came of it."),
        Outcome.RESOLVED: _("What the comment asked for is done."),
        Outcome.DUPLICATE: _("Another conversation is about the same. Both are linked."),
    }
    offered = [*outcomes(thread), Outcome.DUPLICATE]
    if not thread.accepted:
        offered = [each for each in offered if each is not Outcome.ANSWERED]
    return render_template(
        "discussions/close.html",
        thread=thread,
        space=thread.space,
        options=[(each.value, outcome_word(each.value).label, known[each]) for each in offered],
        chosen=chosen or offered[0].value,
        reason=reason,
        other=other,
        errors=errors or {},
        unanswered=Outcome.ANSWERED in outcomes(thread) and not thread.accepted,
    )
