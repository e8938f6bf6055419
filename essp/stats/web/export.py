"""Tables of insight as files."""

from __future__ import annotations

from datetime import date

from flask import Response, request
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.decision import Invalid
from essp.core.i18n import language
from essp.core.i18n import lazy as _
from essp.people.current import me
from essp.stats import exporting, offering, parted
from essp.stats.asking import SITE, Axis, Scope
from essp.stats.exporting import Wanted
from essp.stats.scopes import scope_called
from essp.stats.sheets import as_csv, as_json
from essp.stats.web import along
from essp.stats.web.edge import blueprint

CSV, JSON = "csv", "json"
__all__ = ["along", "export", "offering", "parted"]  # which offer tables by being there


@blueprint.get("/insight/export/<table>")
@members
def export(table: str) -> ResponseReturnValue:
    """A table as CSV, or as JSON where `format` says so, by the rules of the screen."""
    of, measure = request.args.get("of", "")[:40], request.args.get("measure", "")[:12]
    wanted = Wanted(_scope(), _day(), measure, _back(), of=of)
    sheet = exporting.sheet(me(), table, wanted)
    kind = request.args.get("format", CSV)
    if kind not in {CSV, JSON}:
        raise Invalid(format=_("Ask for csv or json."))
    if kind == JSON:
        return _file(as_json(sheet), "application/json", f"{_called(table, wanted)}.json")
    decimal = request.args.get("decimal", "")
    comma = decimal == "comma"
    text = as_csv(sheet, comma=comma, mark=request.args.get("bom") == "1")
    return _file(text, "text/csv; charset=utf-8", f"{_called(table, wanted)}.csv")


@blueprint.app_template_global()
def dutch_numbers() -> bool:
    """Whether spreadsheets of the reader's language write decimals with a comma."""
    return language() == "nl"


def _scope() -> Scope:
    word = request.args.get("scope", Axis.SITE.value)
    axis = next((each for each in Axis if each.value == word), None)
    if axis is None:
        raise Invalid(scope=_("Ask for site, space, department or topic."))
    name = request.args.get("key", "")
    return SITE if axis is Axis.SITE and not name else scope_called(me(), axis, name)


def _day() -> date | None:
    typed = request.args.get("day", "")
    if not typed:
        return None
    try:
        return date.fromisoformat(typed[:10])
    except ValueError:
        raise Invalid(day=_("Write the day like 2026-11-30.")) from None


def _back() -> int:
    return min(max(request.args.get("back", 91, type=int), 1), exporting.MOST_BACK)


def _called(table: str, wanted: Wanted) -> str:
    """The name of the file: the table, of which part of the organisation, of which day."""
    day = wanted.day.isoformat() if wanted.day else ""
    parts = ["insight", table, wanted.measure, day]
    told = "-".join(part for part in parts if part)
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in told)


def _file(text: str, kind: str, name: str) -> Response:
    response = Response(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
