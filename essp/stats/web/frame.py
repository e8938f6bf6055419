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
from essp.stats.asking import SITE
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


def day_asked() -> date | None:
    """The day in the address, no later than the last one filled; that one without; None before any."""
    last = reading.last_day()
    try:
        asked = date.fromisoformat(request.args.get("day", "")[:10])
    except ValueError:
        return last
    return min(asked, last) if last else None
