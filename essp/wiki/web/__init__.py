"""The wiki in the browser: reading, writing, history and the changes of all pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("wiki", __name__)

from essp.wiki.web import (  # noqa: E402, F401 - they put their views on it
    attributing,
    changes,
    changing,
    completing,
    copying,
    drafting,
    editions,
    exporting,
    files,
    hiding,
    linking,
    looking_back,
    previewing,
    proposals,
    proposals_deciding,
    proposals_together,
    proposals_writing,
    protecting,
    reading,
    tagging,
    templating,
    unlocking,
    writing,
)
