"""What the views of curation share: the blueprint."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("curation", __name__)
