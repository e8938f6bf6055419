"""Who might know about a question that waits, for those who see to it that it is answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.expertise import finding, inviting
from essp.expertise.web import blueprint
from essp.expertise.web.beside import suggested
from essp.expertise.web.cards import cards
from essp.people.current import me
from essp.people.queries import by_handles

LOOKED_AT, SHOWN = 6, 3
LISTS = ("unanswered", "answer-time", "coverage")  # of insight, from which somebody is asked


@blueprint.get("/t/<talk>/might-know")
@members
def might_know(talk: str) -> str:
    """Who might know about a question, with the evidence and a button that asks them."""
    thread = inviting.find(me(), talk)
    found = [
        each
        for each in suggested(finding.find_about(me(), thread=thread, limit=LOOKED_AT))
        if each.person.id != thread.author_id
    ]
    part = "part" in request.args
    return render_template(
        "expertise/_might_know.html" if part else "expertise/might_know.html", thread=thread,
        cards=cards(found[: 1 if part else SHOWN], thread.title),
        back=request.args.get("back", "") if part else "here",
        invited=inviting.invited(thread),
    )  # fmt: skip


@blueprint.post("/t/<talk>/might-know/<handle>")
@members
def invite(talk: str, handle: str) -> ResponseReturnValue:
    """Ask somebody to look at a question that waits."""
    thread = inviting.find(me(), talk)
    person = next(iter(by_handles([handle])), None)
    if person is None:
        raise NotFound
    with transaction():
        told = inviting.invite(me(), talk, person)
    if told:
        flash(_("%(name)s is asked to look at it.", name=person.name), "ok")
    else:
        flash(_("%(name)s cannot be asked today. Ask somebody else.", name=person.name), "stop")
    back = request.form.get("back", "")
    if back == "here":
        return redirect(url_for(".might_know", talk=thread.uid), 303)
    return redirect(url_for("insight.tile", tile=back if back in LISTS else LISTS[0]), 303)
