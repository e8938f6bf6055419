"""On a question with an accepted answer: what it was good for, said by whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import Message, _
from essp.discussions.models import Thread
from essp.discussions.queries import find_thread
from essp.people.current import me
from essp.stats import telling_use
from essp.stats.web.edge import blueprint

LONGEST = 4000


def good_for(thread: Thread) -> Markup:
    """What was said of a question, and for who asked the line to say it."""
    rows = telling_use.told_of(thread)
    may = bool(telling_use.may_tell(me(), thread))
    if not rows and not may:
        return Markup()
    mine = next((each for each in rows if each.person_id == me().id), None)
    return Markup(
        render_template("insight/_good_for.html", thread=thread, rows=rows, may=may, mine=mine)
    )


@blueprint.get("/t/<talk>/good-for")
@members
def ask_good_for(talk: str) -> str:
    """Say what the accepted answer was good for."""
    thread = find_thread(me(), talk)
    require(telling_use.may_tell(me(), thread))
    rows = telling_use.told_of(thread)
    mine = next((each for each in rows if each.person_id == me().id), None)
    return _page(thread, mine.text if mine else "", str(mine.minutes or "") if mine else "")


@blueprint.post("/t/<talk>/good-for")
@members
def tell_good_for(talk: str) -> ResponseReturnValue:
    """Keep what the accepted answer was good for, or take it back with an empty line."""
    text = request.form.get("text", "")[:LONGEST]
    minutes = request.form.get("minutes", "")[:20]
    try:
        with transaction():
            thread = telling_use.tell_use(me(), talk, text, minutes)
    except Invalid as wrong:
        page = _page(find_thread(me(), talk), text, minutes, wrong.errors)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Thank you. Everybody who reads this sees it.") if text.strip() else _("Taken back."))
    return redirect(url_for("discussions.show", talk=thread.uid) + "#good-for", 303)


def _page(
    thread: Thread, text: str, minutes: str, errors: Mapping[str, Message] | None = None
) -> str:
    return render_template(
        "insight/good_for.html", thread=thread, text=text, minutes=minutes, errors=errors or {}
    )
