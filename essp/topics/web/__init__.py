"""Topics in the browser: all of them, each with what is there, and how they are kept."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("topics", __name__)

from essp.topics.web import (  # noqa: E402, F401 - they put their views on it
    changing,
    completing,
    listing,
    merging,
    showing,
)
