"""What all screens of insight share: the way between them, and the day that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app, render_template, request, url_for
from markupsafe import Markup

from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.people.current import me
from essp.stats import reading
from essp.stats.asking import DAY, SITE
from essp.stats.web.edge import blueprint

MANAGERS: Mapping[str, Message] = {
    "day": _("The day"), "silos": _("Who meets whom"), "knowledge": _("Asked and known"),
    "spaces": _("Spaces"), "pilots": _("Pilots"), "moving": _("What moved"),
}  # fmt: skip
EVERYBODY: Mapping[str, Message] = {
    "mine": _("Your figures"), "how": _("How it is counted"), "privacy": _("What is never measured"),
}  # fmt: skip


@dataclass(frozen=True)
class Tab:
    """A screen of insight that the reader may open."""

    label: Message
    url: str
    current: bool


@blueprint.app_template_global()
def insight_tabs(current: str) -> Markup:
    """The screens of insight that the reader may open, as links."""
    seen = {**(MANAGERS if reading.may_see(me(), SITE) else {}), **EVERYBODY}
    tabs = [
        Tab(label, url_for(f"insight.{name}"), name == current)
        for name, label in seen.items()
        if f"insight.{name}" in current_app.view_functions
    ]
    return Markup(render_template("insight/_tabs.html", tabs=tabs))


@dataclass(frozen=True)
class Ways:
    """A day, and where the days around it stand: `after` is empty on the last that is filled.

    `here` is the address without a query, `kept` what else was chosen on it.
    """

    day: date
    last: date
    here: str
    before: str
    after: str
    kept: Mapping[str, str]


@blueprint.app_template_global()
def ways_from(day: date, *kept: str) -> Ways:
    """From a day to others on the same screen, keeping these choices of the address."""
    last = reading.last_day() or day
    chosen = {name: request.args[name] for name in kept if request.args.get(name)}
    endpoint = request.endpoint or "insight.day"

    def on(other: date) -> str:
        return url_for(endpoint, **chosen, day=other.isoformat())  # type: ignore[arg-type]

    first = max(day - DAY, reading.EARLIEST)
    after = on(day + DAY) if day < last else ""
    return Ways(day, last, url_for(endpoint), on(first), after, chosen)


def day_asked() -> date | None:
    """The day in the address, no later than the last one filled; that one without; None before any."""
    last = reading.last_day()
    try:
        asked = date.fromisoformat(request.args.get("day", "")[:10])
    except ValueError:
        return last
    return max(min(asked, last), reading.EARLIEST) if last else None
