"""The site itself: whether it is well, and the page of every component."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from essp.core import jobs
from essp.core.access import members, public
from essp.core.db import session

blueprint = Blueprint("site", __name__)
LEAST_ROOM = 32 * 1024 * 1024  # bytes: what a write of the database, an index and a few files take


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Whether this process answers at all."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether the site can do its work: it can write, and the database answers.

    Jobs given up make it degraded.
    """
    if (reason := _cannot_write(current_app.config["SETTINGS"].data)) is not None:
        return jsonify(status="unavailable", disk=reason), 503
    try:
        session().execute(text("SELECT 1"))
        given_up = bool(jobs.dead())
    except SQLAlchemyError:
        return jsonify(status="unavailable", database="does not answer"), 503
    return jsonify(status="degraded" if given_up else "ok", jobs_given_up=given_up)


def _cannot_write(folder: Path) -> str | None:
    """Why nothing can be kept in the folder of the data, or None; asked of the system, not tried."""
    try:
        disk = os.statvfs(folder)
        writable = os.access(folder, os.W_OK)
    except OSError:
        return "is not there"
    if disk.f_flag & os.ST_RDONLY or not writable:
        return "cannot be written"
    if disk.f_bavail * disk.f_frsize < LEAST_ROOM or (disk.f_files and not disk.f_favail):
        return "is full"
    return None


@blueprint.get("/patterns")
@members
def patterns() -> ResponseReturnValue:
    """Every component on one page."""
    return render_template("patterns.html")
