"""A figure in words, as its unit has it: a share in percent, hours as hours, a dash of nothing."""

from __future__ import annotations

from essp.core.i18n import _, ngettext, number
from essp.stats.measures import Measure, Unit
from essp.stats.reading import Shown, Withheld
from essp.stats.web.edge import blueprint

FEW = "<5"
DASH = "—"


@blueprint.app_template_filter()
def figure_value(shown: Shown | None) -> str:
    """The value of a figure as the reader sees it; `<5` where too few people stand behind it."""
    if shown is None:
        return DASH
    if shown.withheld is Withheld.FEW:
        return FEW
    return figure_as(shown.value, shown.measure)


@blueprint.app_template_filter()
def figure_as(value: float | None, measure: Measure) -> str:
    """A value in the unit of a measure."""
    if value is None:
        return DASH
    if measure.unit is Unit.SHARE:
        return f"{number(_tidy(100 * value, 1 if abs(value) < 0.1 else 0))}%"
    if measure.unit is Unit.HOURS:
        return _("%(hours)s h", hours=number(_tidy(value, 1)))
    if measure.unit is Unit.MINUTES:
        return _("%(minutes)s min", minutes=number(round(value)))
    if measure.unit is Unit.DAYS:
        return ngettext("%(num)s day", "%(num)s days", round(value))
    return str(number(_tidy(value, 2 if measure.unit is Unit.RATIO else 1)))


def _tidy(value: float, digits: int) -> float | int:
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
