"""The way to the desk, on every screen of those who look after something."""

from __future__ import annotations

from functools import lru_cache

from flask import request
from markupsafe import Markup

from essp.core.i18n import _, language
from essp.core.web import address_of
from essp.curation.desk_sets import owns_anything
from essp.people.current import told_along, visitor
from essp.people.models import Role

LOOKS_AFTER = "looks_after"  # what `sessions.ask_along` calls it
looks_after = owns_anything


def in_bar() -> Markup:
    """The desk among the places of the bar above everything."""
    if not _leads_there():
        return Markup()
    return _place_in_bar(language(), _address(), request.path.startswith("/curation"))


@lru_cache
def _place_in_bar(_language: str, address: str, here: bool) -> Markup:
    """Made once: it stands on every screen."""
    current = Markup(' aria-current="page"') if here else Markup()
    words = Markup('<a class="mainnav__own" href="{}"{}>{}</a>')
    return words.format(address, current, _("Curation"))


def in_menu() -> Markup:
    """The same in the reader's own menu, where the bar has no room for places."""
    return _place_in_menu(language(), _address()) if _leads_there() else Markup()


@lru_cache
def _place_in_menu(_language: str, address: str) -> Markup:
    words = Markup('<a class="opt topbar__mid" href="{}"><span>{}</span></a>')
    return words.format(address, _("Curation"))


def in_switcher() -> tuple[str, str, str] | None:
    """What the desk is called, where it is and its icon, for the quick switcher of who it is for."""
    return (_("Curation desk"), _address(), "inbox") if _leads_there() else None


def _leads_there() -> bool:
    if told_along(LOOKS_AFTER):
        return True
    who = visitor()
    return who is not None and who.has_role(Role.COMMUNITY_MANAGER.value)


def _address() -> str:
    return address_of("curation.curation_desk")
