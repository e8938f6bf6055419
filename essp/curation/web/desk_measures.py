"""How the queues stand: of one space for its owners, of all of them for community managers."""

from __future__ import annotations

from flask import render_template, request

from essp.core.access import members, requires
from essp.core.decision import require
from essp.core.i18n import number
from essp.curation.desk_ownerless import spaces_without_anybody
from essp.curation.measures import WINDOWS, may_see, measures
from essp.curation.web.desk_frame import part_asked
from essp.curation.web.edge import blueprint
from essp.people.current import me
from essp.people.models import Role
from essp.spaces.queries import find_space, readable_spaces

SHOWN = 50
MANAGER = Role.COMMUNITY_MANAGER.value


@blueprint.get("/s/<slug>/-/curation")
@members
def space_measures(slug: str) -> str:
    """How the queue of a space stands, for its owners and for community managers who may read it."""
    space = find_space(me(), slug)
    require(may_see(me(), space))
    days = _days()
    return render_template(
        "curation/desk_measures.html", space=space, days=days, windows=WINDOWS,
        figures=measures(me(), [space], days)[space.id],
    )  # fmt: skip


@blueprint.get("/curation/measures")
@requires(MANAGER)
def all_measures() -> str:
    """How the queues of all spaces stand that the community manager can read."""
    days, part = _days(), part_asked()
    spaces = readable_spaces(me())
    shown = spaces[(part - 1) * SHOWN : part * SHOWN]
    return render_template(
        "curation/desk_measures_all.html", spaces=shown, days=days, windows=WINDOWS, part=part,
        more=part * SHOWN < len(spaces), nobody=spaces_without_anybody(me()),
        figures=measures(me(), shown, days),
    )  # fmt: skip


@blueprint.app_template_filter()
def workdays(value: float | None) -> str:
    """Working days with one digit behind the point; a dash of nothing."""
    return "—" if value is None else str(number(round(value, 1)))


@blueprint.app_template_filter()
def share_words(value: float | None) -> str:
    """A share as a whole percentage; a dash of nothing."""
    return "—" if value is None else f"{round(100 * value)}%"


def _days() -> int:
    asked = request.args.get("days", WINDOWS[0], type=int)
    return asked if asked in WINDOWS else WINDOWS[0]
