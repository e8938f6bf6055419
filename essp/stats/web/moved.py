"""How moving goes: what of each source is read and edited here, and what could be put away."""

from __future__ import annotations

from flask import render_template

from essp.core import clock
from essp.core.access import members
from essp.core.web import zone
from essp.people.current import me
from essp.stats import reading
from essp.stats.asking import DAY, SITE, day_of
from essp.stats.moving import MOST, silent, sources
from essp.stats.recording import mode
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked

FIGURES = ("M90", "M91", "M92")


@blueprint.get("/insight/moving")
@members
def moving() -> str:
    """What was brought in and what became of it, for community managers."""
    last = day_asked()
    day = last or day_of(clock.now(), zone()) - DAY
    reading.look(me(), SITE, day, what="moving")
    figures = reading.figures(me(), SITE, day, FIGURES, what="moving") if last else {}
    found = sources(me(), day, zone())
    unopened = silent(me(), [each.id for each in found], day, zone())
    return render_template(
        "insight/moving.html", day=day, sources=found, silent=unopened, most=MOST, mode=mode(),
        figures=figures, ids=FIGURES,
    )  # fmt: skip
