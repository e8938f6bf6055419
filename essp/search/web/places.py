"""Places of the site itself that the quick switcher leads to, told by the parts that have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from essp.core.i18n import _

# A place as the switcher lists it: its name, its address and its icon; None for whom it is not.
Teller = Callable[[], tuple[str, str, str] | None]
_tellers: list[Teller] = []
# A group of what a part found for what is typed: its label and its items; nothing where it has none.
Grouper = Callable[[str], list[dict[str, Any]]]
_groupers: list[Grouper] = []


def lead_to(teller: Teller) -> None:
    """Offer this place to whoever it is told for; said again it changes nothing."""
    if teller not in _tellers:
        _tellers.append(teller)


def add_group(grouper: Grouper) -> None:
    """Offer what this finds for what is typed, below what is found by name."""
    if grouper not in _groupers:
        _groupers.append(grouper)


def groups_for(typed: str) -> list[dict[str, Any]]:
    """What other parts found for what is typed, then the places that fit."""
    return [*(group for find in _groupers for group in find(typed)), *group_for(typed)]


def group_for(typed: str) -> list[dict[str, Any]]:
    """The group of places with a word that begins as typed, as a list of one or of none."""
    begun = typed.strip().casefold()
    found = [place for teller in _tellers if (place := teller()) and _fits(place[0], begun)]
    items = [
        {"title": title, "url": url, "icon": symbol, "context": ""} for title, url, symbol in found
    ]
    return [{"label": _("Places"), "items": items}] if items else []


def _fits(title: str, begun: str) -> bool:
    words = title.casefold()
    return words.startswith(begun) or any(word.startswith(begun) for word in words.split())
