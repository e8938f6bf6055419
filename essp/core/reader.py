"""Whoever reads this answer, found out once for each request."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_login import current_user


def reader() -> Any:
    """The person who is signed in, or None."""
    if "reader" not in g:
        # Flask-Login's own name for it looks the request up again each time it is used.
        found = current_user._get_current_object()
        g.reader = found if found.is_authenticated else None
    return g.reader
