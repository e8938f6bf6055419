"""What the views of curation share: the blueprint, and days in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask import Blueprint

from essp.core.web import day

blueprint = Blueprint("curation", __name__)


@blueprint.app_template_filter()
def date_words(value: date) -> str:
    """A day without a moment as people say it: 12 November, with its year when that is another."""
    return day(datetime.combine(value, time(12), UTC))
