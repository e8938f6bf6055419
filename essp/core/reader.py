"""Whoever reads this answer, found out once for each request."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_login import current_user

NOT_KNOWN = object()


def reader() -> Any:
    """The person who is signed in, or None."""
    # Asked for again and again. Through `g`, and through Flask-Login's own name for it, the context is
    # looked up again each time.
    kept = g._get_current_object()
    found = kept.get("reader", NOT_KNOWN)
    if found is NOT_KNOWN:
        who = current_user._get_current_object()
        found = kept.reader = who if who.is_authenticated else None
    return found
