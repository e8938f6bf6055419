"""What waits past the promise, released by two who know: beside the proposal, and its button."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import session, transaction
from essp.core.i18n import _
from essp.curation import releasing
from essp.curation.desk_promises import runs_out
from essp.curation.knowing import evidence_of
from essp.curation.loans import promise_of
from essp.curation.web.edge import blueprint
from essp.people.current import me
from essp.people.models import Person
from essp.wiki.deciding import AlreadyDecided, Overtaken, Seen
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.proposed import find_proposal


def beside_proposal(proposal: Proposal, page: Page) -> str:
    """Until when the owners promised to decide, and after that who may release it."""
    if proposal.state != State.WAITING.value or proposal.stuck:
        return ""
    late = releasing.overdue(proposal, page)
    said = releasing.released_by(proposal, page) if late else []
    days = int(promise_of(page.space_id, page.lineage))
    html = render_template(
        "curation/_release.html",
        proposal=proposal,
        page=page,
        late=late,
        due=runs_out(proposal.at, days),
        people=[session().get_one(Person, each) for each in said],
        needed=releasing.NEEDED,
        evidence=evidence_of(me(), page) if late else None,
        may=releasing.may_release(me(), proposal, page) if late else None,
    )
    return Markup(html)  # noqa: S704 - drawn from a template


@blueprint.post("/proposals/<proposal>/release")
@members
def release(proposal: str) -> ResponseReturnValue:
    """Say that it may be published as it was shown; the second who says so publishes it."""
    try:
        with transaction():
            found = find_proposal(me(), proposal)
            done = releasing.release(me(), found, _seen())
    except Overtaken:
        flash(_("It changed after you opened it. Look at it as it is now, then decide."), "due")
    except AlreadyDecided:
        flash(_("Somebody decided meanwhile. Nothing of yours was done."), "due")
    else:
        flash(_told(published=done.approved is not None), "ok")
    return redirect(url_for("wiki.proposal", proposal=proposal), 303)


def _told(*, published: bool) -> str:
    if published:
        return _("It is published: two people who know the topic stand behind it.")
    return _("Your word is kept. One more person who knows the topic publishes it.")


def _seen() -> Seen:
    form = request.form
    return Seen(form.get("version", 0, type=int), form.get("number", 0, type=int))
