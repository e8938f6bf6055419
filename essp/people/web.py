"""People in the browser: sign-in, account, directory, profiles."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__)
