"""Files in the browser: their bytes, their own pages, changing them, and the files of a person."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("attachments", __name__)

from essp.attachments.web import (  # noqa: E402, F401 - they put their views on it
    changing,
    person,
    serving,
    showing,
)
