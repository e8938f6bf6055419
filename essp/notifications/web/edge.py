"""What every view of news is put on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notifications", __name__)
