"""What the views of curation share: the blueprint, and days in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask import Blueprint

from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.core.web import day

blueprint = Blueprint("curation", __name__)


@blueprint.app_template_filter()
def date_words(value: date) -> str:
    """A day without a moment as people say it: 12 November, with its year when that is another."""
    return day(datetime.combine(value, time(12), UTC))


def day_typed(text: str) -> date | None:
    """The day that a field holds, none where it is empty. Raises Invalid for what is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(until=_("Write the day as in 2027-05-24.")) from None
