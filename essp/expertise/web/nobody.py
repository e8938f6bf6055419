"""Nobody has shown what was looked for: said honestly, counted, and with the next best steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.ids import clean_line
from essp.expertise import demand, wishing
from essp.expertise.demand import Demand
from essp.expertise.reasons import kept, shown
from essp.expertise.shapes import Answer, Line
from essp.expertise.web import blueprint
from essp.expertise.web.asking import Suggested, places_for
from essp.people.current import me
from essp.spaces.models import Space

LONGEST = 400
CHOSEN, CLOSE = 2, 3


@dataclass(frozen=True)
class Nobody:
    """What stands where nobody was found: who else looked, who works close to it, where it can be asked,
    whether the reader waits to hear of it."""

    demand: Demand
    close: list[Suggested]
    places: list[tuple[Space, bool]]
    wished: bool


@blueprint.app_template_global("nobody_of")
def nobody_of(answer: Answer) -> Nobody:
    """Note that nobody had shown it, and gather what can be done about it."""
    asked = clean_line(answer.asked)[:LONGEST]
    if not answer.degraded and not answer.people_named:
        with transaction():
            demand.note(me(), asked, [each.id for each in answer.topics])
    close = answer.people[:CLOSE] if answer.close else demand.close_to(me(), answer)
    return Nobody(
        demand.of(me(), asked),
        [
            Suggested(each.person, _why(each.lines[:1]), place < CHOSEN)
            for place, each in enumerate(close)
        ],
        places_for(None),
        wishing.own_wish(me(), asked) is not None,
    )


@blueprint.post("/who-knows/wish")
@members
def wish() -> ResponseReturnValue:
    """Hear when somebody writes about it, or with `no` no longer; `own` says that the list of all is open."""
    asked = clean_line(request.form.get("q", ""))[:LONGEST]
    try:
        with transaction():
            if "no" in request.form:
                wishing.take_back(me(), asked)
                flash(_("You hear of it no longer."), "ok")
            else:
                wishing.wish(me(), asked)
                flash(_("Noted. You hear once, when somebody writes about it."), "ok")
    except Invalid as invalid:
        flash(str(next(iter(invalid.errors.values()))), "info")
    if "own" in request.form:
        return redirect(url_for(".own", _anchor="wishes"), 303)
    return redirect(url_for(".results", q=asked or None), 303)


def _why(lines: Sequence[Line]) -> str:
    said = shown(me(), kept(lines))
    return said[0].plain if said else ""
