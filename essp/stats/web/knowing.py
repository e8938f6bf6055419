"""Who might know about a question that waits: fetched when it comes into sight, since finding takes time."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import NotFound, require
from essp.core.i18n import _
from essp.discussions.queries import find_thread
from essp.expertise import finding, inviting
from essp.expertise.web.beside import suggested
from essp.expertise.web.cards import cards
from essp.people.current import me
from essp.people.queries import by_handles
from essp.stats import reading
from essp.stats.asking import SITE
from essp.stats.web.edge import blueprint

LOOKED_AT, SHOWN = 6, 3


@blueprint.get("/insight/might-know/<talk>")
@members
def might_know(talk: str) -> str:
    """Who might know about a question, with the evidence, and a button that invites them."""
    require(reading.may_see(me(), SITE))
    thread = find_thread(me(), talk)
    found = [
        each
        for each in suggested(finding.find_about(me(), thread=thread, limit=LOOKED_AT))
        if each.person.id != thread.author_id
    ]
    part = "part" in request.args
    return render_template(
        "insight/_might_know.html" if part else "insight/might_know.html", thread=thread,
        cards=cards(found[: 1 if part else SHOWN], thread.title),
        invited=inviting.invited(me(), thread),
    )  # fmt: skip


@blueprint.post("/insight/might-know/<talk>/<handle>")
@members
def invite(talk: str, handle: str) -> ResponseReturnValue:
    """Ask somebody to look at a question that waits."""
    require(reading.may_see(me(), SITE))
    person = next(iter(by_handles([handle])), None)
    if person is None:
        raise NotFound
    with transaction():
        told = inviting.invite(me(), talk, person)
    if told:
        flash(_("%(name)s is asked to look at it.", name=person.name), "ok")
    else:
        flash(_("%(name)s cannot be asked today. Ask somebody else.", name=person.name), "stop")
    return redirect(url_for(".tile", tile="unanswered"), 303)
