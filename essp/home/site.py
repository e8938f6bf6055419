"""The site itself: whether it is well, and the page of every component."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from essp.core import jobs
from essp.core.access import members, public
from essp.core.db import session

blueprint = Blueprint("site", __name__)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Whether this process answers at all."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether the site can do its work: the database answers; jobs given up make it degraded."""
    try:
        session().execute(text("SELECT 1"))
        given_up = bool(jobs.dead())
    except SQLAlchemyError:
        return jsonify(status="unavailable", database="does not answer"), 503
    return jsonify(status="degraded" if given_up else "ok", jobs_given_up=given_up)


@blueprint.get("/patterns")
@members
def patterns() -> ResponseReturnValue:
    """Every component on one page."""
    return render_template("patterns.html")
