"""One of the twelve figures by itself: how it went, and the things that it is made of."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.decision import NotFound
from essp.people.current import me
from essp.stats import briefing, reading, telling
from essp.stats.asking import SITE
from essp.stats.tiles import BY_SLUG
from essp.stats.web import day_shown, tile_shown
from essp.stats.web.charts import Series, line_chart
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked


@blueprint.get("/insight/tile/<tile>")
@members
def tile(tile: str) -> ResponseReturnValue:
    """What a figure of the day is made of: questions, pages, topics, spaces."""
    found, day = BY_SLUG.get(tile), day_asked()
    reading.look(me(), SITE, day, what="tile")
    if found is None:
        raise NotFound
    if day is None:
        return render_template("insight/tile.html", tile=found, told=None, behind=None, chart=None)
    told = briefing.told_of(me(), found, day)
    chart = None
    if told.shown is not None and any(value is not None for _day, value in told.shown.trend):
        unit = told.shown.measure.unit
        chart = line_chart(
            [telling.short_day(at) for at, _value in told.shown.trend],
            [Series("", [value for _at, value in told.shown.trend])],
            write=lambda value: telling.value_words(unit, value),
        )  # fmt: skip
    return render_template(
        "insight/tile.html", tile=found, told=told, chart=chart, day=day,
        day_words=telling.day_words(day, year=True), back=day_shown.address(day, telling.Period.DAY, ""),
        behind=tile_shown.behind(tile, day, told.shown),
    )  # fmt: skip
