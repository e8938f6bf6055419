"""The first screen after signing in: your spaces, what changed in them, and drafts to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from essp.core import clock
from essp.core.access import members
from essp.core.web import zone
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import own_spaces, readable_spaces
from essp.wiki.drafts import own_drafts
from essp.wiki.history import Filter, recent_changes
from essp.wiki.models import Revision
from essp.wiki.web.showing import Shown, shown

blueprint = Blueprint("home", __name__)
SHOWN = 40
IN_ONE = 6


@dataclass
class News:
    """What changed in one space: the latest, and how many more there are."""

    space: Space
    changes: list[Shown] = field(default_factory=list)
    more: int = 0


def by_space(revisions: Sequence[Revision]) -> list[News]:
    """Changes under their spaces; the space that changed last comes first."""
    found: dict[int, News] = {}
    for revision in revisions:
        news = found.setdefault(revision.page.space_id, News(revision.page.space))
        if len(news.changes) < IN_ONE:
            news.changes.append(shown(revision, with_space=False))
        else:
            news.more += 1
    return list(found.values())


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
        news=by_space(changes),
        everywhere=everywhere,
    )
