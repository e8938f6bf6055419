"""The first screen after signing in: your spaces, what changed in them, and drafts to go on with."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.web import zone
from essp.people.current import me
from essp.spaces.queries import own_spaces, readable_spaces
from essp.wiki.drafts import own_drafts
from essp.wiki.history import Filter, recent_changes
from essp.wiki.web.changes import by_day

blueprint = Blueprint("home", __name__)
SHOWN = 30


@blueprint.get("/")
@members
def index() -> ResponseReturnValue:
    """Recent changes in your spaces, or everywhere; your spaces; your drafts."""
    spaces = own_spaces(me())
    everywhere = "everywhere" in request.args or not spaces
    own = None if everywhere else [space.id for space in spaces]
    changes = recent_changes(me(), Filter(without_minor=True), spaces=own, limit=SHOWN)
    return render_template(
        "home/index.html",
        today=clock.now().astimezone(zone()),
        spaces=spaces,
        other_spaces=[each for each in readable_spaces(me()) if each not in spaces][:8],
        drafts=own_drafts(me())[:5],
        days=by_day(changes),
        everywhere=everywhere,
    )
