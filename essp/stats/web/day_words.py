"""What the templates of the day may call: words, small drawings, and screens that other parts made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, url_for

from essp.core.i18n import Message, _, ngettext
from essp.stats.web import charts
from essp.stats.web.charts import Spark
from essp.stats.web.edge import blueprint
from essp.stats.web.silo_said import department


@blueprint.app_template_global()
def drawn_spark(points: Sequence[float | None]) -> Spark:
    """How a figure went, as a small line."""
    return charts.spark(points)


@blueprint.app_template_global()
def silo_called(name: str) -> Message:
    """A department by its name; who has none is called so."""
    return department(name)


@blueprint.app_template_filter()
def waiting_days(days: float) -> str:
    """Working days in whole numbers; less than one is called so."""
    if days < 1:
        return _("less than a day")
    return ngettext("%(num)s working day", "%(num)s working days", num=int(days))


def address_if(endpoint: str, **values: Any) -> str:
    """The address of a screen, if there is one; else nothing."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
