"""What a form says of a thing and of how much of it is wanted."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request

from essp.core import clock
from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy
from essp.notifications.models import Level, Subject

PAUSES = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


def subject_asked() -> Subject:
    """The kind of thing that a form names. Raises NotFound."""
    try:
        return Subject(request.form.get("subject", ""))
    except ValueError:
        raise NotFound from None


def level_asked(value: str) -> tuple[Level | None, datetime | None]:
    """The level that a form asks for, None for the one there is, and until when nothing is wanted.

    Raises Invalid.
    """
    if value in PAUSES:
        return None, clock.now() + PAUSES[value]
    try:
        return Level(value), None
    except ValueError:
        raise Invalid(level=lazy("Choose how much you want to hear.")) from None
