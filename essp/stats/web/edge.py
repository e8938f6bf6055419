"""The blueprint that all views of insight stand on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("insight", __name__)
