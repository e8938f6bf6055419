"""What is asked against what is known: four quarters, searches in vain, what hangs on one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from essp.core.access import members
from essp.core.decision import require
from essp.core.i18n import language
from essp.people.current import me
from essp.stats import customers, reading
from essp.stats.asking import SITE
from essp.stats.offering import in_vain
from essp.stats.shown import Shown
from essp.stats.web.balance import HIGH, QUADRANTS, WIDE, balances_in, picture_of
from essp.stats.web.day_topics import step_of
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked
from essp.topics.queries import Named, named

FIGURES = ("D9", "D10", "M40", "M41", "M43", "M47", "M53")
BESIDE = ("M41", "M43", "M53")
SHOWN, ALL = 25, 500


@blueprint.get("/insight/knowledge")
@members
def knowledge() -> str:
    """Demand and supply of knowledge on a day, for community managers."""
    day = day_asked()
    if day is None:
        require(reading.may_see(me(), SITE))
        return render_template("insight/knowledge.html", day=None, figures={}, found=[])
    figures = reading.figures(me(), SITE, day, FIGURES, what="knowledge")
    return render_template(
        "insight/knowledge.html", day=day, figures=figures, beside=BESIDE, **_balanced(figures),
        **_hanging(figures), unnamed=customers.without_topic(day),
    )  # fmt: skip


def _balanced(figures: Mapping[str, Shown]) -> dict[str, Any]:
    parts = _parts(figures, "D9")
    found = balances_in(parts)
    told = open_topics([each.topic for each in found])
    names = {each: topic.label(language()) for each, topic in told.items()}
    known = [each for each in found if each.topic in told]
    counts = {name: sum(each.quadrant == name for each in known) for name in QUADRANTS}
    show = request.args.get("show", "")
    show = show if show in QUADRANTS else ""
    listed = [each for each in known if not show or each.quadrant == show]
    most = ALL if "all" in request.args else SHOWN
    return {
        "found": known,
        "listed": listed[:most],
        "steps": {
            each.topic: step_of(each, told[each.topic].slug, names[each.topic])
            for each in listed[:most]
        },
        "more": len(listed) - most if len(listed) > most else 0,
        "show": show,
        "counts": counts,
        "topics": told,
        "names": names,
        "few": sum(each.demand is None for each in known),
        "most_asked": max((each.demand or 0.0 for each in known), default=1.0) or 1.0,
        "most_known": max((each.supply for each in known), default=1.0) or 1.0,
        "picture": picture_of(known, names, parts.get("lines") or (1.0, 1.0)),
        "wide": int(WIDE),
        "high": int(HIGH),
    }


def _hanging(figures: Mapping[str, Shown]) -> dict[str, Any]:
    parts = _parts(figures, "D10")
    rows = [
        (int(topic), int(factor), int(reads)) for topic, factor, reads in parts.get("topics", ())
    ]
    told = open_topics([topic for topic, _factor, _reads in rows])
    return {
        "fragile": [(told[topic], factor, reads) for topic, factor, reads in rows if topic in told],
        "drill": parts.get("drill"),
        "vain": in_vain(figures.get("M40")),
    }


def open_topics(ids: list[int]) -> dict[int, Named]:
    """Those of these topics that everybody may know of; what the whole site is told names no other."""
    return {each: told for each, told in named(ids).items() if told.open} if ids else {}


def _parts(figures: Mapping[str, Shown], name: str) -> Mapping[str, Any]:
    shown = figures.get(name)
    return shown.parts if shown is not None and shown.parts else {}
