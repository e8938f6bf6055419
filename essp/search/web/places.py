"""Places of the site itself that the quick switcher leads to, told by the parts that have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from essp.core.i18n import _


class SitePlace(NamedTuple):
    """A place as the switcher lists it: its name, its address, its icon, and what waits there."""

    title: str
    url: str
    icon: str
    context: str = ""


Teller = Callable[[], SitePlace | None]
_tellers: list[Teller] = []


def lead_to(teller: Teller) -> None:
    """Offer this place to whoever it is told for; said again it changes nothing."""
    if teller not in _tellers:
        _tellers.append(teller)


def group_for(typed: str) -> list[dict[str, Any]]:
    """The group of places with a word that begins as typed, as a list of one or of none."""
    begun = typed.strip().casefold()
    found = [place for teller in _tellers if (place := teller()) and _fits(place, begun)]
    return [{"label": _("Places"), "items": [place._asdict() for place in found]}] if found else []


def _fits(place: SitePlace, begun: str) -> bool:
    title = place.title.casefold()
    return title.startswith(begun) or any(word.startswith(begun) for word in title.split())
