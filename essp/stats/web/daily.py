"""The page of a day."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.people.current import me
from essp.stats import reading
from essp.stats.asking import SITE
from essp.stats.web.edge import blueprint


@blueprint.get("/insight")
@members
def day() -> ResponseReturnValue:
    """What happened on a day, for community managers; everybody else sees their own figures."""
    if not reading.may_see(me(), SITE):
        return redirect(url_for("insight.mine"))
    return render_template("insight/day.html", day=reading.last_day())


@blueprint.get("/insight/mine")
@members
def mine() -> str:
    """One's own figures, which nobody else sees."""
    return render_template("insight/mine.html")
